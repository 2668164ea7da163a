import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type Mocha from 'mocha';
import { isInside } from '../course/platform/paths.ts';
import type { Finding, Frame, Round, RunEvent, RunJob, ToRunner } from '../protocol/runEvents.ts';
import { endNow, listen, send, signEvents } from './channel.ts';
import { putInto } from './circumstances.ts';
import { holdBuiltins } from './bed/builtins.ts';
import { holdMocha } from './bed/mochaBed.ts';
import { closeViews } from './bed/views.ts';
import { DefinitionPlaces } from './definitionPlaces.ts';
import { describeFailure } from './failure.ts';
import { allWatches, findingsOf, reachesOn, stepsOf } from './hygiene/index.ts';
import { readOwnSources } from './hygiene/ownSources.ts';
import { warmUpOptions } from './mochaOptions.ts';
import { forgetCommonJs, installModuleHook, variedTextsOf, type Serving } from './moduleHook.ts';
import { hideTextOf } from './hiddenText.ts';
import { awaitDebugger, recordCoverage } from './inspection.ts';
import { captureOutput } from './outputCapture.ts';
import { rehearsalIn, rememberProcess } from './rehearsal/rehearsal.ts';
import { rememberHoldings } from './residue.ts';
import { makeRoundFolder, removeRoundFolder } from './roundFolder.ts';
import { addressOf, RoundRun } from './roundRun.ts';
import { framesOf, ownFrame } from './stack.ts';

/**
 * The child process that runs tests. Started with the toolchain's folder as its argument it loads what every run
 * needs and says `ready`; then it takes one job and its rounds, and ends. Until the job comes, nothing of the
 * learner's is read. Everything it tells leaves through `send`; the words are in protocol/runEvents.ts.
 */

/** Its number; the job's rounds count from 0. */
const rehearsalRound = -1;
const nowhere = { root: '', ownCode: [] } as const;
/** Captured before learner code can replace it. */
const { random } = Math;

let job: RunJob | null = null;
let serving: Serving | null = null;
let running: RoundRun | null = null;
let rounds = 0;
let temporary = '';
let words: object | null = null;
let newHoldings: (() => string[]) | null = null;

const frameOf = (stack: string): Frame | null =>
  job === null ? null : ownFrame(stack, job.ownCode, job.root);
/** Whether a line of a stack lies in the tests themselves; the system under test does not count. */
const isOwnLine = (line: string): boolean =>
  framesOf(line).some(({ file }) => isInside(file, job?.ownCode ?? []));
const here = (): Frame | null => {
  if (job === null) return null;
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 60;
  const stack: unknown = new Error().stack;
  Error.stackTraceLimit = stackTraceLimit;
  // Learner code may have set an `Error.prepareStackTrace` that makes no text.
  return typeof stack === 'string' ? frameOf(stack) : null;
};

