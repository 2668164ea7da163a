import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { seeded } from '../../../src/runner/seededRandom.ts';
import { parseChange } from '../../../src/server/analysis/incrementalParse.ts';
import type { ParsedFile } from '../../../src/server/analysis/parser.ts';
import type { SyntaxNode } from '../../../src/server/analysis/syntax.ts';
import { forEachChild } from '../../../src/server/analysis/syntax.ts';
import { typescriptParser } from '../../../src/server/analysis/typescriptParser.ts';
import { fuzzSources } from '../../fuzz/fuzz.ts';
import { mutations } from '../../fuzz/mutations.ts';

const repository = join(import.meta.dirname, '../../..');

/** As text, so that two can be compared: parents only where they are wrong. */
function described({ file, broken, literalSpans }: ParsedFile): string {
  const plain = JSON.stringify({ file, broken, literalSpans }, (key: string, value: unknown) =>
    key === 'parent' ? undefined : value,
  );
  const wrong: string[] = [];
  const visit = (node: SyntaxNode): void => {
    forEachChild(node, (child) => {
      if (child.parent !== node) wrong.push(`${child.kind} at ${child.start} has another parent.`);
      visit(child);
    });
  };
  visit(file);
  return plain + wrong.join('\n');
}

function parse(path: string, text: string): ParsedFile & { readonly text: string } {
  return { ...typescriptParser.parse(path, text), text };
}

describe('parsing what has changed', function () {
  this.timeout(30_000);
  const text = `import { a } from 'a';
function first<T>(x: T) { return x; }
describe('s', () => {
  it('one', async () => {
    const b: Map<string, number> = await first(\`\${(() => { return 'in'; })()}\`);
  });
  it('two', function* () { yield /x/; });
});
for (const n of [1]) { it(String(n), () => {}); }
await late();
const open = a + 1
import { late } from 'late';
export const c: number = 1;
`;
  /** Whether only a part was parsed; the result is always that of parsing everything. */
  function same(before: string, after: string): boolean {
    const changed = parseChange(typescriptParser, 'x.ts', parse('x.ts', before), after);
    if (changed !== null) assert.equal(described(changed), described(typescriptParser.parse('x.ts', after)));
    return changed !== null;
  }

  for (const [what, from, to] of [
    ['a letter', 'await first', 'await firsts'],
    [
      'a deleted line',
      "    const b: Map<string, number> = await first(`${(() => { return 'in'; })()}`);\n",
      '',
    ],
    ['a new statement', 'yield /x/;', 'yield /x/; yield [1, `${2}`];'],
    ['code inside a template', "return 'in';", "return 'inside';"],
    ['a body that becomes empty', 'return x;', ''],
    ['a parameter', '(x: T)', '(xx: T)'],
    ['a title', "describe('s'", "describe('some'"],
    ['a loop', 'of [1]) {', 'of [1, 2]) {'],
  ] as const) {
    it(`parses only the part around ${what}`, () => {
      assert.ok(text.includes(from));
      assert.equal(
        same(
          text,
          text.replace(from, () => to),
        ),
        true,
      );
    });
  }

  for (const [what, from, to] of [
    ['outside of functions', "from 'a'", "from 'ab'"],
    ['that ends the function early', 'return x;', 'return x; } {'],
    ['that begins a comment', 'return x;', 'return x; /*'],
    ['that begins a template', 'return x;', 'return `x;'],
    ['of the word a statement begins with', "describe('s'", "describes('s'"],
    ['to a statement that ends where the next begins', '= a + 1', '= a + 12'],
    ['that makes two statements of one', "('s', () => {", "('s'); (() => {"],
    ['where one waits at the top', 'await late(', 'await late(1'],
    ['that breaks the text', 'await first(', 'await first(('],
  ] as const) {
    it(`leaves a change ${what} to a whole parse`, () => {
      assert.ok(text.includes(from));
      assert.equal(
        same(
          text,
          text.replace(from, () => to),
        ),
        false,
      );
    });
  }

  it('leaves a text that was broken to a whole parse', () => {
    assert.equal(same(`${text}(`, `${text.replace('first(x', 'first(y')}(`), false);
  });

  it('agrees with a whole parse after 600 random changes to real tests', () => {
    const random = seeded(7);
    const sources = fuzzSources().filter((source) => source.includes('lessons'));
    const names = Object.keys(mutations);
    let partial = 0;
    for (let number = 0; number < 600; number += 1) {
      const source = sources[Math.floor(random() * sources.length)] ?? '';
      const before = readFileSync(join(repository, source), 'utf8');
      const name = names[Math.floor(random() * names.length)] ?? '';
      const after = mutations[name]?.(before, random()) ?? before;
      const changed = parseChange(typescriptParser, source, parse(source, before), after);
      if (changed === null) continue;
      partial += 1;
      const what = `${name} of ${source}`;
      assert.equal(described(changed), described(typescriptParser.parse(source, after)), what);
    }
    assert.ok(partial > 60, `Only ${partial} changes were parsed in part.`);
  });
});
