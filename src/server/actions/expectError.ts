import { awaitsDirectly } from '../analysis/awaiting.ts';
import { unwrap } from '../analysis/syntax.ts';
import type { AwaitNode, TryNode } from '../analysis/syntax.ts';
import type { TestFile } from '../analysis/testFile.ts';
import { importNodeAssert } from '../edits/assertImport.ts';
import { end, insertStatements } from '../edits/statementInsertion.ts';
import { impossible, possible } from '../edits/textChange.ts';
import type { Edit, TextChange } from '../edits/textChange.ts';
import { swallowedAssertion } from '../rules/swallowedAssertion.ts';
import type { SwallowedAssertion } from '../rules/swallowedAssertion.ts';
import type { Finding } from '../rules/rule.ts';
import { quickFix } from './action.ts';
import type { Offer } from './action.ts';

/** Turns `try … catch` into an assertion that fails when no error comes, with the same checks of the error. */
export const expectError = quickFix({
  id: 'expect-error',
  title: 'Expect the error',
  rule: swallowedAssertion,
  offers(file: TestFile, finding: Finding<SwallowedAssertion>): readonly Offer[] {
    const { statement, caught } = finding.subject;
    if (statement.finalizer !== undefined || awaitsDirectly(file.text, caught.body)) return [];
    const name = awaitsDirectly(file.text, statement.block) ? 'rejects' : 'throws';
    return [
      {
        title: `Expect the error with \`assert.${name}\``,
        key: `expect-error:${finding.start}`,
        preferred: false,
        finding,
        edit: () => expected(file, finding.subject, name),
      },
    ];
  },
});

function expected(file: TestFile, subject: SwallowedAssertion, name: 'rejects' | 'throws'): Edit {
  const assert = importNodeAssert(file, subject.statement);
  if (assert === undefined) {
    return impossible(
      'The name `assert` is taken here by another library. Import `node:assert` by another name.',
    );
  }
  const { caught, statement } = subject;
  if (/\/[/*]/.test(file.text.slice(statement.block.end, caught.body.start))) {
    return impossible('There is a comment at `catch` that would be lost.');
  }
  const call = `${name === 'rejects' ? 'await ' : ''}${assert.local}.${name}(`;
  return possible([...assert.changes, ...asCall(file, subject, call), ...returnTrue(file, subject)]);
}

function asCall(
  file: TestFile,
  { statement, caught }: SwallowedAssertion,
  call: string,
): readonly TextChange[] {
  const { text } = file;
  const { block } = statement;
  const parameter = text
    .slice(caught.start, caught.body.start)
    .replace(/^catch\s*/, '')
    .trim();
  const closing: TextChange = {
    start: caught.body.end,
    end: caught.body.end,
    text: `)${end(file)}`,
  };
  const promise = onlyAwaited(file, statement);
  if (promise !== undefined) {
    const written = text.slice(promise.operand.start, promise.operand.end);
    const head = `${call}${written}, ${parameter} => `;
    return [{ start: statement.start, end: caught.body.start, text: head }, closing];
  }
  const isAsync = awaitsDirectly(text, block);
  return [
    { start: statement.start, end: block.start, text: `${call}${isAsync ? 'async ' : ''}() => ` },
    { start: block.end, end: caught.body.start, text: `, ${parameter} => ` },
    closing,
  ];
}

/** `try { await pay(); }`: the promise itself can be handed over. */
function onlyAwaited(file: TestFile, { block, caught }: TryNode): AwaitNode | undefined {
  const [only, ...others] = block.body;
  if (only?.kind !== 'ExpressionStatement' || others.length > 0 || caught === undefined) return undefined;
  const { expression } = only;
  if (expression.kind !== 'Await' || unwrap(expression.operand).kind !== 'Call') return undefined;
  const { operand } = expression;
  if (awaitsDirectly(file.text, operand) || file.text.slice(operand.start, operand.end).includes('\n')) {
    return undefined;
  }
  const around = file.text.slice(block.start, only.start) + file.text.slice(only.end, caught.start);
  return around.includes('/') ? undefined : expression;
}

/** What checks an error has to say that it is the right one. */
function returnTrue(file: TestFile, { caught }: SwallowedAssertion): readonly TextChange[] {
  const statement = { lines: [`return true${end(file)}`], apart: false };
  return [insertStatements(file, caught.body, caught.body.body.at(-1), [statement])];
}
