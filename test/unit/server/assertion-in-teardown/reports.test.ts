import assert from 'node:assert/strict';
import { assertInTests } from '../../../../src/server/actions/assertInTests.ts';
import { readTestFile } from '../../../../src/server/analysis/testFile.ts';
import { typescriptParser } from '../../../../src/server/analysis/typescriptParser.ts';
import { assertionInTeardown } from '../../../../src/server/rules/assertionInTeardown.ts';
import { findingsOf } from '../../../../src/server/rules/rule.ts';
import { assertReported } from '../expectedLines.ts';

const head = `import assert from 'node:assert/strict';
import nock from 'nock';
import sinon from 'sinon';
`;

const reported: Readonly<Record<string, string>> = {
  'with every library, once for each hook': `import { expect as hope } from 'chai';
describe('x', () => {
  afterEach(() => assert.deepEqual(nock.pendingMocks(), [])); // ←
  afterEach(() => {
    assert(nock.isDone()); // ←
    assert.ok(true);
    nock.cleanAll();
  });
  afterEach(async () => {
    const open = await count();
    hope(open).to.equal(0); // ←
  });
  afterEach(function () {
    sinon.assert.notCalled(spy); // ←
    sinon.restore();
  });
  afterEach(() => { calls.should.be.empty(); }); // ←
  afterEach(() => { expect(calls).toEqual([]); }); // ←
  afterEach(async () => { await assert.rejects(p); }); // ←
  it('a', () => {});
});`,
  'a scope that has to be used': `describe('x', () => { let scope;
  beforeEach(() => { scope = nock('http://a.test').get('/').reply(200); });
  afterEach(() => {
    scope.done(); // ←
    nock.cleanAll();
  });
  it('a', () => {});
});`,
  'handed over by name, outside the suites': `const check = () => {
  assert.equal(count(), 0); // ←
};
afterEach(check);
it('a', () => {});`,
};

const silent: Readonly<Record<string, string>> = {
  'in a test, or in after': `describe('x', () => {
  after(() => { assert.ok(nock.isDone()); });
  it('a', () => { assert.ok(nock.isDone()); });
});`,
  'about the teardown itself': `describe('x', () => {
  afterEach(async () => { await server.close(); assert.equal(connections, 0); });
  it('a', () => {});
});`,
  'a guard': `describe('x', () => { let db, server;
  beforeEach(() => { db = open(); });
  afterEach(() => { assert(db); assert.ok(server !== undefined, 'no server'); db.close(); server.close(); });
  it('a', () => {});
});`,
  'a hook that knows how the test ended': `describe('x', () => {
  afterEach(function () { if (this.currentTest?.state === 'passed') assert.ok(nock.isDone()); });
  afterEach(function () { assert.ok(nock.isDone(), this.currentTest.title); });
  afterEach(function () { try { assert.ok(nock.isDone()); } catch (error) { this.test.error(error); } });
  it('a', () => {});
});`,
  'what is no assertion': `import { assert as claim } from './claims.ts';
describe('x', () => { const queue = make();
  afterEach(() => { queue.done(); });
  afterEach(() => { sinon.restore(); });
  afterEach(() => { claim(true); nock.cleanAll(); });
  afterEach((done) => { done(); });
  it('a', () => {});
});`,
  'a name of its own': `describe('x', () => { const expect = (x) => x; const assert = expect;
  afterEach(() => { expect(1); assert(2); });
  it('a', () => {});
});`,
  'another runner': `import { afterEach, it } from 'node:test';
afterEach(() => { assert.ok(nock.isDone()); });
it('a', () => {});`,
};

describe('assertion-in-teardown', () => {
  describe('reports assertions after each test', () => {
    for (const [name, text] of Object.entries(reported)) {
      it(name, () => {
        assertReported('assertion-in-teardown', head + text);
      });
    }
  });

  describe('is silent where the hook is their place', () => {
    for (const [name, text] of Object.entries(silent)) {
      it(name, () => {
        assertReported('assertion-in-teardown', head + text);
        const { broken } = readTestFile(typescriptParser, 'a.test.ts', head + text, {});
        assert.equal(broken, false, 'A broken text says little.');
      });
    }
  });

  it('offers no fix, and says why, where none would be right', () => {
    const check = 'afterEach(() => { assert.equal(count, 0); });';
    const texts = [
      `let count; ${check} it('a', () => {});`,
      `describe('x', () => { const f = () => { assert.ok(1); }; afterEach(f); it('a', () => {}); });`,
      `describe('x', () => { afterEach(() => { const n = 1; assert.ok(n); }); it('a', () => {}); });`,
      `describe('x', () => { ${check} it('a'); });`,
      `describe('x', () => { ${check} ${[1, 2, 3, 4, 5, 6].map((n) => `it('${n}', () => {});`).join(' ')} });`,
      `describe('x', () => { ${check} it('a', () => run()); });`,
      `describe('x', () => { ${check} it('a', (done) => { run(done); }); });`,
      `describe('x', () => { ${check} it('a', () => { return run(); }); });`,
      `describe('x', () => { let count; ${check} it('a', () => { const count = 1; run(count); }); });`,
      `describe('x', () => { afterEach(() => { assert.equal(\`
\`, 0); }); it('a', () => {}); });`,
      `describe('x', () => { afterEach(() => { assert.equal(count, /* none */ 0); }); it('a', () => {}); });`,
    ];
    const said = texts.map((text) => {
      const file = readTestFile(typescriptParser, 'a.test.ts', head + text, {});
      const [finding] = findingsOf(assertionInTeardown, file);
      assert.ok(finding, text);
      const edit = assertInTests.offers(file, finding)[0]?.edit();
      return edit?.possible === false ? edit.reason : 'possible';
    });
    assert.deepEqual(said, [
      'The hook is in no suite, so it runs for the tests of other files too.',
      'The hook is handed a function from elsewhere.',
      'The assertion needs `n` of the hook.',
      'The suite has no tests of its own.',
      'It would be repeated in 6 tests. Put it into a function that they call.',
      'The test `a` is no function with a block.',
      'The test `a` ends by a callback.',
      'The test `a` returns, so its last line is not its end.',
      '`count` means something else in a test.',
      'A template spans several lines of the assertion.',
      'There is a comment in what would be taken away.',
    ]);
  });
});
