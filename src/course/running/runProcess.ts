import { spawn } from 'node:child_process';
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import { decodeRunEvent, type RunEvent, type RunJob } from '../../protocol/runEvents.ts';
import { messageOf } from '../courseError.ts';
import type { Runtime } from '../runtime.ts';
import { killTree } from './processTree.ts';

export interface RunOptions {
  readonly runtime: Runtime;
  /** The runner's file. */
  readonly runner: string;
  /** Ends the whole process tree when it fires. */
  readonly signal?: AbortSignal;
  readonly onEvent: (event: RunEvent) => void;
  /** Working directory; by default the job's root. Give one when the root exists in memory only. */
  readonly cwd?: string;
  /** Longest silence while files load, in milliseconds. */
  readonly loadLimitMs?: number;
}

/** How a runner's process came to its end. */
export type RunEnd =
  | { readonly how: 'finished' }
  | { readonly how: 'cancelled' }
  /** Nothing was heard for longer than a test or an import may take. */
  | { readonly how: 'hung'; readonly limitMs: number }
  /** It ended by itself before everything had run. */
  | {
      readonly how: 'stopped';
      readonly code: number | null;
      readonly signal: string | null;
      readonly stderr: string;
    }
  | { readonly how: 'not-started'; readonly message: string };

/** Added to a test's own timeout: mocha ends asynchronous tests itself, so only a blocked thread gets here. */
const graceMs = 1000;
const defaultLoadLimitMs = 10_000;
/** What descendants print straight to the descriptors is kept up to this many characters. */
const rawOutputLimit = 1_000_000;

/**
 * Runs one job in a fresh process with a temporary directory of its own and reports its events. Resolves
 * when the process tree is gone; never rejects.
 */
export async function runProcess(job: RunJob, options: RunOptions): Promise<RunEnd> {
  let temporary: string;
  try {
    temporary = await realpath(await mkdtemp(join(tmpdir(), 'itlab-run-')));
  } catch (error) {
    return { how: 'not-started', message: `No temporary folder could be made: ${messageOf(error)}.` };
  }
  try {
    return await superviseChild(job, options, temporary);
  } finally {
    await rm(temporary, { recursive: true, force: true, maxRetries: 3 }).catch(() => undefined);
  }
}

function superviseChild(job: RunJob, options: RunOptions, temporary: string): Promise<RunEnd> {
  return new Promise((resolve) => {
    if (options.signal?.aborted) {
      resolve({ how: 'cancelled' });
      return;
    }
    const child = spawn(options.runtime.execPath, [options.runner], {
      cwd: options.cwd ?? job.root,
      env: childEnvironment(options.runtime, temporary),
      // stdin, stdout, stderr, IPC for the job, and the events on descriptor 4.
      stdio: ['ignore', 'pipe', 'pipe', 'ipc', 'pipe'],
      detached: process.platform !== 'win32',
      windowsHide: true,
    });
    let ended: RunEnd | null = null;
    let finished = false;
    let stderr = '';
    let rawSeen = 0;
    let timer: NodeJS.Timeout | undefined;

    const stop = (end: RunEnd): void => {
      ended ??= end;
      killTree(child);
    };
    const onAbort = (): void => stop({ how: 'cancelled' });
    options.signal?.addEventListener('abort', onAbort, { once: true });

    /** Allows a silence of this length from now on; 0 allows any. */
    const expectWithin = (limitMs: number): void => {
      clearTimeout(timer);
      if (limitMs > 0) timer = setTimeout(() => stop({ how: 'hung', limitMs }), limitMs);
    };
    const loadLimitMs = job.testTimeoutMs === 0 ? 0 : (options.loadLimitMs ?? defaultLoadLimitMs);
    const testLimitMs = job.testTimeoutMs === 0 ? 0 : job.testTimeoutMs + graceMs;
    expectWithin(loadLimitMs);

    const events = child.stdio[4];
    if (events) {
      readLines(events as Readable, (line) => {
        const event = decodeRunEvent(line);
        if (event === null) return;
        // Output does not extend the time: a loop that prints is still a loop.
        if (event.type === 'loading') expectWithin(loadLimitMs);
        else if (event.type !== 'output') expectWithin(testLimitMs);
        if (event.type === 'finished') finished = true;
        options.onEvent(event);
      });
    }
    const raw = (stream: 'stdout' | 'stderr') => (text: string) => {
      if (stream === 'stderr') stderr = (stderr + text).slice(-20_000);
      rawSeen += text.length;
      if (rawSeen <= rawOutputLimit) options.onEvent({ type: 'output', stream, text, key: null });
    };
    readText(child.stdout, raw('stdout'));
    readText(child.stderr, raw('stderr'));

    child.on('error', (error) => {
      ended ??= {
        how: 'not-started',
        message: `${options.runtime.execPath} did not start: ${error.message}.`,
      };
      if (child.pid === undefined) settle(null, null);
    });
    child.on('exit', () => {
      // Descendants that outlive the runner would keep its pipes, and the machine, busy.
      killTree(child);
    });
    child.on('close', settle);
    child.send(job, (error) => {
      if (error) stop({ how: 'not-started', message: `The runner took no job: ${error.message}.` });
    });

    function settle(code: number | null, signal: string | null): void {
      clearTimeout(timer);
      options.signal?.removeEventListener('abort', onAbort);
      if (finished) resolve({ how: 'finished' });
      else resolve(ended ?? { how: 'stopped', code, signal, stderr });
    }
  });
}

function childEnvironment(runtime: Runtime, temporary: string): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    ...runtime.env,
    TMPDIR: temporary,
    TMP: temporary,
    TEMP: temporary,
  };
  // An editor's or debugger's own options would change what the learner's tests see.
  delete env['NODE_OPTIONS'];
  delete env['VSCODE_INSPECTOR_OPTIONS'];
  return env;
}

function readText(stream: Readable | null, onText: (text: string) => void): void {
  const decoder = new StringDecoder('utf8');
  stream?.on('data', (chunk: Buffer) => onText(decoder.write(chunk)));
}

function readLines(stream: Readable, onLine: (line: string) => void): void {
  let pending = '';
  readText(stream, (text) => {
    const lines = (pending + text).split('\n');
    pending = lines.pop() ?? '';
    for (const line of lines) onLine(line);
  });
}
