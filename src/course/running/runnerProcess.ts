import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import type { Readable, Writable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import {
  channelLostCode,
  eventDescriptor,
  eventLimit,
  jobDescriptor,
  type Round,
  type RunEvent,
  type RunJob,
  type ToRunner,
} from '../../protocol/runEvents.ts';
import { decodeRunEvent } from '../../protocol/runEventShapes.ts';
import type { Runtime } from '../runtime.ts';
import { guardTree, release } from './orphanGuard.ts';
import { LineSplitter } from './lineSplitter.ts';
import { asLeader, clearTree, killTree, runVariable, type ProcessTree } from './processTree.ts';

/** How a round came to its end. */
export type RunEnd =
  /** `clean`: nothing was left behind that could reach into another round of the same process. */
  | { readonly how: 'finished'; readonly clean: boolean }
  | { readonly how: 'cancelled' }
  /** Nothing was heard for longer than a test or an import may take. */
  | { readonly how: 'hung'; readonly limitMs: number }
  /** It told more at once than is taken in. */
  | { readonly how: 'flooded'; readonly limit: number }
  /** The process ended by itself before everything had run. */
  | {
      readonly how: 'stopped';
      readonly code: number | null;
      readonly signal: string | null;
      readonly stderr: string;
    }
  | { readonly how: 'not-started'; readonly message: string };

export interface RunnerStart {
  readonly runtime: Runtime;
  /** The runner's file. */
  readonly runner: string;
  readonly toolchain: string;
  /** Started ahead of its job: it loads more of what tests need, because it has the time. */
  readonly spare: boolean;
}

export interface RoundLimits {
  /** A test's timeout; 0 for none. */
  readonly testTimeoutMs: number;
  /** Longest silence while files load; 0 for none. */
  readonly loadTimeoutMs: number;
}

/** Added to a test's own timeout: mocha ends asynchronous tests itself, so only a blocked thread gets here. */
const graceMs = 1000;
/** The same where a test sets its timeout to none: somebody waits for the end. */
const longestTestMs = 60_000;
/** What descendants print straight to the descriptors is kept up to this many characters. */
const rawOutputLimit = 1_000_000;
/** Enough for any suite of a course; without a limit a leak would take minutes, and the machine's memory, to fail. */
const heapLimitMb = 512;
/** Streams that are still open this long after the whole tree has ended are held by somebody we cannot see. */
const closingMs = 300;

/** A runner's process: takes one job, then rounds one after the other. */
export class RunnerProcess {
  /** Resolves when it has loaded what every run needs, or has ended. */
  readonly ready: Promise<void>;
  /** Resolves when the process and everything it started are gone. */
  readonly gone: Promise<void>;
  private readonly child: ChildProcess;
  private readonly command: string;
  private ended: RunEnd | null = null;
  private onEvent: (event: RunEvent) => void = () => undefined;
  private onEnd: (end: RunEnd) => void = () => undefined;
  private stderr = '';
  private rawSeen = 0;
  private isReady = false;
  private readonly token = randomUUID();
  private readonly tree: ProcessTree | null;

  constructor({ runtime, runner, toolchain, spare }: RunnerStart) {
    this.command = runtime.execPath;
    const tag = randomUUID();
    const args = [`--max-old-space-size=${heapLimitMb}`, runner, toolchain, ...(spare ? ['spare'] : [])];
    const startedAtMs = Date.now();
    const child = spawn(runtime.execPath, args, {
      env: { ...childEnvironment(runtime), [runVariable]: tag },
      // stdin, stdout, stderr, the job's messages, and the events.
      stdio: ['ignore', 'pipe', 'pipe', 'pipe', 'pipe'],
      ...asLeader(),
    });
    this.child = child;
    this.tree = child.pid === undefined ? null : { pid: child.pid, tag, startedAtMs };
    if (this.tree !== null) guardTree(this.tree);
    let markReady: () => void = () => undefined;
    this.ready = new Promise((resolve) => (markReady = resolve));
    // The descriptors were opened as pipes above.
    const events = child.stdio[eventDescriptor] as Readable | null | undefined;
    if (events) {
      const lines = new LineSplitter(
        eventLimit,
        (line) => {
          const event = this.decode(line);
          if (event?.type === 'ready') {
            this.isReady = true;
            markReady();
          } else if (event !== null) this.onEvent(event);
          // Learner code wrote to the wrong descriptor; it is shown as what it is.
          else if (line !== '') this.raw('stderr', `${line}\n`);
        },
        // What learner code writes to the descriptor is no event, however long it is.
        (beginning) => {
          if (beginning.startsWith(this.token)) this.kill({ how: 'flooded', limit: eventLimit });
          else this.raw('stderr', beginning);
        },
      );
      readText(events, (text) => lines.add(text));
      events.on('end', () => {
        // The pipe closes a moment before a process that ends by itself does.
        setTimeout(() => this.kill(channelLost), closingMs).unref();
      });
    }
    (child.stdio[jobDescriptor] as Writable | null | undefined)?.on('error', (error) => {
      this.kill({ how: 'not-started', message: `The runner took no job: ${error.message}.` });
    });
    readText(child.stdout, (text) => this.raw('stdout', text));
    readText(child.stderr, (text) => this.raw('stderr', text));
    this.gone = new Promise((resolve) => {
      const settle = (code: number | null, signal: string | null): void => {
        markReady();
        this.ended ??= { how: 'stopped', code, signal, stderr: this.stderr };
        this.onEnd(this.ended);
        resolve();
      };
      child.on('error', (error) => {
        this.ended ??= { how: 'not-started', message: `${this.command} did not start: ${error.message}.` };
        if (child.pid === undefined) settle(null, null);
      });
      const closed = new Promise<void>((close) => child.on('close', () => close()));
      child.on('exit', (code, signal) => {
        void this.clear(closed, this.ended !== null).then(() => settle(code, signal));
      });
    });
  }

  /** Whether it could take a job now without loading anything. */
  get warm(): boolean {
    return this.isReady && this.ended === null;
  }

  get pid(): number | undefined {
    return this.child.pid;
  }

  /** Whether it has ended or is about to: it can run no round. */
  get over(): boolean {
    return this.ended !== null || this.child.exitCode !== null || this.child.signalCode !== null;
  }

  /** Hands over the job. Once per process. */
  take(job: RunJob): void {
    this.tell({ type: 'job', job, token: this.token });
  }

  /**
   * Runs a round and reports its events. Resolves with its end; rejects only with what `onEvent` throws. After
   * anything but a clean `finished` the process can run no other.
   */
  async round(
    round: Round,
    limits: RoundLimits,
    onEvent: (event: RunEvent) => void,
    signal?: AbortSignal,
  ): Promise<RunEnd> {
    if (this.ended !== null) return this.ended;
    if (signal?.aborted) {
      this.kill({ how: 'cancelled' });
      await this.gone;
      return this.ended ?? { how: 'cancelled' };
    }
    const onAbort = (): void => this.kill({ how: 'cancelled' });
    signal?.addEventListener('abort', onAbort, { once: true });
    let testLimitMs = limits.testTimeoutMs === 0 ? 0 : limits.testTimeoutMs + graceMs;
    let timer: NodeJS.Timeout | undefined;
    /** Allows a silence of this length from now on; 0 allows any. */
    const expectWithin = (limitMs: number): void => {
      clearTimeout(timer);
      if (limitMs > 0) timer = setTimeout(() => this.kill({ how: 'hung', limitMs }), limitMs);
    };
    expectWithin(limits.loadTimeoutMs);
    this.rawSeen = 0;
    try {
      return await new Promise<RunEnd>((resolve, reject) => {
        this.onEnd = resolve;
        const hear = (event: RunEvent): void => {
          if (event.type === 'timeLimit' && limits.testTimeoutMs > 0) {
            const wantedMs = event.limitMs === 0 ? longestTestMs : event.limitMs;
            testLimitMs = Math.max(wantedMs, limits.testTimeoutMs) + graceMs;
          }
          // Output does not extend the time: a loop that prints is still a loop.
          if (event.type === 'loading') expectWithin(limits.loadTimeoutMs);
          else if (event.type !== 'output') expectWithin(testLimitMs);
          onEvent(event);
          if (event.type === 'finished') resolve({ how: 'finished', clean: event.clean });
        };
        this.onEvent = (event) => {
          try {
            hear(event);
          } catch (thrown) {
            reject(thrown instanceof Error ? thrown : new Error(String(thrown)));
          }
        };
        this.tell({ type: 'round', round });
      });
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
      this.onEvent = () => undefined;
      this.onEnd = () => undefined;
    }
  }

  /** Ends the process, with everything it started. Resolves when they are gone. */
  async end(): Promise<void> {
    this.kill({ how: 'cancelled' });
    await this.gone;
  }

  private kill(end: RunEnd): void {
    // What has ended by itself is told as that, and its number may by now be somebody else's.
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    this.ended ??= end;
    if (this.tree !== null) killTree(this.tree);
  }

  /** After the runner has ended: ends what it left running and waits for the rest of what was printed. */
  private async clear(closed: Promise<void>, killed: boolean): Promise<void> {
    // Descendants that outlive the runner would keep its pipes, and the machine, busy.
    if (this.tree !== null) {
      await clearTree(this.tree, killed);
      release(this.tree);
    }
    const timer = setTimeout(() => this.child.stdio.forEach((stream) => stream?.destroy()), closingMs);
    await closed;
    clearTimeout(timer);
  }

  /** What learner code writes to the descriptor does not bear the token. Before the job there is no such code. */
  private decode(line: string): RunEvent | null {
    if (line.startsWith(this.token)) return decodeRunEvent(line.slice(this.token.length));
    const event = this.isReady || !line.startsWith('{') ? null : decodeRunEvent(line);
    return event?.type === 'ready' || event?.type === 'uncaught' ? event : null;
  }

  private tell(message: ToRunner): void {
    const stream = this.child.stdio[jobDescriptor] as Writable | null | undefined;
    if (stream?.writable) stream.write(`${JSON.stringify(message)}\n`);
  }

  private raw(stream: 'stdout' | 'stderr', text: string): void {
    if (stream === 'stderr') this.stderr = (this.stderr + text).slice(-20_000);
    const room = rawOutputLimit - this.rawSeen;
    if (room <= 0) return;
    this.rawSeen += text.length;
    this.onEvent({ type: 'output', stream, text: text.slice(0, room), key: null });
    if (text.length >= room) this.onEvent({ type: 'output', stream: 'stderr', text: outputCut, key: null });
  }
}

const outputCut = `\n… more than ${rawOutputLimit} characters were printed; the rest of this run's output is not shown.\n`;

const channelLost: RunEnd = { how: 'stopped', code: channelLostCode, signal: null, stderr: '' };

function childEnvironment(runtime: Runtime): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = { ...process.env, ...runtime.env };
  // An editor's or debugger's own options would change what the learner's tests see.
  delete env['NODE_OPTIONS'];
  delete env['VSCODE_INSPECTOR_OPTIONS'];
  return env;
}

function readText(stream: Readable | null, onText: (text: string) => void): void {
  const decoder = new StringDecoder('utf8');
  stream?.on('data', (chunk: Buffer) => onText(decoder.write(chunk)));
}
