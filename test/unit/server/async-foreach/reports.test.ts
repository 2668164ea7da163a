import assert from 'node:assert/strict';
import { useForOf } from '../../../../src/server/actions/useForOf.ts';
import { readTestFile } from '../../../../src/server/analysis/testFile.ts';
import { typescriptParser } from '../../../../src/server/analysis/typescriptParser.ts';
import { applyChanges } from '../../../../src/server/edits/textChange.ts';
import { asyncForeach } from '../../../../src/server/rules/asyncForeach.ts';
import { findingsOf } from '../../../../src/server/rules/rule.ts';
import { assertReported } from '../expectedLines.ts';

const head = `import assert from 'node:assert/strict';
import { all, load } from '../src/app.ts';
`;

const reported: Readonly<Record<string, string>> = {
  'assertions in the callback': `it('a', () => {
  [1, 2].forEach(async (x) => { assert.equal(await load(x), x); }); // ←
});`,
  'work in a hook': `describe('x', () => {
  before(async () => {
    all.forEach(async (x) => { await load(x); }); // ←
  });
  it('a', () => {});
});`,
  'a function by name, in a helper': `async function check(x) { assert.ok(await load(x)); }
function checkAll() {
  all.forEach(check); // ←
}
it('a', () => { checkAll(); });`,
  'assertions, whatever is awaited below': `it('a', async () => {
  all.forEach(async (x) => { assert.ok(await load(x)); }); // ←
  await load();
});`,
};

const silent: Readonly<Record<string, string>> = {
  'a loop, or all at once': `it('a', async () => {
  for (const x of all) assert.ok(await load(x));
  await Promise.all(all.map(async (x) => { assert.ok(await load(x)); }));
});`,
  'a callback that is not async': `it('a', () => { all.forEach((x) => { assert.ok(x); }); });`,
  'the forEach of a stream, which is a promise': `it('a', async () => {
  await all.forEach(async (x) => { assert.ok(await load(x)); });
  const over = all.forEach(async (x) => { assert.ok(await load(x)); });
  await over;
});
it('b', () => all.forEach(async (x) => { assert.ok(await load(x)); }));`,
  'a test that counts and ends by done': `it('a', (done) => {
  let left = 2;
  all.forEach(async (x) => { assert.ok(await load(x)); left -= 1; if (left === 0) done(); });
});`,
  'work that is waited for below': `it('a', async () => {
  all.forEach(async (x) => { await load(x); });
  await load();
  assert.ok(all);
});`,
  'tests that are defined in it': `describe('x', () => {
  all.forEach(async (x) => { it(x, async () => { assert.ok(await load(x)); }); });
});
all.forEach(async (x) => { it(x, async () => { assert.ok(await load(x)); }); });`,
  'a promise that is resolved in it': `it('a', () => new Promise((resolve) => {
  all.forEach(async (x) => { assert.ok(await load(x)); resolve(); });
}));`,
  'the server under test': `const server = { on: (name, listener) => listener(name) };
it('a', () => {
  server.on('x', () => { all.forEach(async (x) => { await load(x); }); });
  assert.ok(server);
});`,
  'async without any waiting': `it('a', () => { all.forEach(async (x) => { load(x); }); assert.ok(all); });`,
};

describe('async-foreach', () => {
  describe('reports a forEach whose function is async', () => {
    for (const [name, text] of Object.entries(reported)) {
      it(name, () => {
        assertReported('async-foreach', head + text);
      });
    }
  });

  describe('is silent where somebody waits, or may', () => {
    for (const [name, text] of Object.entries(silent)) {
      it(name, () => {
        assertReported('async-foreach', head + text);
      });
    }
  });

  describe('offers a loop only where it means the same', () => {
    const both = ['for-of', 'all'];
    const offered: Readonly<Record<string, readonly [string, readonly string[]]>> = {
      'a plain list': ['all.forEach(async (x) => { assert.ok(await load(x)); });', both],
      'a return with a value': [
        'all.forEach(async (x) => { if (x) return 1; assert.ok(await load(x)); });',
        ['all'],
      ],
      'a return in a loop': [
        'all.forEach(async (x) => { for (const y of x) { if (y) return; } assert.ok(await load(x)); });',
        ['all'],
      ],
      'a this of its own': ['all.forEach(async function (x) { assert.ok(await this.load(x)); }, {});', []],
      'a function by name': ['all.forEach(check);', ['all']],
      'a comment that would be lost': [
        'all.forEach(/* each */ async (x) => { assert.ok(await load(x)); });',
        ['all'],
      ],
      'a name that is in the list too': [
        'all.x.forEach(async (all) => { assert.ok(await load(all)); });',
        ['all'],
      ],
      'a map': ['new Map().forEach(async (x) => { assert.ok(await load(x)); });', []],
      headers: ['all.headers.forEach(async (x) => { assert.ok(await load(x)); });', []],
      'a list that may be missing': ['all?.forEach(async (x) => { assert.ok(await load(x)); });', []],
    };
    for (const [name, [statement, expected]] of Object.entries(offered)) {
      it(name, () => {
        const text = `${head}async function check(x) { assert.ok(await load(x)); }\nit('a', () => { ${statement} });`;
        const file = readTestFile(typescriptParser, 'a.test.ts', text, {});
        const [finding] = findingsOf(asyncForeach, file);
        assert.ok(finding);
        const keys = useForOf.offers(file, finding).map(({ key }) => key.split(':')[0]);
        assert.deepEqual(keys, expected);
      });
    }
  });

  for (const [name, end] of [
    ['and a comment behind', ') // every one of them\n  ;[1].forEach((n) => assert.ok(n))'],
    ['and nothing behind', ')\n  ;[1].forEach((n) => assert.ok(n))'],
  ] as const) {
    it(`leaves the next line alone in code without semicolons, ${name}`, () => {
      const text = `${head}it('a', async () => {\n  all.forEach(async (n) => {\n    assert.ok(await load(n))\n  }${end}\n})\n`;
      const file = readTestFile(typescriptParser, 'a.test.ts', text, {});
      const [finding] = findingsOf(asyncForeach, file);
      assert.ok(finding);
      const edit = useForOf.offers(file, finding)[0]?.edit();
      assert.ok(edit?.possible);
      assert.equal(
        applyChanges(text, edit.changes),
        `${head}it('a', async () => {\n  for (const n of all) {\n    assert.ok(await load(n))\n  }${end.slice(1)}\n})\n`,
      );
    });
  }
});
