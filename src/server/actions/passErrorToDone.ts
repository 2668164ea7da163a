import type { TestFile } from '../analysis/testFile.ts';
import { end, insertStatements } from '../edits/statementInsertion.ts';
import { possible } from '../edits/textChange.ts';
import type { Edit } from '../edits/textChange.ts';
import { doneErrorDropped } from '../rules/doneErrorDropped.ts';
import type { DroppedError } from '../rules/doneErrorDropped.ts';
import type { Finding } from '../rules/rule.ts';
import { quickFix } from './action.ts';
import type { Offer } from './action.ts';

/** Ends the test with the error, before anything looks at a result that is not there. */
export const passErrorToDone = quickFix({
  id: 'pass-error-to-done',
  title: 'Hand the error to done',
  rule: doneErrorDropped,
  offers(file: TestFile, finding: Finding<DroppedError>): readonly Offer[] {
    const { callback, error, done } = finding.subject;
    const { body } = callback;
    if (body === undefined || file.bindings.lookup(done.name, body) !== done) return [];
    return [
      {
        title: `Hand \`${error.name}\` to \`${done.name}\``,
        key: `pass-error:${finding.start}`,
        preferred: false,
        finding,
        edit: () => passError(file, finding.subject),
      },
    ];
  },
});

function passError(file: TestFile, { callback, error, done, ends }: DroppedError): Edit {
  const { body } = callback;
  const [only, ...others] = ends;
  const call = only?.parent;
  const isAll =
    body === call ||
    (body?.kind === 'Block' &&
      body.body.length === 1 &&
      body.body[0]?.kind === 'ExpressionStatement' &&
      body.body[0].expression === call);
  if (call?.kind === 'Call' && others.length === 0 && isAll) {
    return possible([{ start: call.end - 1, end: call.end - 1, text: error.name }]);
  }
  if (body?.kind !== 'Block') {
    const text = `${error.name} ? ${done.name}(${error.name}) : `;
    return possible(body === undefined ? [] : [{ start: body.start, end: body.start, text }]);
  }
  const line = `if (${error.name}) return ${done.name}(${error.name})${end(file)}`;
  return possible([insertStatements(file, body, undefined, [{ lines: [line], apart: false }])]);
}
