import assert from 'node:assert/strict';
import { readTestFile } from '../../../../src/server/analysis/testFile.ts';
import { typescriptParser } from '../../../../src/server/analysis/typescriptParser.ts';
import { orderDependent } from '../../../../src/server/rules/orderDependent.ts';
import { findingsOf } from '../../../../src/server/rules/rule.ts';
import { assertReported } from '../expectedLines.ts';

const reported: Readonly<Record<string, string>> = {
  'set by one test, read by the next': `describe('x', () => { let id;
  it('creates', async () => { id = await create(); });
  it('reads', async () => {
    await read(id); // ←
  });
  it('deletes', async () => { await remove(id); });
});`,
  'in callbacks, functions of the file and inner suites': `let user = null, token;
const login = () => { token = fetchToken(); };
describe('x', () => {
  it('signs up', (done) => { request().end((error, response) => { user = response.body; done(); }); });
  it('signs in', () => login());
});
describe('y', () => {
  it('shows', () => {
    show(user.id); // ←
    show(() => token); // ←
  });
});`,
  'emptied by a hook of another suite': `describe('x', () => { let id;
  after(() => { id = undefined; });
  it('creates', () => { id = create(); });
  it('reads', () => {
    read(id); // ←
  });
});`,
};

const silent: Readonly<Record<string, string>> = {
  'a dependence that is explained where it fails': `describe('x', () => { let id;
  it('creates', () => { id = create(); });
  it('reads', () => { assert(id, 'needs the test before'); read(id); });
});`,
  'asserted to be different only': `describe('x', () => { let id;
  it('creates', () => { id = create(); });
  it('creates another', () => { create().should.not.eql(id); assert.notEqual(create(), id); });
});`,
  'set before each test, or once': `describe('x', () => { let id, other, third;
  beforeEach(() => { id = create(); });
  before(async () => { other = await create(); });
  const setUp = () => { third = create(); };
  beforeEach(setUp);
  it('a', () => { id = create(); other = create(); third = create(); });
  it('b', () => { read(id, other, third); });
});`,
  'set by every test that reads it': `describe('x', () => { let result; const run = () => { result = compute(); };
  it('a', () => { result = compute(); check(result); });
  it('b', () => { run(); check(result); });
  it('c', () => { load((loaded) => { result = loaded; }); check(result); });
});`,
  'read by hooks only': `describe('x', () => { let server;
  afterEach(() => { server?.close(); });
  it('a', () => { server = start(); });
  it('b', () => {});
});`,
  'read before it is set': `describe('x', () => { let id;
  it('a', () => { check(id); });
  it('b', () => { id = create(); });
});`,
  'made when it is needed': `describe('x', () => { let id, other, third;
  it('a', () => { id ??= create(); if (!other) other = create(); third = third || create(); });
  it('b', () => { read(id); });
  it('c', () => { if (other === undefined) return; read(other); });
});`,
  'made where it is missing, by any of them': `describe('x', () => { let id;
  it('a', () => { id = create(); });
  it('b', () => { id ??= create(); });
  it('c', () => { read(id); });
});`,
  'made by the one that comes first': `describe('x', () => { let page;
  it('a', () => { if (!page) page = open(); read(page); });
  it('b', () => { read(page); });
});`,
  'a test that knows what to do without': `describe('x', () => { let id;
  it('a', () => { id = create(); });
  it('b', function () { if (!id) this.skip(); run(id ?? 1); });
});`,
  'a test that has asked before': `describe('x', () => { let id;
  it('a', () => { id = create(); });
  it('b', (done) => { if (!id) return done(); find(id, (found) => { check(found, id); done(); }); });
});`,
  'a count, a constant, and what has a value': `let count = 0; const all = []; let name = 'x';
describe('x', () => {
  it('a', () => { count += 1; all.push(1); name = 'y'; });
  it('b', () => { check(count, all, name); });
});`,
  'variables of the tests themselves': `describe('x', () => {
  it('a', () => { let id; id = create(); read(id); });
  it('b', () => { let id; read(id); });
});`,
  'set by somebody nobody knows': `describe('x', () => { let id; onCreate((made) => { id = made; });
  it('a', () => { id = create(); });
  it('b', () => { read(id); });
});`,
  'a loop of tests': `describe('x', () => { let id;
  for (const name of ['a', 'b']) it(name, () => { id = create(id); read(id); });
});`,
  'another runner': `import { describe, it } from 'node:test';
describe('x', () => { let id; it('a', () => { id = create(); }); it('b', () => { read(id); }); });`,
  'switched off': `describe('x', () => { let id;
  it('a', () => { id = create(); });
  // itlab-disable-next-line order-dependent -- the steps of one story
  it('b', () => { read(id); });
});`,
};

describe('order-dependent', () => {
  describe('reports what another test has left', () => {
    for (const [name, text] of Object.entries(reported)) {
      it(name, () => {
        assertReported('order-dependent', text);
      });
    }
  });

  describe('is silent where each test can stand alone, or nobody knows', () => {
    for (const [name, text] of Object.entries(silent)) {
      it(name, () => {
        assertReported('order-dependent', text);
        const { broken } = readTestFile(typescriptParser, 'a.test.ts', text, {});
        assert.equal(broken, false, 'A broken text would be silent for that alone.');
      });
    }
  });

  it('names the test that sets it, and the others that need it', () => {
    const text = `describe('x', () => { let id;
  it('creates', () => { id = create(); });
  it('reads', () => { read(id, id); });
  it('deletes', () => { remove(id); });
});`;
    const [finding, ...others] = findingsOf(
      orderDependent,
      readTestFile(typescriptParser, 'a.test.ts', text, {}),
    );
    assert.equal(others.length, 0);
    assert.match(
      finding?.message ?? '',
      /^`id` is set by the test `creates`, so alone or in another order this test fails/,
    );
    assert.deepEqual(
      finding?.related.map(({ start, message }) => [text.slice(0, start).split('\n').length, message]),
      [
        [2, 'It is set here.'],
        [4, 'This test needs it too.'],
      ],
    );
  });
});
