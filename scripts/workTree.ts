import { runProgram } from '../test/support/vscodeHost/childProgram.ts';

/**
 * The files that differ from what git has staged or committed, and those that git does not know and does not ignore.
 *
 * @param folder the root of a work tree
 * @returns relative paths with `/`, sorted
 * @throws Error when it is no work tree of git
 */
export async function changedFiles(folder: string): Promise<string[]> {
  const listed = await Promise.all(
    [
      ['diff', '--name-only', '-z'],
      ['ls-files', '--others', '--exclude-standard', '-z'],
    ].map((args) => runProgram('git', args, { cwd: folder, timeoutMs: 60_000 })),
  );
  return listed
    .flatMap(({ stdout }) => stdout.split('\0'))
    .filter((name) => name !== '')
    .sort();
}
