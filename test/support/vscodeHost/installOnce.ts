import { randomBytes } from 'node:crypto';
import { mkdir, open, readFile, readdir, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const marker = '.complete.json';
const beatMs = 5_000;
/** A holder renews its lock every `beatMs`; one that missed many beats is gone. */
const staleMs = 60_000;

export interface InstallStep {
  /** Folder under which the part is kept, for example `.vscode-test`. */
  readonly root: string;
  /** Folder name of the part; it carries the version, so that another version is another part. */
  readonly name: string;
  readonly log: (line: string) => void;
  /** Fills the empty folder. Paths in there must not name the folder itself: it is renamed when whole. */
  readonly fill: (folder: string) => Promise<void>;
}

/**
 * Gives the folder of a part, installing it at the first call. The part is filled in a temporary sibling and
 * renamed when whole, so that an interrupted install is never taken for a finished one. A second process that
 * asks meanwhile waits for the first; should both ever install at once, the first to finish wins.
 */
export async function installOnce(step: InstallStep): Promise<string> {
  const target = path.join(step.root, step.name);
  if (await isComplete(target)) {
    await removeLeftovers(step);
    return target;
  }
  await mkdir(step.root, { recursive: true });
  const release = await acquireLock(
    path.join(step.root, `.lock-${step.name}`),
    () => isComplete(target),
    () => step.log(`Waiting for another process that is installing ${step.name}.`),
  );
  if (release === undefined) return target;
  try {
    if (await isComplete(target)) return target;
    await removeLeftovers(step);
    const started = performance.now();
    step.log(`Installing ${step.name} (once) ...`);
    const temporary = path.join(
      step.root,
      `.tmp-${process.pid}-${randomBytes(4).toString('hex')}-${step.name}`,
    );
    await mkdir(temporary);
    try {
      await step.fill(temporary);
      await writeFile(path.join(temporary, marker), `${JSON.stringify({ part: step.name })}\n`);
      await moveIntoPlace(temporary, target);
    } finally {
      await rm(temporary, { recursive: true, force: true });
    }
    step.log(`Installed ${step.name} in ${((performance.now() - started) / 1000).toFixed(1)} s.`);
    return target;
  } finally {
    await release();
  }
}

async function moveIntoPlace(temporary: string, target: string): Promise<void> {
  try {
    await rename(temporary, target);
  } catch {
    if (await isComplete(target)) return;
    // Something incomplete stands there, for example after files were deleted by hand.
    await rm(target, { recursive: true, force: true });
    await rename(temporary, target);
  }
}

async function isComplete(folder: string): Promise<boolean> {
  return stat(path.join(folder, marker)).then(
    (found) => found.isFile(),
    () => false,
  );
}

/**
 * Earlier installs that were killed leave a temporary folder behind. Their npm may still be writing there for a
 * while; what cannot be removed now is removed at a later call.
 */
async function removeLeftovers(step: InstallStep): Promise<void> {
  for (const entry of await readdir(step.root)) {
    const match = /^\.tmp-(\d+)-[0-9a-f]+-(.+)$/.exec(entry);
    if (match?.[2] !== step.name || (match[1] !== undefined && isAlive(Number(match[1])))) continue;
    step.log(`Removing an interrupted install of ${step.name}.`);
    await rm(path.join(step.root, entry), { recursive: true, force: true }).catch(() => undefined);
  }
}

/**
 * @returns the function that gives the lock back, or undefined when `isDone` came true while waiting.
 */
async function acquireLock(
  file: string,
  isDone: () => Promise<boolean>,
  onWait: () => void,
): Promise<(() => Promise<void>) | undefined> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      const handle = await open(file, 'wx');
      await handle.writeFile(String(process.pid));
      await handle.close();
      const beat = setInterval(() => {
        const now = new Date();
        // A lock that was taken from us needs no renewing.
        utimes(file, now, now).catch(() => undefined);
      }, beatMs);
      beat.unref();
      return async () => {
        clearInterval(beat);
        await rm(file, { force: true });
      };
    } catch (error) {
      if (!isErrno(error, 'EEXIST')) throw error;
    }
    if (await isDone()) return undefined;
    if (await isStale(file)) {
      await rm(file, { force: true });
      continue;
    }
    if (attempt === 0) onWait();
    await delay(250);
  }
}

async function isStale(file: string): Promise<boolean> {
  try {
    const [text, found] = [await readFile(file, 'utf8'), await stat(file)];
    if (Date.now() - found.mtimeMs > staleMs) return true;
    const pid = Number.parseInt(text, 10);
    // The pid is empty between creating the file and writing to it.
    return Number.isInteger(pid) && !isAlive(pid);
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return false;
    throw error;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return isErrno(error, 'EPERM');
  }
}

function isErrno(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
