import type { TestFile } from '../analysis/testFile.ts';
import { assertionStyle } from '../edits/assertionStyle.ts';
import { end, insertStatements } from '../edits/statementInsertion.ts';
import { impossible, possible, withTabStops } from '../edits/textChange.ts';
import type { Edit } from '../edits/textChange.ts';
import { missingAssertion, unreadResult } from '../rules/missingAssertion.ts';
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
  const style = assertionStyle(file, body);
  if (style === undefined) return impossible('The name `assert` means something else here.');
  const line = style.equal(actual, expected) + end(file);
  const change = insertStatements(file, body, last, [{ lines: [line], apart: false }]);
  return possible([...style.changes, withTabStops(change, stops)]);
}
