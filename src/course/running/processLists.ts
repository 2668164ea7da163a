/*
 * What the systems' own tools tell about processes, and what belongs together there. Nothing is started here.
 */

export interface ProcessRow {
  readonly pid: number;
  /** Windows tells the one that started it, also when that has ended; elsewhere orphans get another. */
  readonly parent: number;
  /** It bears the mark of a run in its environment. */
  readonly marked: boolean;
  /** Milliseconds since the epoch; null where it is not told. */
  readonly startedAtMs: number | null;
}

/** For `ps`: with the environment, which macOS shows of one's own processes. */
export const psWithEnvironment = ['-A', '-E', '-ww', '-o', 'pid=,ppid=,command='] as const;
/** The same wherever there is a `ps`. */
export const psPlain = ['-A', '-o', 'pid=,ppid='] as const;

/** @param mark what a marked process has in its environment, as `NAME=value`. */
export function rowsOfPs(text: string, mark: string): ProcessRow[] {
  const rows: { pid: number; parent: number; told: string }[] = [];
  for (const line of text.split('\n')) {
    const [, pid, parent, rest = ''] = /^\s*(\d+)\s+(\d+)(?:\s+(.*))?$/.exec(line) ?? [];
    const last = rows.at(-1);
    if (pid !== undefined) rows.push({ pid: Number(pid), parent: Number(parent), told: rest });
    // A value of the environment may have several lines.
    else if (last) last.told += ` ${line}`;
  }
  return rows.map(({ pid, parent, told }) => ({
    pid,
    parent,
    marked: ` ${told} `.includes(` ${mark} `),
    startedAtMs: null,
  }));
}

/**
 * For Windows PowerShell: one process a line, its number, that of its parent and when it was made. In numbers, because
 * dates are written in the language of the system.
 */
export const processQuery = [
  "Get-CimInstance -Query 'SELECT ProcessId, ParentProcessId, CreationDate FROM Win32_Process'",
  "ForEach-Object { '{0} {1} {2}' -f $_.ProcessId, $_.ParentProcessId, $(if ($_.CreationDate) { $_.CreationDate.ToFileTimeUtc() } else { 0 }) }",
].join(' | ');

/** From 1601 on, as Windows counts, to 1970. */
const epochMs = 11_644_473_600_000;

export function rowsOfPowerShell(text: string): ProcessRow[] {
  return text.split('\n').flatMap((line): ProcessRow[] => {
    const [, pid, parent, fileTime] = /^\s*(\d+) (\d+) (\d+)\s*$/.exec(line) ?? [];
    if (pid === undefined) return [];
    // In steps of 100 nanoseconds.
    const startedAtMs = fileTime === '0' ? null : Number(fileTime) / 10_000 - epochMs;
    return [{ pid: Number(pid), parent: Number(parent), marked: false, startedAtMs }];
  });
}

/** The marked processes, and all below them and below `pid`, without that one. */
export function membersAmong(rows: readonly ProcessRow[], pid: number): number[] {
  return below(
    rows,
    new Set(rows.filter(({ marked }) => marked).map((row) => row.pid)),
    (row, members) => row.parent === pid || members.has(row.parent),
    pid,
  );
}

/** When a process lived, in milliseconds since the epoch. */
export interface Lifetime {
  readonly fromMs: number;
  readonly toMs: number;
}

/**
 * On Windows: what a process that has ended left running. Numbers are given again soon, so who was not started while
 * it lived is somebody else's child; nor is anybody the child of one that is younger.
 */
export function leftBehind(rows: readonly ProcessRow[], pid: number, { fromMs, toMs }: Lifetime): number[] {
  const startOf = new Map(rows.map((row) => [row.pid, row.startedAtMs]));
  return below(
    rows,
    new Set(),
    ({ parent, startedAtMs }, members) => {
      if (startedAtMs === null) return false;
      // Our own times are whole milliseconds.
      if (parent === pid && startedAtMs >= fromMs - 1 && startedAtMs <= toMs + 1) return true;
      return members.has(parent) && startedAtMs >= (startOf.get(parent) ?? Infinity);
    },
    pid,
  );
}

function below(
  rows: readonly ProcessRow[],
  members: Set<number>,
  belongs: (row: ProcessRow, members: ReadonlySet<number>) => boolean,
  leader: number,
): number[] {
  for (let before = -1; before !== members.size;) {
    before = members.size;
    for (const row of rows) if (belongs(row, members)) members.add(row.pid);
  }
  members.delete(leader);
  return [...members];
}
