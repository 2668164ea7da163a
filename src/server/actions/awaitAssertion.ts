import { containsAssertion } from '../analysis/assertions.ts';
import { expectsError, onlySaysReached } from '../analysis/expectedErrors.ts';
import { unwrap } from '../analysis/syntax.ts';
import type { ExpressionStatementNode } from '../analysis/syntax.ts';
import type { TestFile } from '../analysis/testFile.ts';
import { failingStyle } from '../edits/assertionStyle.ts';
import { makeAsync } from '../edits/asyncFunction.ts';
import { possible } from '../edits/textChange.ts';
import type { TextChange } from '../edits/textChange.ts';
import { canWait, floatingAssertion } from '../rules/floatingAssertion.ts';
import type { FloatingAssertion } from '../rules/floatingAssertion.ts';
import type { Finding } from '../rules/rule.ts';
import { quickFix } from './action.ts';
import type { Offer } from './action.ts';

/** Waits for the assertion; the test or hook becomes `async`. In a callback of somebody else that would not help. */
export const awaitAssertion = quickFix({
  id: 'await-assertion',
  title: 'Wait for the assertion',
  rule: floatingAssertion,
  offers(file: TestFile, finding: Finding<FloatingAssertion>): readonly Offer[] {
    const { statement, within } = finding.subject;
    if (!canWait(file, within)) return [];
    const { start } = statement.expression;
    const caught = expectedRejection(file, statement);
    return [
      {
        title:
          caught !== undefined
            ? 'Wait for the promise, and fail when it is not rejected'
            : within.async
              ? 'Put `await` in front'
              : 'Put `await` in front and make the function `async`',
        key: `await:${start}`,
        preferred: true,
        finding,
        edit: () =>
          possible([...makeAsync(file, within), { start, end: start, text: 'await ' }, ...(caught ?? [])]),
      },
    ];
  },
});

/**
 * `load().catch((error) => assert.equal(error.code, 1))` asserts only if an error comes, so waiting alone makes a test
 * that cannot fail. It becomes `.then(() => assert.fail(…), (error) => …)`: what fails there is not caught again.
 */
function expectedRejection(
  file: TestFile,
  statement: ExpressionStatementNode,
): readonly TextChange[] | undefined {
  const call = unwrap(statement.expression);
  if (call.kind !== 'Call' || call.callee.kind !== 'Member' || call.callee.property !== 'catch')
    return undefined;
  const { callee } = call;
  const [handler, ...others] = call.args;
  if (handler?.kind !== 'Function' || handler.body === undefined || others.length > 0) return undefined;
  // Something that asserts before, also by `expect` of a request, can fail by itself.
  if (containsAssertion(file, callee.object)) return undefined;
  const [parameter] = handler.params;
  const name = parameter?.kind === 'Parameter' ? parameter.target : undefined;
  const error = name?.kind === 'Identifier' ? file.bindings.resolve(name) : undefined;
  const isExpected =
    onlySaysReached(file, handler.body) || (error !== undefined && expectsError(file, handler.body, error));
  const style = isExpected ? failingStyle(file, statement) : undefined;
  if (style === undefined) return undefined;
  const start = callee.end - callee.property.length;
  const text = `then(() => ${style.fail('It should have failed.')}, `;
  return [...style.changes, { start, end: handler.start, text }];
}
