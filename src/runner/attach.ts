import { spawnSync } from 'node:child_process';
import { openSync, readFileSync } from 'node:fs';
import Module, { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import type Mocha from 'mocha';
import { isInside, isSamePath } from '../course/platform/paths.ts';
import { attachedRunVariable, type AttachedRun } from '../protocol/attachedRun.ts';
import type { Frame } from '../protocol/runEvents.ts';
import { send, sendTo } from './channel.ts';
import { DefinitionPlaces } from './definitionPlaces.ts';
import { describeFailure } from './failure.ts';
import { allWatches, findingsOf, reachesOn, stepsOf } from './hygiene/index.ts';
import { readOwnSources } from './hygiene/ownSources.ts';
import { MochaReport } from './mochaReport.ts';
import { ownFrame, syntaxFrame } from './stack.ts';
import { TestPlan } from './testPlan.ts';

/**
 * The preload that `itlab check` gives to a project's own mocha with `--require`. It changes the Mocha class of
 * that very mocha: runs are told in the words of protocol/runEvents.ts, tests are chosen by key and ordered by
 * seed. Mocha has read its configuration by then and nothing of the project's is loaded yet.
 */

/** Milliseconds a process may stay alive after its last test when something was left open. */
const afterlifeMs = 50;

/** Captured before the project's code can replace them. */
const end: typeof process.exit = process.exit.bind(process);
const { setTimeout: later } = globalThis;

const runFile = process.env[attachedRunVariable];
if (runFile !== undefined) {
  // What the tests start themselves is not to be attached, and their environment is to be their own.
  delete process.env[attachedRunVariable];
  // Written by the process that started this one.
  attach(JSON.parse(readFileSync(runFile, 'utf8')) as AttachedRun);
}

function attach(run: AttachedRun): void {
  sendTo(openSync(run.events, 'a'));
  const MochaClass = classOf(run.mocha);
  /** Grows when the test files are known: the lines that people look for are theirs. */
  const ownCode: string[] = [];
  const context = { root: run.root, ownCode };
  let report: MochaReport | null = null;
  let finished = false;

  const frameOf = (stack: string): Frame | null => {
    // Seen from inside this file, its own frames would lie in the project when the project is this one.
    const lines = stack.split('\n').filter((line) => !line.includes(import.meta.filename));
    return ownFrame(lines.join('\n'), ownCode, run.root);
  };
  const here = (): Frame | null => {
    const limit = Error.stackTraceLimit;
    Error.stackTraceLimit = 60;
    const { stack = '' } = new Error();
    Error.stackTraceLimit = limit;
    return frameOf(stack);
  };
  const watches = run.hygiene
    ? allWatches({
        current: () => report?.currentTitle() ?? '',
        here,
        frameOf,
        temporary: () => run.temporary,
        // Tests of one's own may need the network; that they do is only told.
        offline: () => false,
        rehearsing: () => false,
        ownSources: () => readOwnSources(ownCode, new Map()),
      })
    : [];
  instrumentRequires((path) => {
    for (const { instrument } of watches) {
      const source = instrument?.(path) ?? null;
      if (source !== null) return source;
    }
    return null;
  });
  const places = new DefinitionPlaces(MochaClass, here);
  reportExits(here, () => finished);

  /** The instance of the command line. Tests of tools make instances of their own, which are none of ours. */
  let attached: WeakRef<Mocha> | null = null;
  const prototype: Mocha = MochaClass.prototype;
  // They are called with the instance again.
  // oxlint-disable-next-line typescript/unbound-method
  const { loadFilesAsync, run: runTests } = prototype;
  MochaClass.prototype.loadFilesAsync = async function (this: Mocha, ...args): Promise<void> {
    if (attached !== null) {
      await Reflect.apply(loadFilesAsync, this, args);
      return;
    }
    attached = new WeakRef(this);
    if (run.files !== null)
      this.files = this.files.filter((file) => isWanted(this, resolve(file), run.files));
    ownCode.push(...this.files.map((file) => resolve(file)));
    let loading = '';
    this.suite.on('pre-require', (_context, file) => {
      // The event also comes once for the interface, with the name of no file.
      if (typeof file !== 'string') return;
      loading = file;
      send({ type: 'loading', file });
    });
    try {
      await Reflect.apply(loadFilesAsync, this, args);
    } catch (thrown) {
      const failure = describeFailure(thrown, context);
      const at = failure.at ?? (failure.name === 'SyntaxError' ? syntaxPlace(loading) : null);
      send({ type: 'loadFailed', file: loading, failure: { ...failure, at } });
      throw thrown;
    }
  };

  MochaClass.prototype.run = function (this: Mocha, done): Mocha.Runner {
    if (this !== attached?.deref()) return Reflect.apply(runTests, this, [done]);
    /** Says what will run, and puts it in order. Before mocha looks for `.only`. */
    const prepare = (): MochaReport => {
      const placeOf = (node: object): Frame | null => places.of(node);
      const plan = new TestPlan(this.suite, run.root, placeOf);
      const exclusives = run.select === null ? plan.exclusives() : [];
      const matching = plan.planned.filter(({ path }) => isMatched(this, path.join(' ')));
      send({ type: 'planned', tests: matching, exclusive: exclusives.length > 0 });
      for (const { title, node } of exclusives) {
        const message = `'.only' on '${title}' keeps every other test from running. Remove it.`;
        send({ type: 'finding', finding: { rule: 'only-or-skip', test: title, message, at: placeOf(node) } });
      }
      // First all tests get their order, so that a choice among them keeps it.
      plan.arrange(run.seed);
      if (run.select !== null) plan.select(run.select);
      const tell = stepsOf(watches, (event) => {
        // In a suite of one's own a skipped test may have good reasons (a platform, a missing service): it is
        // told as such, and is no finding.
        if (event.type !== 'finding') send(event);
      });
      report = new MochaReport(plan, context, placeOf, tell);
      return report;
    };
    const finish = async (failures: number): Promise<void> => {
      const findings = await findingsOf(watches);
      for (const finding of findings) send({ type: 'finding', finding });
      finished = true;
      send({ type: 'finished', clean: !reachesOn(findings) });
      done?.(failures);
      later(() => end(), afterlifeMs).unref();
    };
    // With --delay the suite is filled later, and says so.
    const delayed: boolean = Reflect.get(this.options, 'delay') === true;
    if (delayed) this.suite.once('run', () => prepare().attach(runner));
    const ready = delayed ? null : prepare();
    const runner = Reflect.apply(runTests, this, [(failures: number) => void finish(failures)]);
    ready?.attach(runner);
    return runner;
  };

  for (const watch of watches) watch.begin();
}

/** The class that the command line of this mocha uses: the same file gives the same instance. */
function classOf(folder: string): typeof Mocha {
  const require = createRequire(join(folder, 'package.json'));
  for (const file of ['./lib/mocha.js', './lib/mocha.cjs']) {
    try {
      const loaded: unknown = require(file);
      if (typeof loaded === 'function') return loaded as typeof Mocha;
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'MODULE_NOT_FOUND')) throw error;
    }
  }
  throw new Error(`The mocha in ${folder} is built in a way that itlab does not know.`);
}

