import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { closeSync, mkdirSync, openSync, readSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StringDecoder } from 'node:string_decoder';
import { setImmediate as turn } from 'node:timers/promises';
import { attachedRunVariable, type AttachedRun } from '../../protocol/attachedRun.ts';
import { declaredOrder, eventLimit, type OrderSeed } from '../../protocol/runEvents.ts';
import { decodeRunEvent } from '../../protocol/runEventShapes.ts';
import { messageOf } from '../courseError.ts';
import { LineSplitter } from '../running/lineSplitter.ts';
import { guardTree, release } from '../running/orphanGuard.ts';
import { asLeader, clearTree, killTree, runVariable, type ProcessTree } from '../running/processTree.ts';
import { RunRecorder, type RunRecord } from '../running/runRecord.ts';
import type { RunEnd } from '../running/runnerProcess.ts';
import { realFolder } from '../running/temporaryPlace.ts';
import { makeTemporaryFolder } from '../writing/temporaryFolder.ts';
import type { Project } from './project.ts';

export interface ProjectRunSetting {
  /** The preload's bundle, absolute. */
  readonly attach: string;
  /** Test files or folders (absolute) the check is limited to; null for all. */
  readonly files: readonly string[] | null;
  readonly signal?: AbortSignal;
}

export interface ProjectRound {
  readonly seed?: OrderSeed;
  /** Keys; all when left out. */
  readonly select?: readonly string[];
  /** Also watch what is left behind. */
  readonly hygiene?: boolean;
  /** Hears how many tests have ended. */
  readonly onTest?: (done: number, total: number) => void;
}

export interface ProjectRun {
  readonly record: RunRecord;
  /** Keys of the tests that began, in the order they did. */
  readonly order: readonly string[];
  /** Mocha loaded the project and named its tests. */
  readonly planned: boolean;
  /** The end of what was printed to standard error and, before it, to standard output. */
  readonly printed: string;
}

/** Longest silence while nothing is known about how long it may take. */
const silenceLimitMs = 300_000;
/** Added to the timeout of a test or hook: what ends after the last one may be a database server. */
const graceMs = 60_000;
/** How often the events are looked at. */
const pollMs = 40;
/** How long a process may take to end by itself after it has told everything. */
const farewellMs = 2_000;
/** How long pipes may stay open after the process has ended. */
const closingMs = 500;

/**
 * Runs a project's tests once, by the project's own mocha in a process of its own. Nothing is written into the
 * project: what is told goes to a temporary folder, which is removed. Never rejects.
 */
