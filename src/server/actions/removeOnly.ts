import type { MemberNode } from '../analysis/syntax.ts';
import type { TestFile } from '../analysis/testFile.ts';
import { impossible, possible } from '../edits/textChange.ts';
import type { Edit } from '../edits/textChange.ts';
import { exclusiveTest } from '../rules/exclusiveTest.ts';
import type { Finding } from '../rules/rule.ts';
import { quickFix } from './action.ts';
import type { Offer } from './action.ts';

/** Offered and never preferred: nothing may take `.only` away from somebody who is working with it. */
export const removeOnly = quickFix({
  id: 'remove-only',
  title: 'Remove `.only`',
  rule: exclusiveTest,
  offers(file: TestFile, finding: Finding<MemberNode>): readonly Offer[] {
    const { object } = finding.subject;
    return [
      {
        title: `Remove \`.only\` from \`${file.text.slice(object.start, object.end)}\``,
        key: `only:${finding.start}`,
        preferred: false,
        finding,
        edit: () => remove(file, finding.subject),
      },
    ];
  },
});

function remove(file: TestFile, callee: MemberNode): Edit {
  const from = callee.object.end;
  if (/\/[/*]/.test(file.text.slice(from, callee.end))) {
    return impossible('There is a comment in front of `.only`. Remove it by hand.');
  }
  return possible([{ start: from, end: callee.end, text: '' }]);
}
