import { rm } from 'node:fs/promises';
import type { Round, RunEvent, RunJob } from '../../protocol/runEvents.ts';
import { messageOf } from '../courseError.ts';
import { makeTemporaryFolder } from '../writing/temporaryFolder.ts';
import { RunRecorder, type RunRecord } from './runRecord.ts';
import { RunnerProcess, type RunEnd, type RunnerStart } from './runnerProcess.ts';
import { temporaryPlace } from './temporaryPlace.ts';

/** Where runner processes come from: started when asked for, or kept ready. */
export interface Runners {
  take(): RunnerProcess;
}

/** Runners that are started when they are asked for. */
export function coldRunners(start: Omit<RunnerStart, 'spare'>): Runners {
  return { take: () => new RunnerProcess({ ...start, spare: false }) };
}

const loadTimeoutMs = 10_000;

/**
 * Runs rounds of one job one after the other. They share a process as long as each leaves it clean; after one
 * that did not (or that ended it) the next gets a fresh one.
 */
export class RunSession {
  private readonly job: Omit<RunJob, 'temporary'>;
  private readonly runners: Runners;
  private readonly signal: AbortSignal | undefined;
  private current: { readonly runner: RunnerProcess; readonly temporary: string } | null = null;

  constructor(job: Omit<RunJob, 'temporary'>, runners: Runners, signal: AbortSignal | undefined) {
    this.job = job;
    this.runners = runners;
    this.signal = signal;
  }

  /** Resolves with how the round ended; never rejects. */
  async run(round: Round, onEvent: (event: RunEvent) => void): Promise<RunEnd> {
    if (this.signal?.aborted) return { how: 'cancelled' };
    // It may have ended between rounds, by what the one before left behind.
    if (this.current?.runner.over) await this.close();
    try {
      this.current ??= await this.open();
    } catch (error) {
      return { how: 'not-started', message: `Its process could not be made: ${messageOf(error)}.` };
    }
    const { testTimeoutMs } = this.job;
    const limits = { testTimeoutMs, loadTimeoutMs: testTimeoutMs === 0 ? 0 : loadTimeoutMs };
    const end = await this.current.runner.round(round, limits, onEvent, this.signal);
    if (end.how !== 'finished' || !end.clean) await this.close();
    return end;
  }

  /** Runs a round and puts its events together. Never rejects; what went wrong is in the record. */
  async record(round: Round, onEvent?: (event: RunEvent) => void): Promise<RunRecord> {
    const recorder = new RunRecorder(round.select);
    const end = await this.run(round, (event) => {
      recorder.add(event);
      onEvent?.(event);
    });
    return recorder.close(end);
  }

  /** Ends the process and removes its temporary folder. */
  async close(): Promise<void> {
    const { current } = this;
    this.current = null;
    if (current === null) return;
    await current.runner.end();
    await rm(current.temporary, { recursive: true, force: true, maxRetries: 3 }).catch(() => undefined);
  }

  private async open(): Promise<{ runner: RunnerProcess; temporary: string }> {
    const temporary = makeTemporaryFolder(await temporaryPlace());
    const runner = this.runners.take();
    runner.take({ ...this.job, temporary });
    return { runner, temporary };
  }
}
