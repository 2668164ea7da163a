import { execFile, spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

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
}

/**
 * Kills a tree, also what ignores SIGTERM, formed a group or session of its own, or was orphaned. On Linux the
 * signals are sent before this returns; elsewhere the system's own tools are asked first, which takes some 30 ms.
 */
export function killTree(tree: ProcessTree): void {
  if (process.platform === 'win32') {
    spawn('taskkill', ['/pid', String(tree.pid), '/T', '/F'], { stdio: 'ignore', windowsHide: true }).on(
      'error',
      () => kill(tree.pid),
    );
    return;
  }
  if (process.platform === 'linux') {
    const members = membersOf(tree);
    kill(-tree.pid);
    members.forEach(kill);
    return;
  }
  execFile('ps', ['-A', '-o', 'pid=,ppid='], (_error, stdout) => {
    const rows = stdout.split('\n').map((line) => {
      const [pid = 0, parent = 0] = line.trim().split(/\s+/).map(Number);
      return { pid, parent };
    });
    kill(-tree.pid);
    below(tree.pid, rows).forEach(kill);
  });
}

/** Kills what is left of a tree whose leader has ended, and resolves when nothing is, or after two seconds. */
export async function clearTree(tree: ProcessTree): Promise<void> {
  if (process.platform === 'win32') return;
  kill(-tree.pid);
  if (process.platform !== 'linux') return;
  const deadline = performance.now() + 2_000;
  for (let left = membersOf(tree); left.length > 0 && performance.now() < deadline; left = membersOf(tree)) {
    left.forEach(kill);
    await delay(5);
  }
}

/** `pid`: negative for a whole group. */
function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended already.
  }
}

interface Row {
  readonly pid: number;
  readonly parent: number;
  readonly marked?: boolean;
}

/** Living processes of a tree without its leader, by their way up to it or their mark. Linux only. */
function membersOf({ pid, tag }: ProcessTree): number[] {
  const mark = `${runVariable}=${tag}`;
  const rows: Row[] = [];
  for (const candidate of startedAfter(pid)) {
    try {
      // `pid (name) state parent …`, where the name may hold spaces and brackets. See proc(5).
      const stat = readFileSync(`/proc/${candidate}/stat`, 'utf8');
      const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      // A zombie has ended and waits for its parent to ask.
      if (state === 'Z' || state === 'X') continue;
      rows.push({ pid: candidate, parent: Number(parent), marked: isMarked(candidate, mark) });
    } catch {
      // It ended while we looked.
    }
  }
  return below(pid, rows);
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

/** The marked rows, and everything below them and below `pid`. */
function below(pid: number, rows: readonly Row[]): number[] {
  const members = new Set(rows.filter(({ marked }) => marked).map((row) => row.pid));
  for (let before = -1; before !== members.size;) {
    before = members.size;
    for (const row of rows) {
      if (row.parent === pid || members.has(row.parent)) members.add(row.pid);
    }
  }
  members.delete(pid);
  return [...members];
}