export async function runProject(
  project: Project,
  setting: ProjectRunSetting,
  { seed = declaredOrder, select, hygiene = false, onTest }: ProjectRound = {},
): Promise<ProjectRun> {
  const recorder = new RunRecorder(select ?? null);
  const order: string[] = [];
  let planned = false;
  const close = (end: RunEnd, printed: string): ProjectRun => ({
    record: recorder.close(end),
    order,
    planned,
    printed,
  });
  if (setting.signal?.aborted) return close({ how: 'cancelled' }, '');
  let scratch: string;
  try {
    scratch = makeTemporaryFolder(await realFolder(tmpdir()));
  } catch (error) {
    return close(
      { how: 'not-started', message: `No temporary folder could be made: ${messageOf(error)}.` },
      '',
    );
  }
  const events = join(scratch, 'events');
  const temporary = join(scratch, 'tmp');
  const runFile = join(scratch, 'run.json');
  const run: AttachedRun = {
    root: project.folder,
    mocha: project.mocha.folder,
    files: setting.files,
    select: select ?? null,
    seed,
    hygiene,
    events,
    temporary,
  };
  mkdirSync(temporary);
  writeFileSync(events, '');
  writeFileSync(runFile, JSON.stringify(run));

  const tag = randomUUID();
  const startedAtMs = Date.now();
  const child = spawn(project.node.execPath, [project.mocha.bin, ...argumentsOf(project, setting)], {
    cwd: project.folder,
    env: {
      ...project.env,
      [attachedRunVariable]: runFile,
      [runVariable]: tag,
      TMPDIR: temporary,
      TMP: temporary,
      TEMP: temporary,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...asLeader(),
  });
  const tree = child.pid === undefined ? null : { pid: child.pid, tag, startedAtMs };
  if (tree !== null) guardTree(tree);
  const printed = lastOutput(child);
  const descriptor = openSync(events, 'r');
  const readNew = lineReader(descriptor);
  let done = 0;
  let total = 0;
  let heard = performance.now();
  let limitMs = silenceLimitMs;
  let end: RunEnd | null = null;
  const listen = (): boolean => {
    const { lines, more } = readNew();
    for (const line of lines) {
      const event = decodeRunEvent(line);
      if (event === null) continue;
      heard = performance.now();
      recorder.add(event);
      if (event.type === 'timeLimit') {
        limitMs = event.limitMs === 0 ? silenceLimitMs : event.limitMs + graceMs;
      } else if (event.type === 'planned') {
        planned = true;
        total = event.tests.length;
      } else if (event.type === 'testStarted') order.push(event.key);
      else if (event.type === 'testFinished') onTest?.(++done, total);
      else if (event.type === 'finished') end ??= { how: 'finished', clean: event.clean };
    }
    return more;
  };
  let killed = false;
  const stop = (): void => {
    // The number of what has ended may be somebody else's by now.
    if (tree === null || child.exitCode !== null || child.signalCode !== null) return;
    killed = true;
    killTree(tree);
  };
  const onAbort = (): void => {
    end ??= { how: 'cancelled' };
    stop();
  };
  setting.signal?.addEventListener('abort', onAbort, { once: true });
  const timer = setInterval(() => {
    listen();
    const silence = performance.now() - heard;
    if (end === null && silence > limitMs) {
      end = { how: 'hung', limitMs };
      stop();
    } else if (end?.how === 'finished' && silence > farewellMs) stop();
  }, pollMs);
  const ended = await endOf(child, tree, () => killed);
  clearInterval(timer);
  setting.signal?.removeEventListener('abort', onAbort);
  while (listen() && setting.signal?.aborted !== true) await turn();
  closeSync(descriptor);
  await rm(scratch, { recursive: true, force: true, maxRetries: 3 }).catch(() => undefined);
  const text = printed();
  return close(end ?? ended(text), text);
}

/** The project's own arguments with what a check decides in front of and behind them. */
function argumentsOf({ command }: Project, { attach, files }: ProjectRunSetting): string[] {
  return [
    '--require',
    attach,
    ...command.args,
    '--no-parallel',
    '--no-watch',
    '--no-bail',
    // Reporters may write files. This one is silent.
    '--reporter',
    'base',
    ...(files ?? []),
  ];
}

/** Resolves when the process, what it started and its output are over, with how that is told given what it printed. */
function endOf(
  child: ChildProcess,
  tree: ProcessTree | null,
  killed: () => boolean,
): Promise<(printed: string) => RunEnd> {
  return new Promise((resolve) => {
    child.on('error', (error) => {
      if (child.pid === undefined) resolve(() => ({ how: 'not-started', message: error.message }));
    });
    const closed = new Promise<void>((close) => child.on('close', () => close()));
    child.on('exit', (code, signal) => {
      const clear = async (): Promise<void> => {
        // Descendants that outlive it would keep its pipes, and the machine, busy.
        if (tree !== null) {
          await clearTree(tree, killed());
          release(tree);
        }
        const timer = setTimeout(() => child.stdio.forEach((stream) => stream?.destroy()), closingMs);
        await closed;
        clearTimeout(timer);
      };
      void clear().then(() => resolve((printed) => ({ how: 'stopped', code, signal, stderr: printed })));
    });
  });
}

function lastOutput(child: ChildProcess): () => string {
  const texts = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const) {
    const decoder = new StringDecoder('utf8');
    child[stream]?.on('data', (chunk: Buffer) => {
      texts[stream] = (texts[stream] + decoder.write(chunk)).slice(-20_000);
    });
  }
  return () => `${texts.stdout}${texts.stderr}`;
}

/** Bytes of events that are read at once: between them there is time to hear that nobody waits any more. */
const readAtOnce = 4_000_000;

/**
 * Reads the lines that were added to a file since the last call, as far as they are read at once; a line still being
 * written waits.
 */
function lineReader(descriptor: number): () => { readonly lines: readonly string[]; readonly more: boolean } {
  const decoder = new StringDecoder('utf8');
  const buffer = Buffer.alloc(65_536);
  let lines: string[] = [];
  const splitter = new LineSplitter(eventLimit, (line) => lines.push(line));
  return () => {
    lines = [];
    for (let taken = 0; taken < readAtOnce;) {
      const length = readSync(descriptor, buffer, 0, buffer.length, null);
      if (length === 0) return { lines, more: false };
      taken += length;
      splitter.add(decoder.write(buffer.subarray(0, length)));
    }
    return { lines, more: true };
  };
}
