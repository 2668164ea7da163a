import { readdirSync, readFileSync } from 'node:fs';

/** The variable that marks everything a measurement starts: descendants inherit it. */
const markVariable = 'ITLAB_BENCH_MARK';

/** Whether processes can be looked at here: their list and memory are read from /proc. */
export const canLookAtProcesses = process.platform === 'linux';

/** Environment for a process whose descendants are to be found again. */
export function marked(mark: string): Record<string, string> {
  return { [markVariable]: mark };
}

/** Ids of living processes that carry the mark, but not this one. */
export function processesMarked(mark: string): number[] {
  const entry = `${markVariable}=${mark}`;
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter((name) => {
      try {
        const variables = readFileSync(`/proc/${name}/environ`, 'utf8').split('\0');
        return variables.includes(entry) && isAlive(Number(name));
      } catch {
        // It has ended meanwhile, or belongs to somebody else.
        return false;
      }
    })
    .map(Number);
}

/** False also for a process that has ended and only waits for its parent to notice. */
export function isAlive(pid: number): boolean {
  try {
    const status = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name before the state is in parentheses and may hold anything.
    return !/^[ZX]/.test(status.slice(status.lastIndexOf(')') + 2));
  } catch {
    return false;
  }
}

/** Ends what is left of a mark. */
export function killMarked(mark: string): void {
  for (const pid of processesMarked(mark)) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It has ended meanwhile.
    }
  }
}

export interface Memory {
  /** Resident set, in megabytes of a million bytes: counts what is shared with other processes in full. */
  readonly resident: number;
  /** Proportional set: what is shared is divided among those who share it. */
  readonly proportional: number;
}

/** @throws Error when there is no such process. */
export function memoryOf(pid: number): Memory {
  const text = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
  const field = (name: string): number =>
    (Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(text)?.[1]) * 1024) / 1e6;
  return { resident: field('Rss'), proportional: field('Pss') };
}
