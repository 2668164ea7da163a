import assert from 'node:assert/strict';
import { readTestFile } from '../../../../src/server/analysis/testFile.ts';
import { typescriptParser } from '../../../../src/server/analysis/typescriptParser.ts';
import { insertAssertion } from '../../../../src/server/actions/insertAssertion.ts';
import { applyChanges } from '../../../../src/server/edits/textChange.ts';
import { findingsOf } from '../../../../src/server/rules/rule.ts';
import { missingAssertion } from '../../../../src/server/rules/missingAssertion.ts';
import { assertReported } from '../expectedLines.ts';

const head = `import assert from 'node:assert/strict';
import nock from 'nock';
import request from 'supertest';
import { Orders, load } from '../src/orders.ts';
import { arrange, runFlow } from './support/flows.ts';
`;

const reported: Readonly<Record<string, string>> = {
  'a result that nobody looks at': `it('adds an order', () => { // ←
  const orders = new Orders();
  const total = orders.add(1);
});`,
  'work that is awaited': `it('stores orders', async () => { // ←
  const orders = await load('x');
  orders.forEach((order) => { console.log(order.id); });
});`,
  'a status that is only read, or told to a response': `const server = process.server;
it('adds a', async () => { // ←
  await server.add('a').status();
});
it('adds b', () => { // ←
  server.on('b', () => { server.response.status(404); });
});`,
  'a helper of the file that asserts nothing': `const add = () => new Orders().add(1);
test('adds an order', function () { // ←
  add();
});`,
  'a title that promises, after the words of a step': `it('resets counts', async () => { // ←
  await new Orders().reset();
});`,
  'a function of the file that is handed on, and looks at nothing': `const add = (line) => { lines.push(line); };
it('reads lines', () => { // ←
  new Orders().forEach(add);
});`,
  'many tests, most of which assert': `it('has a', () => { // ←
  new Orders(1);
}); it('has b', () => { // ←
  new Orders(2);
}); it('has c', () => { // ←
  new Orders(3);
}); it('has d', () => { // ←
  new Orders(4);
});
it('a', () => { assert(load()); }); it('b', () => { assert(load()); });
it('c', () => { assert(load()); }); it('d', () => { assert(load()); });`,
};

const silent: Readonly<Record<string, string>> = {
  'ends, closes and measurements': `it('ends with a promise', () => new Orders().end());
it('closes the file', () => { new Orders().close(); });
it('should go fast', () => { new Orders().add(1); });`,
  'any assertion, in any place': `it('has a', () => { assert.ok(1); });
it('has b', () => { [1].forEach((x) => { assert.ok(x); }); });
it('has c', () => { expect(load()).to.equal(1); });
it('has d', () => { load().should.equal(1); });
it('has e', () => { check(); });
it('has f', () => { sinon.assert.calledOnce(load); });
it('has g', () => { if (load() !== 1) throw new Error('wrong'); });
function check() { inner(); }
function inner() { assert.ok(load()); }`,
  'a request that is expected to give something': `it('gives a', () => request(app).get('/').expect(200));
it('gives b', () => { return request(app).get('/').expect(200); });`,
  'interceptors that have to be used': `it('sends a', async () => { const scope = nock('http://a.test').get('/').reply(200); await load(); scope.done(); });`,
  'a helper of another file': `it('sells an order', () => { arrange(); runFlow(); });
it('sells two', () => { const flow = arrange(); flow.go(); });`,
  'what a request should give, in the words of the project': `const server = process.server;
it('gives a', () => server.fetchPackage('a').status(404).body_error(/no such/));
it('gives b', async () => { await server.fetchPackage('b').headers({ etag: '1' }); });`,
  'a global helper': `it('makes a pad', async () => { await helper.aNewPad(); });`,
  'a helper by its name': `it('has a', () => { checkOrders(new Orders()); });
it('has b', () => { new Orders().verify(); });
it('has c', async () => { await waitFor(() => load()); });
it('has d', () => { tester.run('x', load, {}); });
it('has e', () => { testBuilder(load).go(); });`,
  'a function that is handed in': `for (const run of [load]) { it('has a', () => { run(1); }); }
const all = (execute) => { it('has a', () => { execute(); }); };`,
  'a test that ends by done': `it('sends an event', (done) => { new Orders().on('x', done); });`,
  'a title that promises no more than to run': `it('does not throw', () => { load(); });
it('works', () => { load(); });
it('can be created', () => { new Orders(); });
it('accepts an empty list', () => { load([]); });`,
  'a step of the set-up': `it('insert orders by a task', () => new Orders().fill());
it('Reset counts', async () => { await new Orders().update({ count: 0 }); });`,
  'an assertion in the words of another library': `import assume from 'assume';
it('has a', () => { assume(load()).is.a('function'); });
it('has b', () => { assume(load()).to.true(); });`,
  'a check that is handed on': `import { checkLine } from './lines.ts'; function same(line) { assert.equal(line, 'a'); }
it('has lines', () => { load().forEach(same); });
it('has more lines', () => { load().forEach(checkLine); });
it('sends lines', async () => { await load().then(checkLine); });`,
  'a file whose words nobody knows': `it('has a', () => { load(1); }); it('has b', () => { load(2); }); it('has c', () => { load(3); });
it('has d', () => { load(4); });`,
  'a title about what is understood': `it('parses a return at the top', () => { load('return'); });`,
  'tests that are not run, or empty': `it.skip('adds', () => { load(); });
xit('adds', () => { load(); });
it('adds');
it('adds', () => {});
it('adds', todo);
it(title, () => { load(); });`,
  'what the suite shares by this': `it('adds', function () { this.orders.add(1); });`,
  'syntax errors': `it('adds', () => { load(1; });`,
};

describe('missing-assertion', () => {
  describe('reports a test that looks at nothing', () => {
    for (const [name, text] of Object.entries(reported)) {
      it(name, () => {
        assertReported('missing-assertion', head + text);
      });
    }
  });

  describe('is silent where something is asserted, or may be', () => {
    for (const [name, text] of Object.entries(silent)) {
      it(name, () => {
        assertReported('missing-assertion', head + text);
      });
    }
  });

  it('asserts as the file does', () => {
    const fixed = (imports: string): string | undefined => {
      const text = `${imports}\nit('has one', () => { ${/expect/.test(imports) ? 'expect' : 'assert'}(1); });
it('adds', () => {
  const sum = load();
});`;
      const file = readTestFile(
        typescriptParser,
        'a.test.ts',
        `import { load } from '../src/a.ts';\n${text}`,
        {},
      );
      const [finding] = findingsOf(missingAssertion, file);
      assert.ok(finding);
      const edit = insertAssertion.offers(file, finding)[0]?.edit();
      assert.ok(edit?.possible);
      return applyChanges(file.text, edit.changes).split('\n').at(-2)?.trim();
    };
    assert.equal(fixed("import { expect } from 'chai';"), "expect(sum).to.equal('expected');");
    assert.equal(fixed("import { expect } from 'expect';"), "expect(sum).toBe('expected');");
    assert.equal(fixed("import { assert } from 'chai';"), "assert.equal(sum, 'expected');");
    assert.equal(fixed("import { strict as assert } from 'assert';"), "assert.equal(sum, 'expected');");
  });
});
