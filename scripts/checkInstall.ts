/**
 * Proves that a fresh clone can be installed, and that nothing is changed by it: in a clone of this repository with
 * the package.json and the lock file that lie here, `npm ci` takes the lock file, and `npm install` leaves the work
 * tree as it was. Asked of every npm that Node 20 and later bring, on a machine that wants addresses of the registry
 * in its lock files and on one that does not.
 *
 *   node scripts/checkInstall.ts
 */
import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { runProgram } from '../test/support/vscodeHost/childProgram.ts';
import { environmentForNestedNpm, npmCommand } from '../test/support/vscodeHost/npmClient.ts';
import { changedFiles } from './workTree.ts';

/** The last of Node 20 and 22, the one of Node 24, the newest. */
const npmVersions = ['10.9.9', '11.19.1', '12.2.2'];
const minutes = 60_000;
const repository = path.join(import.meta.dirname, '..');

const scratch = mkdtempSync(path.join(os.tmpdir(), 'install-'));
const clone = path.join(scratch, 'clone');
let failures = 0;
try {
  await runProgram('git', ['clone', '--quiet', '--', repository, clone], { timeoutMs: 2 * minutes });
  for (const name of ['package.json', 'package-lock.json', '.npmrc']) {
    if (existsSync(path.join(repository, name)))
      copyFileSync(path.join(repository, name), path.join(clone, name));
  }
  // Staged, so that only what npm changes is seen as a change.
  await git('add', '--all');

  for (const version of npmVersions) {
    const thatNpm = ['exec', '--yes', '--', `npm@${version}`];
    await check(`npm ${version}: npm ci takes the lock file`, () =>
      npm([...thatNpm, 'ci', '--ignore-scripts', '--dry-run']),
    );
    for (const omitted of [true, false]) {
      const title = `npm ${version}: npm install leaves the lock file alone ${omitted ? 'without' : 'with'} addresses`;
      await check(title, async () => {
        await npm([
          ...thatNpm,
          'install',
          '--ignore-scripts',
          '--package-lock-only',
          `--omit-lockfile-registry-resolved=${omitted}`,
        ]);
        await nothingChanged();
      });
    }
  }
  await check('npm install, in full, changes nothing', async () => {
    await npm(['install']);
    await nothingChanged();
  });
} finally {
  rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
}
process.exitCode = failures === 0 ? 0 : 1;

async function check(what: string, prove: () => Promise<void>): Promise<void> {
  const started = performance.now();
  const seconds = (): string => ((performance.now() - started) / 1000).toFixed(1);
  try {
    await prove();
    console.log(`✔ ${what} (${seconds()} s)`);
  } catch (error) {
    failures += 1;
    console.error(`✘ ${what} (${seconds()} s): ${error instanceof Error ? error.message : String(error)}`);
  }
}

async function git(...args: string[]): Promise<string> {
  const { stdout } = await runProgram('git', args, { cwd: clone, timeoutMs: minutes });
  return stdout;
}

/** @throws Error with the beginning of what npm said when it fails; its help for the command comes after that. */
async function npm(args: readonly string[]): Promise<void> {
  const { file, args: first } = npmCommand(process.env, process.execPath);
  try {
    await runProgram(file, [...first, ...args, '--no-audit', '--no-fund', '--loglevel=error'], {
      cwd: clone,
      env: environmentForNestedNpm(process.env),
      timeoutMs: 8 * minutes,
    });
  } catch (error) {
    const lines = (error instanceof Error ? error.message : String(error)).split('\n');
    throw new Error(lines.slice(0, 12).join('\n'), { cause: error });
  }
}

/** @throws Error that says what was changed, which is undone for the next check. */
async function nothingChanged(): Promise<void> {
  const changed = await changedFiles(clone);
  if (changed.length === 0) return;
  const extent = await git('diff', '--shortstat');
  await git('checkout', '--quiet', '--', '.');
  throw new Error(`it changed ${changed.join(', ')}:${extent.trimEnd()}`);
}
