import { assertReported } from '../expectedLines.ts';

const rule = 'nock-restore-as-clean';
const head = `import nock from 'nock';
`;
const tests = `it('a', () => { nock('http://a.test').get('/').reply(200); });
  it('b', () => { nock('http://a.test').get('/').reply(200); });
`;

const reported: Readonly<Record<string, string>> = {
  'after each test': `describe('x', () => {
  afterEach(() => { nock.restore(); }); // ←
  ${tests}});`,
  'handed over': `describe('x', () => {
  afterEach(nock.restore); // ←
  ${tests}});`,
  'behind cleanAll, which is what was meant': `describe('x', () => {
  afterEach(() => {
    nock.cleanAll();
    nock.restore(); // ←
  });
  ${tests}});`,
  'in a function of the file': `function clean() {
  nock.restore(); // ←
}
describe('x', () => {
  afterEach(clean);
  ${tests}});`,
  'in the interface tdd': `suite('x', () => {
  teardown(() => nock.restore()); // ←
  test('a', () => {});
  test('b', () => { nock('http://a.test').get('/').reply(200); });
});`,
  'a named import': `import { restore } from 'nock';
describe('x', () => {
  afterEach(() => restore()); // ←
  ${tests}});`,
  'interceptors made before each test': `describe('x', () => {
  beforeEach(() => { nock('http://a.test').get('/').reply(200); });
  afterEach(() => { nock.restore(); }); // ←
  it('a', () => {});
  it('b', () => {});
});`,
  'one test in a loop': `describe('x', () => {
  afterEach(() => { nock.restore(); }); // ←
  for (const n of [1, 2]) it('a' + n, () => { nock('http://a.test').get('/').reply(200); });
});`,
  'the suite that follows needs nock': `describe('x', () => {
  afterEach(() => { nock.restore(); }); // ←
  it('a', () => { nock('http://a.test').get('/').reply(200); });
});
describe('y', () => {
  beforeEach(() => { nock('http://a.test').get('/').reply(200); });
  it('b', () => {});
});`,
  'a further suite inside': `describe('x', () => {
  afterEach(() => { nock.restore(); }); // ←
  it('a', () => {});
  describe('y', () => { it('b', () => { nock('http://a.test').get('/').reply(200); }); });
});`,
};

const silent: Readonly<Record<string, string>> = {
  'activated again': `describe('x', () => {
  beforeEach(() => { if (!nock.isActive()) nock.activate(); });
  afterEach(() => { nock.restore(); });
  ${tests}});`,
  'activated by a named import': `import { activate } from 'nock';
describe('x', () => {
  beforeEach(activate);
  afterEach(() => { nock.restore(); });
  ${tests}});`,
  'once, at the end': `describe('x', () => {
  after(() => { nock.restore(); });
  ${tests}});`,
  'at the end as well': `const stop = () => { nock.restore(); };
describe('x', () => {
  afterEach(stop);
  after(stop);
  ${tests}});`,
  'the only test': `describe('x', () => {
  afterEach(() => { nock.restore(); });
  it('a', () => { nock('http://a.test').get('/').reply(200); });
});`,
  'only the first test needs nock': `describe('x', () => {
  afterEach(() => { nock.restore(); });
  it('a', () => { nock('http://a.test').get('/').reply(200); });
  it('b', () => {});
});`,
  'another suite in front needs nock': `describe('y', () => { it('c', () => { nock('http://a.test').get('/').reply(200); }); });
describe('x', () => {
  afterEach(() => { nock.restore(); });
  it('a', () => {});
  it('b', () => {});
});`,
  'a set-up of the project that may activate': `import { useNock } from './support.ts';
describe('x', () => {
  useNock();
  afterEach(() => { nock.restore(); });
  ${tests}});`,
  'a hook of the project that may activate': `import { startNock } from './support.ts';
describe('x', () => {
  beforeEach(() => startNock());
  afterEach(() => { nock.restore(); });
  ${tests}});`,
  recordings: `nock.back.setMode('record');
describe('x', () => {
  afterEach(() => { nock.restore(); });
  ${tests}});`,
  'restore of something else': `import sinon from 'sinon';
describe('x', () => {
  afterEach(() => { sinon.restore(); });
  ${tests}});`,
  'in a test': `describe('x', () => {
  it('a', () => { nock('http://a.test').get('/').reply(200); nock.restore(); });
  it('b', () => { nock('http://a.test').get('/').reply(200); });
});`,
};

describe(rule, () => {
  describe('reports what turns nock off between tests', () => {
    for (const [name, text] of Object.entries(reported)) {
      it(name, () => {
        assertReported(rule, head + text);
      });
    }
  });

  describe('is silent where nock is not needed any more, or turned on again', () => {
    for (const [name, text] of Object.entries(silent)) {
      it(name, () => {
        assertReported(rule, head + text);
      });
    }
  });
});