/** Files of `--file` set things up for the others and are always loaded. */
function isWanted(mocha: Mocha, file: string, wanted: readonly string[] | null): boolean {
  const setUp: unknown = Reflect.get(mocha.options, 'file');
  const always = Array.isArray(setUp) ? setUp.map((path) => resolve(String(path))) : [];
  return wanted === null || isInside(file, wanted) || always.some((one) => isSamePath(one, file));
}

/** Whether mocha's own `grep` lets a test of this full title run. */
function isMatched(mocha: Mocha, fullTitle: string): boolean {
  const grep: unknown = Reflect.get(mocha.options, 'grep');
  if (!(grep instanceof RegExp)) return true;
  grep.lastIndex = 0;
  return grep.test(fullTitle) !== (Reflect.get(mocha.options, 'invert') === true);
}

/**
 * Rewrites packages as CommonJS compiles them, which holds for `require` and for ES imports of CommonJS alike.
 * The module hooks of newer Nodes would do as well, but they are missing below Node 22.15 and disturb the
 * loaders of others.
 */
function instrumentRequires(instrument: (path: string) => string | null): void {
  const prototype: object = Module.prototype;
  const compile: unknown = Reflect.get(prototype, '_compile');
  if (typeof compile !== 'function') return;
  Reflect.set(
    prototype,
    '_compile',
    function (this: unknown, content: string, path: string, ...rest: unknown[]) {
      const result: unknown = Reflect.apply(compile, this, [instrument(path) ?? content, path, ...rest]);
      return result;
    },
  );
}

/** Says so when the project ends the process itself while its tests run. Mocha's own exits are none of that. */
function reportExits(here: () => Frame | null, finished: () => boolean): void {
  process.exit = (code): never => {
    const at = finished() ? null : here();
    const status = Number(code ?? process.exitCode ?? 0);
    if (at !== null) send({ type: 'exitCalled', code: Number.isNaN(status) ? 1 : status, at });
    return code === undefined ? end() : end(code);
  };
}

/**
 * Where a file cannot be read as JavaScript, as another Node tells it: of an ES module V8 gives the place with its
 * last words only. Null when the file is fine, and what it imports is not.
 */
function syntaxPlace(file: string): Frame | null {
  const { stderr } = spawnSync(process.execPath, ['--check', file], { encoding: 'utf8', timeout: 10_000 });
  return syntaxFrame(stderr);
}
