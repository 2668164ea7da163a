import { lineIndent } from '../analysis/style.ts';
import type { TestFile } from '../analysis/testFile.ts';
import { lineEnd } from '../edits/statementInsertion.ts';
import { possible } from '../edits/textChange.ts';
import type { Edit } from '../edits/textChange.ts';
import { allRules } from '../rules/index.ts';
import { findingsOf } from '../rules/rule.ts';
import type { Finding } from '../rules/rule.ts';
import { touches } from './action.ts';
import type { Action, Offer } from './action.ts';

/** Turns one report off by a comment. Never preferred: the report is usually right. */
export const disableRule: Action = {
  id: 'disable-rule',
  title: 'Disable a rule for one line',
  kind: 'quickfix',
  rule: undefined,
  offers: (file, selection) =>
    allRules.flatMap((rule) =>
      findingsOf(rule, file)
        .filter((finding) => touches(finding, selection))
        .map((finding): Offer => ({
          title: `Disable ${rule.id} for this line`,
          key: `disable:${rule.id}:${finding.start}`,
          preferred: false,
          finding,
          edit: () => disable(file, rule.id, finding),
        })),
    ),
};

/**
 * On a line of its own in front; where the line starts inside a template or JSX text, a comment there would be
 * text, so it goes right before the reported code, which always is code.
 */
function disable(file: TestFile, rule: string, finding: Finding): Edit {
  const { text, style } = file;
  const start = text.lastIndexOf('\n', finding.start - 1) + 1;
  if (file.isInLiteral(start)) {
    const comment = `/* itlab-disable-line ${rule} */ `;
    return possible([{ start: finding.start, end: finding.start, text: comment }]);
  }
  const indent = lineIndent(text, Math.min(finding.start, lineEnd(text, start)));
  const comment = `${indent}// itlab-disable-next-line ${rule}${style.eol}`;
  return possible([{ start, end: start, text: comment }]);
}
