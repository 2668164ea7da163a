import { hookName } from '../analysis/mochaModel.ts';
import type { TestFile } from '../analysis/testFile.ts';
import { restoreVariable } from '../edits/environmentRestoration.ts';
import { impossible } from '../edits/textChange.ts';
import type { Edit } from '../edits/textChange.ts';
import { envNotRestored } from '../rules/envNotRestored.ts';
import type { LastingVariable } from '../rules/envNotRestored.ts';
import { quickFix } from './action.ts';

/** Keeps the old value in a constant of the suite, and brings it back in the matching teardown hook. */
export const bringVariableBack = quickFix({
  id: 'bring-variable-back',
  title: 'Bring the old value of the variable back in a teardown hook',
  rule: envNotRestored,
  offers(file, finding) {
    const { key, change } = finding.subject;
    return [
      {
        title: `Bring the old \`${key}\` back in \`${hookName(change.undo, file.mocha.interface)}\``,
        key: `bring-back:${key}:${finding.start}`,
        preferred: true,
        finding,
        edit: () => bringBack(file, finding.subject),
      },
    ];
  },
});

function bringBack(file: TestFile, { key, change }: LastingVariable): Edit {
  const list = change.suite?.body?.body;
  if (list?.kind !== 'Block') {
    return impossible(
      'These tests are in no suite of their own, and a hook outside a suite would run for other files as well.',
    );
  }
  return restoreVariable(file, { key, written: change.changes[0], list, hook: change.undo });
}
