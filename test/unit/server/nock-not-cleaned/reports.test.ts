import { assertReported } from '../expectedLines.ts';

const head = `import nock from 'nock';
`;

const reported: Readonly<Record<string, string>> = {
  'once in each outermost suite': `describe('x', () => {
  it('a', () => {
    nock('http://a.test').get('/').reply(200); // ←
    nock('http://a.test').get('/b').reply(200);
  });
});
describe('y', () => {
  describe('z', () => { it('a', () => { nock('http://a.test').get('/').reply(200); }); }); // ←
});`,
  'only the suite that does not clean': `describe('x', () => {
  afterEach(nock.cleanAll);
  it('a', () => { nock('http://a.test').get('/').reply(200); });
});
describe('y', () => {
  it('a', () => { nock('http://a.test').get('/').reply(200); }); // ←
});`,
  'a test that cleans itself only when it passes': `it('a', () => {
  nock('http://a.test').get('/').reply(200); // ←
  nock.cleanAll();
});`,
  'through a function of the file': `function stub() {
  return nock('http://a.test').get('/').reply(200); // ←
}
describe('x', () => { beforeEach(() => { stub(); }); it('a', () => {}); });`,
  'by require, under another name': `const intercept = require('nock');
it('a', () => { intercept('http://a.test').get('/').reply(200); }); // ←`,
};

const silent: Readonly<Record<string, string>> = {
  'a cleaning hook': `describe('x', () => {
  afterEach(() => { nock.cleanAll(); });
  it('a', () => { nock('http://a.test').get('/').reply(200); });
});`,
  'a cleaning hook for the whole file': `afterEach(nock.cleanAll);
describe('x', () => { it('a', () => { nock('http://a.test').get('/').reply(200); }); });`,
  'a named import of the cleaner': `import { cleanAll } from 'nock';
describe('x', () => {
  afterEach(() => cleanAll());
  it('a', () => { nock('http://a.test').get('/').reply(200); });
});`,
  'a hook that calls a function of the file': `const clean = () => { nock.abortPendingRequests(); nock.cleanAll(); };
describe('x', () => {
  afterEach(clean);
  it('a', () => { nock('http://a.test').get('/').reply(200); });
});`,
  'a hook that calls a function of another file': `import { resetNetwork } from './network.ts';
describe('x', () => {
  afterEach(() => { resetNetwork(); });
  it('a', () => { nock('http://a.test').get('/').reply(200); });
});`,
  'a set-up of the project': `import { useNock } from './network.ts';
describe('x', () => {
  useNock();
  it('a', () => { nock('http://a.test').get('/').reply(200); });
});`,
  'a finally block': `it('a', () => {
  try { nock('http://a.test').get('/').reply(200); } finally { nock.cleanAll(); }
});`,
  'another function of that name': `it('a', (nock) => { nock('http://a.test').get('/').reply(200); });`,
  'no interceptor': `it('a', () => { nock.disableNetConnect(); });`,
  'not run by this file': `export function stub() { nock('http://a.test').get('/').reply(200); }
it('a', () => {});`,
};

describe('nock-not-cleaned', () => {
  describe('reports interceptors that stay', () => {
    for (const [name, text] of Object.entries(reported)) {
      it(name, () => {
        assertReported('nock-not-cleaned', text.includes('require(') ? text : head + text);
      });
    }
  });

  describe('is silent where they are cleaned, or where somebody else may clean', () => {
    for (const [name, text] of Object.entries(silent)) {
      it(name, () => {
        assertReported('nock-not-cleaned', head + text);
      });
    }
  });
});
