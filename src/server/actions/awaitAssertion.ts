import type { TestFile } from '../analysis/testFile.ts';
import { makeAsync } from '../edits/asyncFunction.ts';
import { possible } from '../edits/textChange.ts';
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
    return [
      {
        title: within.async ? 'Put `await` in front' : 'Put `await` in front and make the function `async`',
        key: `await:${start}`,
        preferred: true,
        finding,
        edit: () => possible([...makeAsync(file, within), { start, end: start, text: 'await ' }]),
      },
    ];
  },
});
