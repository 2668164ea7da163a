import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { win32 } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import {
  leftBehind,
  membersAmong,
  processQuery,
  psPlain,
  psWithEnvironment,
  rowsOfPowerShell,
  rowsOfPs,
  type ProcessRow,
} from './processLists.ts';

/**
 * Every process of a run inherits this variable with a value of its own. It finds those that left the process
 * group and lost their parent.
 */
export const runVariable = 'ITLAB_RUN';

/** A process that was started as the leader of its own group, and everything that came from it. */
export interface ProcessTree {
  readonly pid: number;
  /** The value of `runVariable` that it was given. */
  readonly tag: string;
  /** A moment before it was started, in milliseconds since the epoch. */
  readonly startedAtMs: number;
}

/** How the leader of a tree is started. On Windows there are no groups, and a detached process gets a window. */
export function asLeader(platform = process.platform): { detached: boolean; windowsHide: true } {
  return { detached: platform !== 'win32', windowsHide: true };
}

/**
 * Kills a tree, also what ignores SIGTERM, formed a group or session of its own, or was orphaned. On Linux the
 * signals are sent before this returns; elsewhere the system's own tools are asked first, which takes some 30 ms.
 */
export function killTree(tree: ProcessTree, platform = process.platform): void {
  if (platform === 'win32') {
    // Where it may not be used, or fails, at least the leader ends.
    run(windowsTool('taskkill.exe'), ['/pid', String(tree.pid), '/T', '/F']).catch(() => kill(tree.pid));
    return;
  }
  if (platform === 'linux') {
    const members = membersOf(tree);
    kill(-tree.pid);
    members.forEach(kill);
    return;
  }
  void killByPs(tree, platform);
}

async function killByPs(tree: ProcessTree, platform: NodeJS.Platform): Promise<void> {
  const rows = await listByPs(tree, platform);
  kill(-tree.pid);
  membersAmong(rows, tree.pid).forEach(kill);
}

/**
 * Kills what is left of a tree whose leader has ended, and resolves when nothing is, or after two seconds.
 * @param killed whether it ended by `killTree`, which has looked for all others a moment ago: where looking takes
 * long, that is not done again.
 */
export async function clearTree(
  tree: ProcessTree,
  killed: boolean,
  platform = process.platform,
): Promise<void> {
  if (platform === 'win32') {
    if (!killed) await clearOnWindows(tree, Date.now());
    return;
  }
  kill(-tree.pid);
  if (platform !== 'linux' && killed) return;
  const look = async (): Promise<readonly number[]> =>
    platform === 'linux' ? membersOf(tree) : membersAmong(await listByPs(tree, platform), tree.pid);
  const deadline = performance.now() + 2_000;
  for (let left = await look(); left.length > 0 && performance.now() < deadline; left = await look()) {
    left.forEach(kill);
    await delay(5);
  }
}

/**
 * Windows itself ends the children of a Node that ends, but not those that are detached, nor what a shell among them
 * had started.
 */
async function clearOnWindows({ pid, startedAtMs }: ProcessTree, endedAtMs: number): Promise<void> {
  try {
    const shell = windowsTool('WindowsPowerShell', 'v1.0', 'powershell.exe');
    const told = await run(shell, ['-NoProfile', '-NonInteractive', '-Command', processQuery]);
    const left = leftBehind(rowsOfPowerShell(told), pid, { fromMs: startedAtMs, toMs: endedAtMs });
    if (left.length === 0) return;
    await run(windowsTool('taskkill.exe'), ['/F', ...left.flatMap((one) => ['/pid', String(one)])]);
  } catch {
    // Some machines allow neither; then what was left behind stays, as it does after any other program.
  }
}

/** By its whole path: of a mere name, Windows starts what lies in the working directory first. */
function windowsTool(...names: readonly string[]): string {
  return win32.join(process.env['SystemRoot'] ?? 'C:\\Windows', 'System32', ...names);
}

/** Processes as `ps` lists them; none where it cannot be asked. */
async function listByPs({ tag }: ProcessTree, platform: NodeJS.Platform): Promise<ProcessRow[]> {
  const ways = platform === 'darwin' ? [psWithEnvironment, psPlain] : [psPlain];
  for (const args of ways) {
    const rows = rowsOfPs(await run('ps', args).catch(() => ''), `${runVariable}=${tag}`);
    if (rows.length > 0) return rows;
  }
  return [];
}

/** @returns what it printed. @throws Error when it does not start, fails or takes more than five seconds. */
function run(file: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const options = { timeout: 5_000, maxBuffer: 64 * 2 ** 20, windowsHide: true };
    execFile(file, args, options, (error, stdout) => {
      if (error) reject(error);
      else resolve(stdout);
    });
  });
}

/** `pid`: negative for a whole group. */
function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended already.
  }
}

/** Living processes of a tree without its leader, by their way up to it or their mark. Linux only. */
function membersOf({ pid, tag }: ProcessTree): number[] {
  const mark = `${runVariable}=${tag}`;
  const rows: ProcessRow[] = [];
  for (const candidate of startedAfter(pid)) {
    try {
      // `pid (name) state parent …`, where the name may hold spaces and brackets. See proc(5).
      const stat = readFileSync(`/proc/${candidate}/stat`, 'utf8');
      const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      // A zombie has ended and waits for its parent to ask.
      if (state === 'Z' || state === 'X') continue;
      const marked = isMarked(candidate, mark);
      rows.push({ pid: candidate, parent: Number(parent), marked, startedAtMs: null });
    } catch {
      // It ended while we looked.
    }
  }
  return membersAmong(rows, pid);
}

function isMarked(pid: number, mark: string): boolean {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'latin1').split('\0').includes(mark);
  } catch {
    // Other people's processes are not readable, and none of ours.
    return false;
  }
}

/** Reading all processes of a busy machine takes long; those of a tree are younger than its leader. */
function startedAfter(pid: number): number[] {
  const newest = Number(readFileSync('/proc/loadavg', 'utf8').trim().split(' ').at(-1));
  // Process ids count up and begin again at the end.
  const beganAgain = newest < pid;
  return readdirSync('/proc')
    .map(Number)
    .filter((one) => one > pid || (beganAgain && one <= newest));
}
