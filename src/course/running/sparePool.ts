import { RunnerProcess, type RunnerStart } from './runnerProcess.ts';
import type { Runners } from './runSession.ts';

/** How many runners are kept ready: one, and a second while tests are being edited (a grade runs two). */
const spares = { idle: 1, editing: 2 } as const;

/** Milliseconds without a wish for tests after which no spare is kept. */
const idleLimitMs = 5 * 60_000;

/**
 * Keeps runners ready: forked and loaded ahead of their job, used for one job each, replaced at once. They hold
 * nothing of the learner's. Starts empty; `wanted` says that tests may soon be run.
 */
export class SparePool implements Runners {
  private readonly start: Omit<RunnerStart, 'spare'>;
  private readonly waiting: RunnerProcess[] = [];
  private size = 0;
  private idleTimer: NodeJS.Timeout | undefined;
  private disposed = false;

  constructor(start: Omit<RunnerStart, 'spare'>) {
    this.start = start;
  }

  /** Tests may soon be run: keeps spares for the next minutes. */
  wanted(editing: boolean): void {
    if (this.disposed) return;
    this.size = Math.max(editing ? spares.editing : spares.idle, this.size);
    clearTimeout(this.idleTimer);
    this.idleTimer = setTimeout(() => this.let(), idleLimitMs);
    this.idleTimer.unref();
    this.fill();
  }

  /** The readiest spare, or a runner started now. Its place is filled again. */
  take(): RunnerProcess {
    const warm = this.waiting.findIndex((spare) => spare.warm);
    // One that is still loading is ahead of one that is not yet started.
    const [spare] = this.waiting.splice(Math.max(warm, 0), 1);
    if (!spare) return new RunnerProcess({ ...this.start, spare: false });
    // The new spare must not compete with the run that was asked for.
    void spare.gone.then(() => this.fill());
    return spare;
  }

  /** Something that spares have loaded or inherited changed (a configuration, the environment): replaces them. */
  renew(): void {
    this.drop();
    this.fill();
  }

  dispose(): void {
    this.disposed = true;
    this.let();
  }

  /** How many spares could take a job now. */
  get warm(): number {
    return this.waiting.filter((spare) => spare.warm).length;
  }

  /** Process ids of the spares, for tests and the log. */
  get pids(): number[] {
    return this.waiting.flatMap(({ pid }) => (pid === undefined ? [] : [pid]));
  }

  private let(): void {
    clearTimeout(this.idleTimer);
    this.size = 0;
    this.drop();
  }

  private drop(): void {
    for (const spare of this.waiting.splice(0)) void spare.end();
  }

  private fill(): void {
    while (!this.disposed && this.waiting.length < this.size) {
      const spare = new RunnerProcess({ ...this.start, spare: true });
      this.waiting.push(spare);
      void this.forgetWhenGone(spare);
    }
  }

  /** A spare that dies unasked is not replaced at once: its cause would be the same. */
  private async forgetWhenGone(spare: RunnerProcess): Promise<void> {
    await spare.gone;
    const index = this.waiting.indexOf(spare);
    if (index >= 0) this.waiting.splice(index, 1);
  }
}