const watches = allWatches({
  current: () => running?.currentTitle() ?? '',
  here,
  frameOf,
  temporary: () => temporary,
  offline: () => job?.offline ?? false,
  rehearsing: () => serving?.word === wordOf(rehearsalRound),
  ownSources: () => readOwnSources(job?.ownCode ?? [], serving?.overlay ?? new Map<string, string>()),
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

// Before the watches begin: what is replaced here is not the tests' doing.
reportExits();
const beginOutput = captureOutput(() => running?.currentKey() ?? null);

const [, , toolchain = '', mode] = process.argv;
const loaded = load();
let queue: Promise<void> = prepare().catch(fail);
listen(
  (message) => {
    queue = queue.then(() => receive(message)).catch(fail);
  },
  // If the other side goes away, so does the run.
  () => endNow(1),
);

async function prepare(): Promise<void> {
  await loaded;
  const rehearsed = mode === 'spare' ? await rehearse() : 0;
  send({ type: 'ready', version: process.versions.node, rehearsed });
}

/** Loads what every run needs. */
async function load(): Promise<{ MochaClass: typeof Mocha; places: DefinitionPlaces; folder: string }> {
  const require = createRequire(join(toolchain, 'package.json'));
  const mocha: unknown = await import(pathToFileURL(require.resolve('mocha')).href);
  // The package is ours and pinned; what its default export is, its types say.
  const MochaClass = (mocha as { readonly default: typeof Mocha }).default;
  const places = new DefinitionPlaces(MochaClass, here);
  return { MochaClass, places, folder: dirname(require.resolve('mocha/package.json')) };
}

/**
 * A spare has the time to do everything once; one that is waited for would only do work that may not be needed.
 * @returns how many tests passed.
 */
async function rehearse(): Promise<number> {
  const rehearsal = rehearsalIn(toolchain);
  warmUpOptions(toolchain);
  // The first use of fetch loads its implementation: globals of its own are then watched as well.
  void new Response('');
  let passed = 0;
  job = rehearsal.job;
  serving = servingOf(rehearsal, wordOf(rehearsalRound));
  for (const watch of watches) watch.begin();
  const putBack = rememberProcess(toolchain);
  const count = (event: RunEvent): void => {
    if (event.type === 'testFinished' && event.state === 'passed') passed += 1;
  };
  await play(job, rehearsal.round, serving.word, count);
  serving = null;
  job = null;
  putBack();
  return passed;
}

async function receive(message: ToRunner): Promise<void> {
  switch (message.type) {
    case 'job':
      signEvents(message.token);
      await begin(message.job);
      break;
    case 'round':
      await perform(message.round);
      break;
    case 'end':
      endNow(0);
  }
}

async function begin(taken: RunJob): Promise<void> {
  job = taken;
  process.chdir(taken.cwd);
  if (taken.alike === true) await holdBed();
  if ((taken.varied ?? []).length > 0) hideTextOf(() => (serving === null ? [] : variedTextsOf(serving)));
  // A rejection nobody handles fails what is running, as it did in every mocha before 12, which swallows it: a
  // forgotten `await` would let a test pass whatever happens.
  process.on('unhandledRejection', (reason) => {
    throw reason;
  });
  // While tests run mocha listens as well, and knows which of them is to blame.
  process.on('uncaughtException', (thrown) => {
    if (running?.handlesUncaught !== true) fail(thrown);
  });
}

/** What judges the tests is out of their reach before the first line of theirs is loaded. */
async function holdBed(): Promise<void> {
  const { MochaClass, folder } = await loaded;
  words = holdMocha(MochaClass, folder);
  closeViews();
  holdBuiltins();
}

async function perform(round: Round): Promise<void> {
  if (job === null) throw new Error('A round came before its job.');
  const number = rounds++;
  if (number > 0) forgetCommonJs();
  serving = servingOf({ job, round }, job.alike === true ? randomWord() : wordOf(number));
  temporary = makeRoundFolder(job.temporary, number);
  for (const name of ['TMPDIR', 'TMP', 'TEMP']) process.env[name] = temporary;
  // As mocha's command has it: the line of the test may lie deep below where it failed.
  Error.stackTraceLimit = Infinity;
  // Before the watches begin: what a debugger sets up in the process is not the tests' doing.
  if (job.inspection === 'debugger' && number === 0) awaitDebugger();
  const takeCoverage = job.inspection === 'coverage' ? recordCoverage(job.root) : null;
  beginOutput();
  if (round.circumstances) putInto(round.circumstances, isOwnLine);
  if (round.residue === true) newHoldings ??= rememberHoldings();
  for (const watch of watches) watch.begin();
  const findings = await play(job, round, serving.word, send);
  if (newHoldings !== null) send({ type: 'residue', names: newHoldings() });
  for (const finding of findings ?? []) send({ type: 'finding', finding });
  if (takeCoverage) send({ type: 'coverage', scripts: takeCoverage() });
  const isClean = findings !== null && !reachesOn(findings) && round.circumstances === undefined;
  // After any other round the process ends, and its folder is removed by who started it.
  send({ type: 'finished', clean: isClean && removeRoundFolder(temporary) });
}

/**
 * Runs the tests of a round and looks at what they left behind. The watches have begun.
 * @returns what was found; null when nobody could look.
 */
async function play(
  taken: RunJob,
  round: Round,
  word: string,
  emit: (event: RunEvent) => void,
): Promise<Finding[] | null> {
  const { MochaClass, places } = await loaded;
  running = new RoundRun(taken, round, places, stepsOf(watches, emit), words);
  await running.run(MochaClass, (path) => addressOf(path, word));
  // In other circumstances the process is no longer the one that the watches know.
  const findings = round.circumstances ? [] : await lookAround();
  running = null;
  return findings;
}

/** @param number counts the rounds of the process. */
function wordOf(number: number): string {
  return number === 0 ? '' : `itlab-round=${number}`;
}

function randomWord(): string {
  return random().toString(36).slice(2);
}

function servingOf(
  { job: taken, round }: { readonly job: RunJob; readonly round: Round },
  word: string,
): Serving {
  const system = taken.systems?.[(round.system ?? 0) ^ (taken.pads?.[rounds - 1] ?? 0)] ?? [];
  const overlay = new Map(
    [...taken.overlay, ...system, ...round.overlay].map((file) => [file.path, file.text]),
  );
  return { ...taken, overlay, word };
}

/** What was left behind; null, and said so, when nobody can look because the language itself was replaced. */
async function lookAround(): Promise<Finding[] | null> {
  try {
    return await findingsOf(watches);
  } catch (thrown) {
    const failure = describeFailure(thrown, job ?? nowhere);
    const message = `What the tests left behind could not be looked for, because they replaced something that is needed for it and did not put it back (${failure.message}).`;
    send({ type: 'uncaught', failure: { ...failure, message } });
    return null;
  }
}

/**
 * Says so when the code under test ends the process itself, before it does. `process.exit` lets listeners run, and
 * ends by way of `process.reallyExit`, which can also be called directly.
 */
function reportExits(): void {
  const exit = process.exit.bind(process);
  let told = false;
  const tell = (code: unknown): number => {
    const number = Number(code ?? process.exitCode ?? 0);
    const status = Number.isNaN(number) ? 1 : number;
    if (!told) send({ type: 'exitCalled', code: status, at: here() });
    told = true;
    return status;
  };
  process.exit = (code): never => exit(tell(code));
  Reflect.set(process, 'reallyExit', (code: unknown) => endNow(tell(code)));
}

function fail(thrown: unknown): void {
  send({ type: 'uncaught', failure: describeFailure(thrown, job ?? nowhere) });
  endNow(1);
}
