import { functionAwaits } from '../analysis/awaiting.ts';
import { enclosingFunction } from '../analysis/syntax.ts';
import type { IdentifierNode, SyntaxNode } from '../analysis/syntax.ts';
import type { TestFile } from '../analysis/testFile.ts';
import { dropAsync } from '../edits/asyncFunction.ts';
import { removeStatement } from '../edits/statementRemoval.ts';
import { possible } from '../edits/textChange.ts';
import type { TextChange } from '../edits/textChange.ts';
import { asyncAndDone } from '../rules/asyncAndDone.ts';
import type { TwoEndings } from '../rules/asyncAndDone.ts';
import type { Finding } from '../rules/rule.ts';
import { quickFix } from './action.ts';
import type { Offer } from './action.ts';

/**
 * Lets the promise alone end the test: `done()` goes, `done(error)` becomes `throw error`. Where `done` is handed
 * on or called in a callback, the promise ends too early; there `async` goes, if nothing is awaited.
 */
export const dropDone = quickFix({
  id: 'drop-done',
  title: 'Keep one end: the promise or done',
  rule: asyncAndDone,
  offers(file: TestFile, finding: Finding<TwoEndings>): readonly Offer[] {
    const { done, function: body } = finding.subject;
    const withoutDone = removeDone(file, finding.subject);
    if (withoutDone !== undefined) {
      return [
        {
          title: `Take \`${done.name}\` away`,
          key: `drop-done:${finding.start}`,
          preferred: false,
          finding,
          edit: () => possible(withoutDone),
        },
      ];
    }
    const withoutAsync = functionAwaits(file.text, body) ? undefined : dropAsync(file, body);
    if (withoutAsync === undefined) return [];
    return [
      {
        title: `Take \`async\` away and keep \`${done.name}\``,
        key: `keep-done:${finding.start}`,
        preferred: false,
        finding,
        edit: () => possible(withoutAsync),
      },
    ];
  },
});

function removeDone(file: TestFile, subject: TwoEndings): readonly TextChange[] | undefined {
  const { done, function: body, callback } = subject;
  if (!callback.inline || body.params.length !== 1) return undefined;
  const changes: TextChange[] = [removeParameter(file, subject)];
  for (const use of done.references) {
    const change = removeUse(file, subject, use);
    if (change === undefined) return undefined;
    changes.push(change);
  }
  return changes;
}

/** `(done)`, `(done,)` and a bare `done` all become `()`. */
function removeParameter(file: TestFile, { function: body, parameter }: TwoEndings): TextChange {
  const { text } = file;
  const isBare = !text.slice(body.start, parameter.start).includes('(');
  const comma = /^\s*,/.exec(text.slice(parameter.end))?.[0].length ?? 0;
  return { start: parameter.start, end: parameter.end + (isBare ? 0 : comma), text: isBare ? '()' : '' };
}

function removeUse(file: TestFile, subject: TwoEndings, use: IdentifierNode): TextChange | undefined {
  const call = use.parent;
  if (call?.kind !== 'Call' || call.callee !== use || call.args.length > 1) return undefined;
  if (enclosingFunction(use) !== subject.function) return undefined;
  const statement = call.parent;
  const [error] = call.args;
  if (statement?.kind === 'Return') {
    if (error === undefined && isLast(subject, statement)) return removeStatement(file, statement);
    return error === undefined
      ? { start: statement.start, end: call.end, text: 'return' }
      : asThrow(file, statement, call, error);
  }
  if (statement?.kind !== 'ExpressionStatement') return undefined;
  if (error !== undefined) return asThrow(file, statement, call, error);
  return statement.parent?.kind === 'Block' ? removeStatement(file, statement) : undefined;
}

function isLast({ function: body }: TwoEndings, statement: SyntaxNode): boolean {
  return body.body?.kind === 'Block' && body.body.body.at(-1) === statement;
}

/** `done(undefined)` is no error, and what a function returns may be none either. */
function asThrow(
  file: TestFile,
  statement: SyntaxNode,
  call: SyntaxNode,
  error: SyntaxNode,
): TextChange | undefined {
  if (error.kind !== 'New' && !isCaught(file, error)) return undefined;
  return {
    start: statement.start,
    end: call.end,
    text: `throw ${file.text.slice(error.start, error.end)}`,
  };
}

function isCaught(file: TestFile, error: SyntaxNode): boolean {
  return error.kind === 'Identifier' && file.bindings.resolve(error)?.kind === 'catch';
}
