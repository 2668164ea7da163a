import { hookName } from '../analysis/mochaModel.ts';
import { unwrap } from '../analysis/syntax.ts';
import type { TestFile } from '../analysis/testFile.ts';
import { insertRestoration } from '../edits/savedState.ts';
import { impossible } from '../edits/textChange.ts';
import type { Edit } from '../edits/textChange.ts';
import { cwdNotRestored, isOfProcess } from '../rules/cwdNotRestored.ts';
import type { LastingDirectory } from '../rules/cwdNotRestored.ts';
import { quickFix } from './action.ts';

/** Keeps the working directory in a constant of the suite, and changes back to it in the matching teardown hook. */
export const bringDirectoryBack = quickFix({
  id: 'bring-directory-back',
  title: 'Change back to the old working directory in a teardown hook',
  rule: cwdNotRestored,
  offers(file, finding) {
    const hook = hookName(finding.subject.undo, file.mocha.interface);
    return [
      {
        title: `Change back to the old working directory in \`${hook}\``,
        key: `bring-back:${finding.start}`,
        preferred: true,
        finding,
        edit: () => bringBack(file, finding.subject),
      },
    ];
  },
});

function bringBack(file: TestFile, { changes, suite, undo }: LastingDirectory): Edit {
  const { bindings } = file;
  const list = suite?.body?.body;
  if (list?.kind !== 'Block') {
    return impossible(
      'These tests are in no suite of their own, and a hook outside a suite would run for other files as well.',
    );
  }
  const { callee } = changes[0];
  const { object } = callee.kind === 'Member' ? callee : { object: undefined };
  const isNamed =
    object?.kind === 'Identifier'
      ? bindings.lookup(object.name, list) === bindings.resolve(object)
      : bindings.lookup('process', list) === undefined;
  if (!isNamed) return impossible('`process` means something else in the suite.');
  const process = object?.kind === 'Identifier' ? object.name : 'process';
  return insertRestoration(file, {
    list,
    hook: undo,
    current: `${process}.cwd()`,
    isCurrent: (expression) => {
      const value = unwrap(expression);
      return value.kind === 'Call' && isOfProcess(value.callee, 'cwd', bindings);
    },
    names: ['originalCwd', 'savedCwd', 'cwdBeforeTests'],
    restore: (saved) => [`${process}.chdir(${saved})`],
    changes,
  });
}
