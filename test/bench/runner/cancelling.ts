import { fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Runners } from '../../../src/course/running/runSession.ts';
import type { RunnerProcess } from '../../../src/course/running/runnerProcess.ts';
import { SparePool } from '../../../src/course/running/sparePool.ts';
import { runLearnersTests } from '../../../src/course/learnerRun.ts';
import { seeded } from '../../../src/runner/seededRandom.ts';
import { isAlive, killMarked, marked, processesMarked } from './processes.ts';
import type { Setting } from './setting.ts';

const endlessLoop = `import { spawn } from 'node:child_process';

it('never ends', () => {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
  console.log('tree ' + process.pid + ' ' + child.pid);
  for (;;);
});
`;

/** A test that waits, with a child that holds its output open. */
const waiting = `import { spawn } from 'node:child_process';

it('waits', async () => {
  spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'inherit' });
  await new Promise((resolve) => setTimeout(resolve, 1900));
});
`;

/** Lays out a suite that loops for ever and one that waits, both with a grandchild. */
export function endlessFolders(setting: Setting): { readonly loop: string; readonly wait: string } {
  return {
    loop: setting.extraFolder('loop', { 'tests/loop.test.ts': endlessLoop }),
    wait: setting.extraFolder('wait', { 'tests/wait.test.ts': waiting }),
  };
}

/** Milliseconds from a cancel until the looping runner and its grandchild are gone. */
export async function cancelMs(setting: Setting, folder: string, runners: Runners): Promise<number> {
  const cancel = new AbortController();
  let tree: number[] = [];
  let looping: () => void = () => undefined;
  const started = new Promise<void>((resolve) => (looping = resolve));
  const run = runLearnersTests(setting.exercise, folder, {
    installation: setting.installation,
    runners,
    select: null,
    signal: cancel.signal,
    onEvent: (event) => {
      const pids = event.type === 'output' ? /^tree (\d+) (\d+)/.exec(event.text) : null;
      if (pids === null) return;
      tree = [Number(pids[1]), Number(pids[2])];
      looping();
    },
  });
  await Promise.race([started, run]);
  if (tree.length === 0) throw new Error('The endless loop never began.');
  // Well into the loop.
  await sleep(20);
  if (!tree.every(isAlive)) throw new Error('The endless loop was over before it was cancelled.');
  const cancelled = performance.now();
  cancel.abort();
  while (tree.some(isAlive)) {
    if (performance.now() - cancelled > 10_000) break;
    await sleep(1);
  }
  const ms = performance.now() - cancelled;
  for (const pid of tree.filter(isAlive)) process.kill(pid, 'SIGKILL');
  await run;
  return ms;
}

export interface OrphanOutcome {
  readonly orphans: number;
  /** How often each thing was done. */
  readonly done: Readonly<Record<Way, number>>;
}

/** A run is cancelled, its process is killed from outside, or the window that started it goes away. */
type Way = 'cancel' | 'kill' | 'close';

/**
 * Starts runs and ends them in a random way after a random time, then counts what is left of them.
 * @param times how many runs.
 */
export async function orphansAfter(setting: Setting, times: number): Promise<OrphanOutcome> {
  const mark = randomUUID();
  const { loop, wait } = endlessFolders(setting);
  const { runner, toolchain } = setting.installation;
  const runtime = { ...setting.runtime, env: { ...setting.runtime.env, ...marked(mark) } };
  const pool = new SparePool({ runtime, runner, toolchain });
  const random = seeded(20);
  const done: Record<Way, number> = { cancel: 0, kill: 0, close: 0 };
  try {
    for (let count = 0; count < times; count += 1) {
      const chance = random();
      const way: Way = chance < 0.45 ? 'cancel' : chance < 0.9 ? 'kill' : 'close';
      const folder = random() < 0.5 ? loop : wait;
      const afterMs = Math.floor(random() * 250);
      done[way] += 1;
      if (way === 'close') {
        await closeHost(setting, folder, mark, afterMs + 200);
        continue;
      }
      pool.wanted(false);
      let taken: RunnerProcess | null = null;
      const runners: Runners = { take: () => (taken = pool.take()) };
      const cancel = new AbortController();
      const run = runLearnersTests(setting.exercise, folder, {
        installation: setting.installation,
        runners,
        select: null,
        signal: cancel.signal,
        onEvent: () => undefined,
      });
      await sleep(afterMs);
      const pid = (taken as RunnerProcess | null)?.pid;
      if (way === 'kill' && pid !== undefined) kill(pid);
      else cancel.abort();
      await run;
    }
    pool.dispose();
    // What has been killed needs a moment to be gone; what lives longer was not killed.
    const limit = performance.now() + 3000;
    while (processesMarked(mark).length > 0 && performance.now() < limit) await sleep(20);
    return { orphans: processesMarked(mark).length, done };
  } finally {
    pool.dispose();
    killMarked(mark);
  }
}

/** Starts a process that stands for the editor's window, lets it run tests, and takes it away. */
async function closeHost(setting: Setting, folder: string, mark: string, afterMs: number): Promise<void> {
  const { installation, exercise } = setting;
  const host = fork(new URL('./host.ts', import.meta.url), {
    env: { ...process.env, ...marked(mark) },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const gone = new Promise((resolve) => host.once('exit', resolve));
  await new Promise((resolve) => {
    host.once('message', resolve);
    host.once('exit', resolve);
    host.send({ installation, exercise, folder });
  });
  await sleep(afterMs);
  host.kill('SIGKILL');
  await gone;
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}
