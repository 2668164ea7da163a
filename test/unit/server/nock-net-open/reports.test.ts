import assert from 'node:assert/strict';
import { lintText } from '../../../../src/server/lint.ts';
import { assertReported } from '../expectedLines.ts';

const rule = 'nock-net-open';
const head = `import nock from 'nock';
`;

const reported: Readonly<Record<string, string>> = {
  'once in each outermost suite': `describe('x', () => {
  it('a', () => {
    nock('http://a.test').get('/').reply(200); // ←
    nock('http://b.test').get('/').reply(200);
  });
  describe('y', () => { it('b', () => { nock('http://a.test').get('/').reply(200); }); });
});
describe('z', () => {
  beforeEach(() => { nock('http://a.test').get('/').reply(200); }); // ←
  it('c', () => {});
});`,
  'through a function of the file': `function stub() {
  return nock('http://a.test').get('/').reply(200); // ←
}
describe('x', () => { it('a', () => { stub(); }); });`,
  'by require, under another name': `const intercept = require('nock');
describe('x', () => {
  it('a', () => { intercept('http://a.test').get('/').reply(200); }); // ←
});`,
  'in the interface tdd': `suite('x', () => {
  setup(() => { nock('http://a.test').get('/').reply(200); }); // ←
  test('a', () => {});
});`,
  'a host besides this machine': `describe('x', () => {
  it('a', () => { nock('http://localhost:3000').get('/').reply(200); }); // ←
  it('b', () => { nock('http://localhost.a.test').get('/').reply(200); });
});`,
  'outside any suite': `it('a', () => { nock('http://a.test').get('/').reply(200); }); // ←`,
  'beside a helper that is about something else': `import { createUser } from './users.ts';
describe('x', () => {
  beforeEach(() => { createUser(); });
  it('a', () => { nock('http://a.test').get('/').reply(200); }); // ←
});`,
};

const silent: Readonly<Record<string, string>> = {
  'a closed network': `describe('x', () => {
  before(() => { nock.disableNetConnect(); });
  it('a', () => { nock('http://a.test').get('/').reply(200); });
});`,
  'a network closed when the file is loaded': `nock.disableNetConnect();
describe('x', () => { it('a', () => { nock('http://a.test').get('/').reply(200); }); });`,
  'a network closed in a function of the file': `const close = () => { nock.disableNetConnect(); };
describe('x', () => { before(close); it('a', () => { nock('http://a.test').get('/').reply(200); }); });`,
  'a named import': `import { disableNetConnect } from 'nock';
describe('x', () => { before(() => disableNetConnect()); it('a', () => { nock('http://a.test').get('/').reply(200); }); });`,
  'a network opened on purpose': `nock.enableNetConnect(/real/);
describe('x', () => { it('a', () => { nock('http://a.test').get('/').reply(200); }); });`,
  'requests let through on purpose': `describe('x', () => {
  it('a', () => { nock('http://a.test', { allowUnmocked: true }).get('/').reply(200); });
});`,
  recordings: `nock.back.fixtures = 'fixtures';
describe('x', () => { it('a', () => { nock('http://a.test').get('/').reply(200); }); });`,
  'a set-up of the project': `import { useNock } from './support.ts';
describe('x', () => { useNock(); it('a', () => { nock('http://a.test').get('/').reply(200); }); });`,
  'a set-up file that is imported': `import './setup.ts';
describe('x', () => { it('a', () => { nock('http://a.test').get('/').reply(200); }); });`,
  'a set-up file that is required': `require('../hooks');
describe('x', () => { it('a', () => { nock('http://a.test').get('/').reply(200); }); });`,
  'a hook that calls a method of another file': `import * as helpers from './helpers.ts';
describe('x', () => {
  before(() => helpers.setupNetwork());
  it('a', () => { nock('http://a.test').get('/').reply(200); });
});`,
  'another function of that name': `describe('x', () => { it('a', (nock) => { nock('http://a.test').get('/').reply(200); }); });`,
  'a server on this machine that is played': `const base = 'http://127.0.0.1:8080';
describe('x', () => {
  it('a', () => { nock('http://localhost:3000').get('/').reply(200); });
  it('b', () => { nock(base).get('/').reply(200); });
});`,
  'no interceptor': `describe('x', () => { afterEach(() => { nock.cleanAll(); }); it('a', () => {}); });`,
  'not run by this file': `export function stub() { nock('http://a.test').get('/').reply(200); }
describe('x', () => { it('a', () => {}); });`,
  'made when the file is loaded': `nock('http://a.test').persist().get('/').reply(200);
describe('x', () => { it('a', () => {}); });`,
};

describe(rule, () => {
  describe('reports interceptors beside an open network', () => {
    for (const [name, text] of Object.entries(reported)) {
      it(name, () => {
        assertReported(rule, text.includes('require(') ? text : head + text);
      });
    }
  });

  describe('is silent where the network is closed, or where somebody else may close it', () => {
    for (const [name, text] of Object.entries(silent)) {
      it(name, () => {
        assertReported(rule, head + text);
      });
    }

    it('a file that mocha loads first', () => {
      const text = `${head}describe('x', () => { it('a', () => { nock('http://a.test').get('/').reply(200); }); });`;
      const options = { project: { setupText: 'nock.disableNetConnect();' } };
      assert.ok(!lintText('a.test.ts', text, options).some((finding) => finding.rule === rule));
      assert.ok(lintText('a.test.ts', text).some((finding) => finding.rule === rule));
    });
  });
});
