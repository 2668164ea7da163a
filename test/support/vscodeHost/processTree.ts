import { execFile } from 'node:child_process';
import { readFile, readdir } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * Every process of a run inherits this variable with a value of its own. It finds those that left the process
 * group and lost their parent, as a debugger's or a terminal's children do.
 */
export const runTag = 'ITLAB_HOST_RUN';

interface ProcessRow {
  readonly pid: number;
  readonly parent: number;
  readonly group: number;
}

export interface ProcessesToEnd {
  /** The process that was started first, as leader of a group of its own. */
  readonly pid: number;
  /** The value of `runTag` that it was given. */
  readonly tag: string;
  /** A text that stands in the command lines of these processes only; for systems without /proc. */
  readonly commandLine?: string;
  /** How long they may take to end by themselves. */
  readonly graceMs?: number;
}

/** Ends a process and all that came from it, at first politely. Resolves when none of them is left. */
export async function endProcesses(wanted: ProcessesToEnd): Promise<void> {
  if (process.platform === 'win32') {
    // Ends with an error when the process is gone already.
    await run('taskkill', ['/pid', String(wanted.pid), '/t', '/f']).catch(() => undefined);
    return;
  }
  let members = await membersOf(wanted);
  send(members, 'SIGTERM');
  const deadline = performance.now() + (wanted.graceMs ?? 2_000);
  while (members.length > 0 && performance.now() < deadline) {
    await delay(50);
    members = await membersOf(wanted, members);
  }
  for (let attempt = 0; members.length > 0 && attempt < 40; attempt += 1) {
    send(members, 'SIGKILL');
    await delay(50);
    members = await membersOf(wanted, members);
  }
}

/**
 * Ends the processes below `pid` whose command line holds the text, with all that came from them, by force. Resolves
 * when none of them is left. Not for Windows, which the web host does not run on.
 */
export async function endDescendants(pid: number, commandLine: string): Promise<void> {
  const below = membersIn(await listProcesses(), pid, []);
  const named: number[] = [];
  for (const one of below) {
    if (one !== pid && (await commandLineOf(one)).includes(commandLine)) named.push(one);
  }
  let members = [...membersBelow(await listProcesses(), named)];
  for (let attempt = 0; members.length > 0 && attempt < 100; attempt += 1) {
    send(members, 'SIGKILL');
    await delay(20);
    members = [...membersBelow(await listProcesses(), members)];
  }
}

function send(pids: readonly number[], signal: NodeJS.Signals): void {
  for (const pid of pids) {
    try {
      process.kill(pid, signal);
    } catch {
      // It ended by itself between listing and now.
    }
  }
}

/** `known`: members found earlier, whose children count even when the way up to `pid` is broken by now. */
async function membersOf(wanted: ProcessesToEnd, known: readonly number[] = []): Promise<number[]> {
  const rows = await listProcesses();
  const members = membersIn(rows, wanted.pid, known);
  for (const row of rows) {
    if (!members.has(row.pid) && row.pid !== process.pid && (await isTagged(row.pid, wanted)))
      members.add(row.pid);
  }
  return [...members];
}

/** The processes of the group led by `pid`, and everything below `pid` or a known one. */
export function membersIn(rows: readonly ProcessRow[], pid: number, known: readonly number[]): Set<number> {
  const inGroup = rows.filter((row) => row.group === pid).map((row) => row.pid);
  return membersBelow(rows, [pid, ...known, ...inGroup]);
}

/** Those of the processes that are there, and everything below them. */
function membersBelow(rows: readonly ProcessRow[], pids: readonly number[]): Set<number> {
  const roots = new Set(pids);
  const members = new Set(rows.filter((row) => roots.has(row.pid)).map((row) => row.pid));
  for (let before = -1; before !== members.size;) {
    before = members.size;
    for (const row of rows) {
      if (members.has(row.parent)) members.add(row.pid);
    }
  }
  return members;
}

async function isTagged(pid: number, wanted: ProcessesToEnd): Promise<boolean> {
  if (process.platform === 'linux') {
    // Not readable for processes of other people, which are none of ours.
    const environment = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '');
    return environment.split('\0').includes(`${runTag}=${wanted.tag}`);
  }
  if (wanted.commandLine === undefined) return false;
  return (await commandLineOf(pid)).includes(wanted.commandLine);
}

/** Empty for a process that is gone. */
async function commandLineOf(pid: number): Promise<string> {
  if (process.platform === 'linux') return readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  const { stdout } = await run('ps', ['-ww', '-o', 'command=', '-p', String(pid)]).catch(() => ({
    stdout: '',
  }));
  return stdout;
}

async function listProcesses(): Promise<ProcessRow[]> {
  if (process.platform === 'linux') {
    const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
    const rows = await Promise.all(
      pids.map(async (pid) => parseProcStat(await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => ''))),
    );
    return rows.filter((row) => row !== undefined);
  }
  const { stdout } = await run('ps', ['-A', '-o', 'pid=,ppid=,pgid=,stat=']);
  return stdout.split('\n').flatMap((line) => {
    const [pid, parent, group, state] = line.trim().split(/\s+/);
    if (pid === undefined || parent === undefined || group === undefined || state?.startsWith('Z')) return [];
    return [{ pid: Number(pid), parent: Number(parent), group: Number(group) }];
  });
}

/**
 * Reads one line of /proc/PID/stat (see proc(5)): `pid (name) state parent group ...`, where the name may hold
 * spaces and brackets. A zombie has ended already and gives undefined.
 */
export function parseProcStat(text: string): ProcessRow | undefined {
  const end = text.lastIndexOf(')');
  const [state, parent, group] = text.slice(end + 2).split(' ');
  const pid = Number.parseInt(text, 10);
  if (end < 0 || Number.isNaN(pid) || state === 'Z' || parent === undefined || group === undefined)
    return undefined;
  return { pid, parent: Number(parent), group: Number(group) };
}
