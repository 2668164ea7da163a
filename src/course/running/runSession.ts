import { randomInt } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Round, RunEvent, RunJob } from '../../protocol/runEvents.ts';
import { messageOf } from '../courseError.ts';
import { makeTemporaryFolder } from '../writing/temporaryFolder.ts';
import { RunRecorder, type RunRecord } from './runRecord.ts';
import { RunnerProcess, type RunEnd, type RunnerStart } from './runnerProcess.ts';
import { temporaryPlace } from './temporaryPlace.ts';
import { LaidFolder, type WorkFolder } from './workFolder.ts';

/** Where runner processes come from: started when asked for, or kept ready. */
export interface Runners {
  take(): RunnerProcess;
}

/** Runners that are started when they are asked for. */
export function coldRunners(start: Omit<RunnerStart, 'spare'>): Runners {
  return { take: () => new RunnerProcess({ ...start, spare: false }) };
}

/** A process, with what is removed after it. */
interface Opened {
  readonly runner: RunnerProcess;
  readonly temporary: string;
  readonly laid: LaidFolder | null;
  /** One for each round, where systems are hidden. */
  readonly pads: readonly number[];
  /** How many it has been sent. */
  rounds: number;
}

/** Rounds of a process in which systems are hidden. */
const mostRounds = 256;

const loadTimeoutMs = 10_000;

/**
 * Runs rounds of one job one after the other. They share a process as long as each leaves it clean; after one
 * that did not (or that ended it) the next gets a fresh one.
 */
export class RunSession {
  private readonly job: Omit<RunJob, 'temporary'>;
  private readonly runners: Runners;
  private readonly signal: AbortSignal | undefined;
  private readonly workFolder: WorkFolder | null;
  private current: Opened | null = null;
  private closed = false;

  /** @param workFolder where each process works in a copy of its own; null where it works in the folder itself. */
  constructor(
    job: Omit<RunJob, 'temporary'>,
    runners: Runners,
    signal: AbortSignal | undefined,
    workFolder: WorkFolder | null = null,
  ) {
    this.job = job;
    this.runners = runners;
    this.signal = signal;
    this.workFolder = workFolder;
  }

  /**
   * Resolves with how the round ended. Rejects only with what `onEvent` throws, or where the round cannot be told to
   * the process; which is ended then, as it is whatever else goes wrong.
   */
  async run(round: Round, onEvent: (event: RunEvent) => void): Promise<RunEnd> {
    if (this.signal?.aborted || this.closed) return { how: 'cancelled' };
    // It may have ended between rounds, by what the one before left behind.
    const { current } = this;
    if (
      current &&
      (current.runner.over || (current.pads.length > 0 && current.rounds >= current.pads.length))
    )
      await this.endProcess();
    let opened: Opened;
    try {
      this.current ??= await this.open();
      opened = this.current;
    } catch (error) {
      if (this.closed) return { how: 'cancelled' };
      return { how: 'not-started', message: `Its process could not be made: ${messageOf(error)}.` };
    }
    const { testTimeoutMs } = this.job;
    const limits = { testTimeoutMs, loadTimeoutMs: testTimeoutMs === 0 ? 0 : loadTimeoutMs };
    let end: RunEnd | null = null;
    try {
      const { runner, laid } = opened;
      const sent = this.hidden(laid?.round(round) ?? round, opened);
      const hear = laid ? (event: RunEvent): void => onEvent(laid.event(event)) : onEvent;
      end = await runner.round(sent, limits, hear, this.signal);
      return end;
    } finally {
      if (end?.how !== 'finished' || !end.clean) await this.endProcess();
    }
  }

  /** The round as it is sent: tests that listen to the wire do not see whether they have seen its system before. */
  private hidden(round: Round, opened: Opened): Round {
    const { pads } = opened;
    const pad = pads[opened.rounds++];
    return pad === undefined ? round : { ...round, system: (round.system ?? 0) ^ pad };
  }

  /** Runs a round and puts its events together. What went wrong is in the record; rejects as `run` does. */
  async record(round: Round, onEvent?: (event: RunEvent) => void): Promise<RunRecord> {
    const recorder = new RunRecorder(round.select);
    const end = await this.run(round, (event) => {
      recorder.add(event);
      onEvent?.(event);
    });
    return recorder.close(end);
  }

  /** Ends the process and removes its temporary folder. Rounds that are asked for afterwards do not run. */
  async close(): Promise<void> {
    this.closed = true;
    await this.endProcess();
  }

  private async endProcess(): Promise<void> {
    const { current } = this;
    this.current = null;
    if (current === null) return;
    await current.runner.end();
    await removeFolder(current.temporary);
  }

  private async open(): Promise<Opened> {
    const temporary = makeTemporaryFolder(await temporaryPlace());
    let runner: RunnerProcess | null = null;
    try {
      runner = this.runners.take();
      const laid = this.workFolder && new LaidFolder(this.workFolder, join(temporary, 'work'), this.job);
      const pads = this.job.systems ? Array.from({ length: mostRounds }, () => randomInt(2 ** 30)) : [];
      const job = laid?.job(this.job) ?? this.job;
      runner.take({ ...job, ...(pads.length > 0 ? { pads } : {}), temporary });
      // Whoever closed the session meanwhile saw no process to end.
      if (this.closed) throw new Error('nobody waits for it any more');
      return { runner, temporary, laid, pads, rounds: 0 };
    } catch (error) {
      await runner?.end();
      await removeFolder(temporary);
      throw error;
    }
  }
}

/** Removes a folder that `makeTemporaryFolder` has made. What goes wrong is left to the next sweep. */
async function removeFolder(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true, maxRetries: 3 }).catch(() => undefined);
}
