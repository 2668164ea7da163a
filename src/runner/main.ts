import { mkdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type Mocha from 'mocha';
import type { Frame, Round, RunJob, ToRunner } from '../protocol/runEvents.ts';
import { send } from './channel.ts';
import { DefinitionPlaces } from './definitionPlaces.ts';
import { describeFailure } from './failure.ts';
import { allWatches } from './hygiene/index.ts';
import { installModuleHook, warmUpStripping, type Serving } from './moduleHook.ts';
import { captureOutput } from './outputCapture.ts';
import { addressOf, RoundRun } from './roundRun.ts';
import { ownFrame } from './stack.ts';

/**
 * The child process that runs tests. Started with the toolchain's folder as its argument it loads what every run
 * needs and says `ready`; then it takes one job and its rounds, and ends. Until the job comes, nothing of the
 * learner's is read. Everything it tells leaves through `send`; the words are in protocol/runEvents.ts.
 */

/** Captured before learner code can replace it. */
const end: (code: number) => never = process.exit.bind(process);

let job: RunJob | null = null;
let serving: Serving | null = null;
let running: RoundRun | null = null;
let rounds = 0;
let temporary = '';

const here = (): Frame | null => {
  if (job === null) return null;
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 60;
  const stack = new Error().stack ?? '';
  Error.stackTraceLimit = limit;
  return ownFrame(stack, job.ownCode, job.root);
};

const watches = allWatches({
  current: () => running?.currentTitle() ?? '',
  here,
  temporary: () => temporary,
});
installModuleHook(
  () => serving,
  (path) => {
    for (const { instrument } of watches) {
      const source = instrument?.(path) ?? null;
      if (source !== null) return source;
    }
    return null;
  },
);

const [, , toolchain = '', mode] = process.argv;
const loaded = load();
// If the other side goes away, so does the run.
process.on('disconnect', () => end(1));
let queue: Promise<void> = loaded.then(() => send({ type: 'ready', version: process.versions.node }), fail);
process.on('message', (message: ToRunner) => {
  queue = queue.then(() => receive(message)).catch(fail);
});

/**
 * Loads what every run needs. A spare has the time to load more of what tests import; for one that is waited
 * for that would only be work done before it is known to be needed.
 */
async function load(): Promise<{ MochaClass: typeof Mocha; places: DefinitionPlaces }> {
  const require = createRequire(join(toolchain, 'package.json'));
  const mocha: unknown = await import(pathToFileURL(require.resolve('mocha')).href);
  // The package is ours and pinned; what its default export is, its types say.
  const MochaClass = (mocha as { readonly default: typeof Mocha }).default;
  const places = new DefinitionPlaces(MochaClass, here);
  if (mode === 'spare') {
    require('better-sqlite3');
    warmUpStripping();
    // The first use of fetch loads its implementation.
    void new Response('');
  }
  return { MochaClass, places };
}

async function receive(message: ToRunner): Promise<void> {
  switch (message.type) {
    case 'job':
      begin(message.job);
      break;
    case 'round':
      await perform(message.round);
      break;
    case 'end':
      end(0);
  }
}

function begin(taken: RunJob): void {
  job = taken;
  process.chdir(taken.cwd);
  // As mocha's own command line does it: a rejection nobody handles fails the test that is running.
  process.on('unhandledRejection', (reason) => {
    throw reason;
  });
  reportExits();
  captureOutput(() => running?.currentKey() ?? null);
}

async function perform(round: Round): Promise<void> {
  if (job === null) throw new Error('A round came before its job.');
  const { MochaClass, places } = await loaded;
  const number = rounds++;
  serving = {
    ...job,
    overlay: new Map([...job.overlay, ...round.overlay].map((file) => [file.path, file.text])),
    round: number,
  };
  temporary = join(job.temporary, String(number));
  mkdirSync(temporary, { recursive: true });
  for (const name of ['TMPDIR', 'TMP', 'TEMP']) process.env[name] = temporary;
  for (const watch of watches) watch.begin();
  running = new RoundRun(job, round, places, send);
  await running.run(MochaClass, (path) => addressOf(path, number));
  // Let promises that the last hook left behind settle, so that what they close counts as closed.
  await new Promise((resolve) => setImmediate(resolve));
  const findings = watches.flatMap((watch) => watch.findings());
  running = null;
  for (const finding of findings) send({ type: 'finding', finding });
  rmSync(temporary, { recursive: true, force: true, maxRetries: 3 });
  send({ type: 'finished', clean: findings.length === 0 });
}

/** Says so when the code under test ends the process itself, before it does. */
function reportExits(): void {
  process.exit = (code): never => {
    const status = Number(code ?? process.exitCode ?? 0);
    send({ type: 'exitCalled', code: Number.isNaN(status) ? 1 : status, at: here() });
    return end(status);
  };
}

function fail(thrown: unknown): void {
  const context = job ?? { root: '', ownCode: [] };
  send({ type: 'uncaught', failure: describeFailure(thrown, context) });
  end(1);
}
