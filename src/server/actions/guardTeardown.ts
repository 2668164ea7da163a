import { impossible, possible } from '../edits/textChange.ts';
import type { Edit } from '../edits/textChange.ts';
import type { TestFile } from '../analysis/testFile.ts';
import { unguardedTeardown } from '../rules/unguardedTeardown.ts';
import type { UnguardedRelease } from '../rules/unguardedTeardown.ts';
import { quickFix } from './action.ts';

/** `db.close()` becomes `db?.close()`. */
export const guardTeardown = quickFix({
  id: 'guard-teardown',
  title: 'Skip the call when the setup has failed',
  rule: unguardedTeardown,
  offers(file, finding) {
    const { name } = finding.subject;
    return [
      {
        title: `Skip the call while \`${name.name}\` is empty`,
        key: `guard:${finding.start}`,
        preferred: true,
        finding,
        edit: () => guard(file, finding.subject),
      },
    ];
  },
});

function guard(file: TestFile, { name, member }: UnguardedRelease): Edit {
  const { text } = file;
  // A `!` promises what is not so; with `?.` there is no need for it.
  const promised = /^!?/.exec(text.slice(name.end))?.[0].length ?? 0;
  const from = member.object.end;
  const step = /^\s*([.[])/.exec(text.slice(from));
  if (step === null || from > name.end + promised) {
    return impossible('Between the name and its method stands more than a dot.');
  }
  const at = from + step[0].length - 1;
  const mark = step[1] === '[' ? '?.' : '?';
  return possible([
    ...(promised > 0 ? [{ start: name.end, end: name.end + promised, text: '' }] : []),
    { start: at, end: at, text: mark },
  ]);
}
