import assert from 'node:assert/strict';
import { fixText, lintText } from '../../../../src/server/lint.ts';
import { assertReported } from '../expectedLines.ts';

const reported: Readonly<Record<string, string>> = {
  'with and without waiting': `describe('x', async () => { // ←
  it('a', () => {});
});
context('y', async function () { // ←
  const all = await load();
  it('a', () => { use(all); });
});
describe.only('z', async () => { // ←
  for await (const name of names) it(name, () => {});
});`,
  'nested, by import, in the other vocabulary': `import { suite as group, test } from 'mocha';
group('x', () => {
  group('y', async () => { // ←
    test('a', () => {});
  });
});`,
  'a function by name': `async function orders() { it('a', () => {}); }
describe('x', orders); // ←`,
};

const silent: Readonly<Record<string, string>> = {
  'async tests and hooks': `describe('x', () => { before(async () => {}); it('a', async () => { await load(); }); });`,
  'another function of that name': `const describe = async (name, body) => { await body(); };
describe('x', async () => { await load(); });`,
  'another test runner': `import { describe } from 'node:test';
describe('x', async () => { await load(); });`,
};

describe('async-describe', () => {
  describe('reports a suite that mocha does not wait for', () => {
    for (const [name, text] of Object.entries(reported)) {
      it(name, () => {
        assertReported('async-describe', text);
      });
    }
  });

  describe('is silent elsewhere', () => {
    for (const [name, text] of Object.entries(silent)) {
      it(name, () => {
        assertReported('async-describe', text);
      });
    }
  });

  it('leaves alone, and says why, what waits', () => {
    for (const wait of ['await load();', 'for await (const x of all) use(x);', 'await using db = open();']) {
      const text = `describe('x', async () => {\n  ${wait}\n  it('a', () => {});\n});\n`;
      assert.equal(fixText('a.test.ts', text).text, text);
      assert.match(lintText('a.test.ts', text)[0]?.message ?? '', /tests behind the `await` are lost/);
    }
  });

  it('leaves alone what has a return type it cannot unwrap, and a function that others may call', () => {
    for (const text of [
      `describe('x', async (): Later => { it('a', () => {}); });\n`,
      `describe('x', orders);\nasync function orders() { it('a', () => {}); }\n`,
    ]) {
      assert.equal(fixText('a.test.ts', text).text, text);
      assert.equal(lintText('a.test.ts', text).length, 1);
    }
  });
});
