import { assertionForm } from '../analysis/assertions.ts';
import type { IdentifierNode, SyntaxNode } from '../analysis/syntax.ts';
import type { TestFile } from '../analysis/testFile.ts';
import { importNodeAssert } from '../edits/assertImport.ts';
import type { ImportedDefault } from '../edits/importInsertion.ts';
import { end, insertStatements } from '../edits/statementInsertion.ts';
import { impossible, possible, withTabStops } from '../edits/textChange.ts';
import type { Edit } from '../edits/textChange.ts';
import { missingAssertion, unreadResult, usualForm } from '../rules/missingAssertion.ts';
import type { UncheckedTest } from '../rules/missingAssertion.ts';
import type { Finding } from '../rules/rule.ts';
import { quickFix } from './action.ts';
import type { Offer } from './action.ts';

/** An assertion at the end of the test. It fails until somebody says what is expected. */
export const insertAssertion = quickFix({
  id: 'insert-assertion',
  title: 'Insert an assertion',
  rule: missingAssertion,
  offers(file: TestFile, finding: Finding<UncheckedTest>): readonly Offer[] {
    const result = unreadResult(file, finding.subject);
    return [
      {
        title: result === undefined ? 'Insert an assertion' : `Insert an assertion about \`${result}\``,
        key: `assertion:${finding.start}`,
        preferred: false,
        finding,
        edit: () => insert(file, finding.subject, result),
      },
    ];
  },
});

function insert(file: TestFile, { body }: UncheckedTest, result: string | undefined): Edit {
  const last = body.body.at(-1);
  if (last?.kind === 'Return') return impossible('The test ends with `return`. Await its promise instead.');
  const { quote } = file.style;
  const expected = `${quote}expected${quote}`;
  const actual = result ?? `${quote}actual${quote}`;
  const stops = [
    ...(result === undefined ? [{ number: 1, placeholder: actual }] : []),
    { number: result === undefined ? 2 : 1, placeholder: expected },
  ];
  const expect = expectName(file, body);
  if (expect !== undefined) {
    const line = `${expect.local}(${actual}).${expect.equal}(${expected})${end(file)}`;
    const change = insertStatements(file, body, last, [{ lines: [line], apart: false }]);
    return possible([withTabStops(change, stops)]);
  }
  const assert = importNodeAssert(file, body) ?? chaiAssert(file, body);
  if (assert === undefined) return impossible('The name `assert` means something else here.');
  const line = `${assert.local}.equal(${actual}, ${expected})${end(file)}`;
  const change = insertStatements(file, body, last, [{ lines: [line], apart: false }]);
  return possible([...assert.changes, withTabStops(change, stops)]);
}

interface ExpectName {
  readonly local: string;
  readonly equal: 'to.equal' | 'toBe';
}

/** `expect`, where the file asserts with it. */
function expectName(file: TestFile, body: SyntaxNode): ExpectName | undefined {
  const used =
    usualForm(file) === 'expect' ? file.bindings.references.find((name) => isExpect(file, name)) : undefined;
  if (used === undefined || file.bindings.lookup(used.name, body) !== file.bindings.resolve(used))
    return undefined;
  const module = file.bindings.origin(used)?.module;
  return { local: used.name, equal: module === 'expect' || module === '@jest/globals' ? 'toBe' : 'to.equal' };
}

function isExpect(file: TestFile, name: IdentifierNode): boolean {
  return assertionForm(name, file.bindings) === 'expect';
}

function chaiAssert(file: TestFile, body: SyntaxNode): ImportedDefault | undefined {
  const binding = file.bindings.lookup('assert', body);
  if (binding === undefined) return { local: 'assert', changes: [] };
  const origin = file.bindings.origin(binding.declaration);
  return origin?.module === 'chai' ? { local: 'assert', changes: [] } : undefined;
}
