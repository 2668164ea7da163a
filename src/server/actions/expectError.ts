import { awaitsDirectly } from '../analysis/awaiting.ts';
import { unwrap } from '../analysis/syntax.ts';
import type { AwaitNode, TryNode } from '../analysis/syntax.ts';
import type { TestFile } from '../analysis/testFile.ts';
import { failingStyle } from '../edits/assertionStyle.ts';
import type { FailingStyle } from '../edits/assertionStyle.ts';
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
    const style = failingStyle(file, statement);
    const isAsync = awaitsDirectly(file.text, statement.block);
    return [
      {
        title:
          style?.nodeAssert === undefined
            ? 'Expect the error'
            : `Expect the error with \`assert.${isAsync ? 'rejects' : 'throws'}\``,
        key: `expect-error:${finding.start}`,
        preferred: false,
        finding,
        edit: () => expected(file, finding.subject, style, isAsync),
      },
    ];
  },
});

function expected(
  file: TestFile,
  subject: SwallowedAssertion,
  style: FailingStyle | undefined,
  isAsync: boolean,
): Edit {
  const { caught, statement } = subject;
  if (/\/[/*]/.test(file.text.slice(statement.block.end, caught.body.start))) {
    return impossible('There is a comment at `catch` that would be lost.');
  }
  const words = style && wordsFor(file, style, isAsync);
  if (style === undefined || words === undefined) {
    return impossible(
      'What the file asserts with cannot expect an error here. Import `node:assert` by a name of its own.',
    );
  }
  return possible([
    ...style.changes,
    ...asCall(file, subject, words),
    ...(words.wantsTrue ? returnTrue(file, subject) : []),
  ]);
}

/** What stands around the code that should fail, and around what checks the error. */
interface Words {
  readonly before: string;
  /** In front of a function with the code that should fail, and behind it. */
  readonly call: readonly [string, string];
  readonly between: string;
  /** Does what checks the error have to return `true`? */
  readonly wantsTrue: boolean;
  /** Is the error's type known where it is checked? */
  readonly typed: boolean;
}

function wordsFor(file: TestFile, style: FailingStyle, isAsync: boolean): Words | undefined {
  const { nodeAssert, chaiExpect, fail } = style;
  if (nodeAssert !== undefined) {
    const before = isAsync ? `await ${nodeAssert}.rejects(` : `${nodeAssert}.throws(`;
    return { before, call: ['', ''], between: ', ', wantsTrue: true, typed: true };
  }
  if (isAsync) {
    const between = `.then(() => ${fail('It should have failed.')}, `;
    return { before: 'await ', call: ['(', ')()'], between, wantsTrue: false, typed: true };
  }
  if (chaiExpect === undefined) return undefined;
  const between = ').to.throw().and.satisfy(';
  return {
    before: `${chaiExpect}(`,
    call: ['', ''],
    between,
    wantsTrue: true,
    typed: !file.style.typescript,
  };
}

function asCall(
  file: TestFile,
  { statement, caught }: SwallowedAssertion,
  { before, call: [open, close], between, typed }: Words,
): readonly TextChange[] {
  const { text } = file;
  const { block } = statement;
  const written = text
    .slice(caught.start, caught.body.start)
    .replace(/^catch\s*/, '')
    .trim();
  const parameter = typed || written.includes(':') ? written : written.replace(/\s*\)$/, ': unknown)');
  const closing: TextChange = {
    start: caught.body.end,
    end: caught.body.end,
    text: `)${end(file)}`,
  };
  const promise = onlyAwaited(file, statement);
  if (promise !== undefined) {
    const head = `${before}${text.slice(promise.operand.start, promise.operand.end)}${between}${parameter} => `;
    return [{ start: statement.start, end: caught.body.start, text: head }, closing];
  }
  const isAsync = awaitsDirectly(text, block);
  return [
    { start: statement.start, end: block.start, text: `${before}${open}${isAsync ? 'async ' : ''}() => ` },
    { start: block.end, end: caught.body.start, text: `${close}${between}${parameter} => ` },
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
