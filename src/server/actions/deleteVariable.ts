import type { TestFile } from '../analysis/testFile.ts';
import { impossible, possible } from '../edits/textChange.ts';
import type { Edit } from '../edits/textChange.ts';
import { envUndefined } from '../rules/envUndefined.ts';
import type { UndefinedVariable } from '../rules/envUndefined.ts';
import { quickFix } from './action.ts';

/** `process.env.X = undefined` becomes `delete process.env.X`. */
export const deleteVariable = quickFix({
  id: 'delete-variable',
  title: 'Delete the variable instead',
  rule: envUndefined,
  offers(file, finding) {
    const { target } = finding.subject;
    return [
      {
        title: `Write \`delete ${file.text.slice(target.start, target.end)}\``,
        key: `delete:${finding.start}`,
        preferred: true,
        finding,
        edit: () => write(file, finding.subject),
      },
    ];
  },
});

function write(file: TestFile, { assignment }: UndefinedVariable): Edit {
  const { left } = assignment;
  // As a value an assignment is `undefined`, and `delete` is `true`.
  let at = assignment.parent;
  while (at?.kind === 'Wrapped') at = at.parent;
  const isValue =
    at?.kind !== 'ExpressionStatement' && !(at?.kind === 'Function' && file.mocha.isMochaCallback(at));
  if (isValue) return impossible('The value of the assignment is used.');
  if (/\/[/*]/.test(file.text.slice(left.end, assignment.end))) {
    return impossible('There is a comment in the assignment.');
  }
  return possible([
    { start: assignment.start, end: assignment.start, text: 'delete ' },
    { start: left.end, end: assignment.end, text: '' },
  ]);
}
