import assert from 'node:assert/strict';
import type { CodeShape } from '../../../src/protocol/serverRequests.ts';
import { shapesOf } from '../../support/editedAnswers.ts';

describe('what running sees of a file', () => {
  async function shape(text: string): Promise<CodeShape | null> {
    const shapes = await shapesOf(new Map([['tests/a.test.ts', text]]));
    return shapes.get('tests/a.test.ts') ?? null;
  }
  const base = `describe('a', () => {\n  it('b', () => {\n    f(1);\n  });\n});\n`;

  async function compare(one: string, other: string): Promise<'same' | 'tests' | 'more'> {
    const [before, now] = [await shape(one), await shape(other)];
    assert.ok(before && now);
    if (before.all === now.all) return 'same';
    return before.outside === now.outside ? 'tests' : 'more';
  }

  for (const [what, one, other] of [
    ['comments and blank lines', base, `/* x */\n\n${base.replace('f(1);', 'f(1); // one')}`],
    ['indentation', base, base.replaceAll(/^ +/gm, '\t')],
    ['types', 'let a = 1;\n', 'let a: number = 1;\n'],
    ['a comment of several lines between statements', 'a();\nb();\n', 'a();\n/* 1\n2 */\nb();\n'],
  ] as const) {
    it(`is the same for other ${what}`, async () => assert.equal(await compare(one, other), 'same'));
  }

  for (const [what, one, other] of [
    ['a string that looks like a comment', `f('http://a');`, `f('http://b');`],
    ['the name of a property that does', `f({ 'http://a': 1 });`, `f({ 'http://b': 1 });`],
    ['a regular expression that does', `f(/[/]/, /\\/*a/);`, `f(/[/]/, /\\/*b/);`],
    ['the text of a template', 'f(`a // ${g()} // b`);', 'f(`a // ${g()} // c`);'],
    ['blanks in a template', 'f(`a  b`);', 'f(`a b`);'],
    [
      'a line end at which a statement ends',
      'function f() {\n  return g;\n}',
      'function f() {\n  return\ng;\n}',
    ],
    [
      'a comment with a line end there',
      'function f() { return /* a */ g; }',
      'function f() { return /*\n*/ g; }',
    ],
  ] as const) {
    it(`is another for ${what}`, async () => assert.equal(await compare(one, other), 'more'));
  }

  for (const [what, other] of [
    ['a body', base.replace('f(1)', 'f(2)')],
    ['a title', base.replace(`'b'`, `'c'`)],
    ['one more', base.replace('\n});\n', `\n\n  it('c', async function () {});\n});\n`)],
    ['none left', base.replace(/ {2}it[^]*?\n {2}\}\);\n/, '')],
  ] as const) {
    it(`tells tests from the rest: ${what}`, async () => assert.equal(await compare(base, other), 'tests'));
  }

  for (const [what, text] of [
    ['it is the only one', base.replace('it(', 'it.only(')],
    ['it is left out', base.replace('it(', 'xit(')],
    ['its title is made', base.replace(`'b'`, 'title()')],
    ['its function is made', base.replace('() => {\n    f(1);\n  }', 'f(1)')],
    ['something is done with it', base.replace('  });\n', '  }).timeout(5);\n')],
    [
      'it stands in a loop',
      base.replace('  it(', '  for (const x of y) {\n  it(').replace('  });\n', '  });\n}\n'),
    ],
    ['its suite has no fixed title', base.replace(`'a'`, 'title()')],
  ] as const) {
    it(`counts a test as the rest where ${what}`, async () =>
      assert.deepEqual((await shape(text))?.tests, []));
  }

  it('is not told of what does not parse, or needs more than its types removed', async () => {
    assert.equal(await shape(`it('a', () => {`), null);
    assert.equal(await shape('enum A { b }'), null);
  });
});
