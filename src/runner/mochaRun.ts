import { createRequire } from 'node:module';
import { join, relative, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import type Mocha from 'mocha';
import type { Frame, PlannedTest, RunEvent, RunJob } from '../protocol/runEvents.ts';
import { testKey } from '../protocol/testIdentity.ts';
import { describeFailure } from './failure.ts';
import { ownFrame } from './stack.ts';

/** Runs mocha's suites for a job and reports every step through `emit`. */
export class MochaRun {
  private readonly job: RunJob;
  private readonly emit: (event: RunEvent) => void;
  private readonly keys = new Map<Mocha.Test, string>();
  private readonly finished = new Set<string>();
  private readonly places = new WeakMap<object, Frame | null>();
  private runningTest: string | null = null;
  private runningTitle = '';

  constructor(job: RunJob, emit: (event: RunEvent) => void) {
    this.job = job;
    this.emit = emit;
  }

  /** Key of the running test, or null between tests. */
  currentKey(): string | null {
    return this.runningTest;
  }

  /** Title of the running test or hook; empty while files load. */
  currentTitle(): string {
    return this.runningTitle;
  }

  /** Loads the files, runs what is selected, and resolves when the last hook has run. */
  async run(): Promise<void> {
    const MochaClass = await this.loadMocha();
    const mocha = new MochaClass({
      ui: 'bdd',
      timeout: this.job.testTimeoutMs,
      color: false,
      // Reporting is ours: mocha's reporters print to stdout, which belongs to the learner. The base one is silent.
      reporter: MochaClass.reporters.Base,
    });
    this.watchDefinitions(MochaClass);

    // As mocha's own command line does it: a rejection nobody handles fails the test that is running.
    process.on('unhandledRejection', (reason) => {
      throw reason;
    });

    await this.loadFiles(mocha);
    const planned = this.plan(mocha.suite);
    const exclusive = this.job.select === null && hasOnly(mocha.suite);
    this.emit({ type: 'planned', tests: planned, exclusive });
    if (exclusive) this.reportExclusive(mocha.suite);
    this.select(mocha.suite);
    if (this.job.order === 'reversed') reverse(mocha.suite);
    await new Promise<void>((resolve) => {
      this.report(mocha.run(() => resolve()));
    });
    this.runningTitle = '';
  }

  private async loadMocha(): Promise<typeof Mocha> {
    const require = createRequire(join(this.job.toolchain, 'package.json'));
    const loaded: unknown = await import(pathToFileURL(require.resolve('mocha')).href);
    // The package is ours and pinned; what its default export is, its types say.
    return (loaded as { readonly default: typeof Mocha }).default;
  }

  /** Remembers the line each test and suite is defined on. */
  private watchDefinitions(MochaClass: typeof Mocha): void {
    const places = this.places;
    const here = (): Frame | null => this.here();
    const prototype = MochaClass.Suite.prototype;
    for (const name of ['addTest', 'addSuite'] as const) {
      const add: unknown = Reflect.get(prototype, name);
      if (typeof add !== 'function') continue;
      Reflect.set(prototype, name, function (this: Mocha.Suite, node: object): unknown {
        places.set(node, here());
        const suite: unknown = Reflect.apply(add, this, [node]);
        return suite;
      });
    }
  }

  /** The learner's line in the present call stack. */
  here(): Frame | null {
    const limit = Error.stackTraceLimit;
    Error.stackTraceLimit = 60;
    const stack = new Error().stack ?? '';
    Error.stackTraceLimit = limit;
    return ownFrame(stack, this.job.ownCode, this.job.root);
  }

  private async loadFiles(mocha: Mocha): Promise<void> {
    for (const file of this.job.files) {
      this.emit({ type: 'loading', file });
      mocha.suite.emit('pre-require', globalThis, file, mocha);
      try {
        const module: unknown = await import(pathToFileURL(file).href);
        mocha.suite.emit('require', module, file, mocha);
      } catch (thrown) {
        this.emit({ type: 'loadFailed', file, failure: describeFailure(thrown, this.job) });
      }
      mocha.suite.emit('post-require', globalThis, file, mocha);
    }
  }

  /** Gives every test its key. Tests of one name in one file are told apart by their order. */
  private plan(root: Mocha.Suite): PlannedTest[] {
    const ordinals = new Map<string, number>();
    const planned: PlannedTest[] = [];
    root.eachTest((test) => {
      const file = relative(this.job.root, test.file ?? '')
        .split(sep)
        .join('/');
      const path = test.titlePath();
      const name = JSON.stringify([file, path]);
      const ordinal = ordinals.get(name) ?? 0;
      ordinals.set(name, ordinal + 1);
      const key = testKey({ file, path, ordinal });
      this.keys.set(test, key);
      planned.push({ key, file, path, at: this.places.get(test) ?? null, pending: test.isPending() });
    });
    return planned;
  }

  private select(root: Mocha.Suite): void {
    if (this.job.select === null) return;
    const wanted = new Set(this.job.select);
    const narrow = (suite: Mocha.Suite): void => {
      suite.tests = suite.tests.filter((test) => wanted.has(this.keyOf(test)));
      suite.suites.forEach(narrow);
      // Asking for a test by name beats an `.only` elsewhere in the file.
      clearOnly(suite);
    };
    narrow(root);
  }

  private keyOf(test: Mocha.Test): string {
    return this.keys.get(test) ?? '';
  }

  private reportExclusive(root: Mocha.Suite): void {
    const report = (title: string, node: object): void => {
      this.emit({
        type: 'finding',
        finding: {
          rule: 'only-or-skip',
          test: title,
          message: `'.only' on '${title}' keeps every other test from running. Remove it.`,
          at: this.places.get(node) ?? null,
        },
      });
    };
    const visit = (suite: Mocha.Suite): void => {
      for (const test of onlyTests(suite)) report(test.title, test);
      for (const inner of onlySuites(suite)) report(inner.title, inner);
      suite.suites.forEach(visit);
    };
    visit(root);
  }

  private report(runner: Mocha.Runner): void {
    runner.on('test', (test) => {
      this.runningTest = this.keyOf(test);
      this.runningTitle = test.title;
      this.emit({ type: 'testStarted', key: this.runningTest });
    });
    runner.on('pending', (test) => {
      this.finish(test, 'pending', null);
      this.emit({
        type: 'finding',
        finding: {
          rule: 'only-or-skip',
          test: test.title,
          message: `'${test.title}' is skipped, so it proves nothing. Give it a body, or remove it.`,
          at: this.places.get(test) ?? null,
        },
      });
    });
    runner.on('pass', (test) => this.finish(test, 'passed', null));
    runner.on('fail', (runnable, thrown: unknown) => {
      if (isHook(runnable)) this.hookFailed(runnable, thrown);
      else this.finish(runnable, 'failed', thrown);
    });
    runner.on('hook', (hook) => {
      const test = hook.ctx?.currentTest;
      this.runningTest = isEachHook(hook) && test !== undefined ? this.keyOf(test) : null;
      this.runningTitle = isEachHook(hook) && test !== undefined ? test.title : hook.title;
      this.emit({ type: 'hookStarted', title: hook.title });
    });
    runner.on('hook end', () => {
      this.runningTest = null;
    });
  }

  private finish(test: Mocha.Test, state: 'passed' | 'failed' | 'pending', thrown: unknown): void {
    const key = this.keyOf(test);
    this.finished.add(key);
    this.emit({
      type: 'testFinished',
      key,
      state,
      durationMs: test.duration ?? 0,
      failure: state === 'failed' ? describeFailure(thrown, this.job) : null,
    });
    this.runningTest = null;
  }

  private hookFailed(hook: Mocha.Hook, thrown: unknown): void {
    const parent = hook.parent;
    const affected: string[] = [];
    parent?.eachTest((test) => {
      const key = this.keyOf(test);
      if (!this.finished.has(key)) affected.push(key);
    });
    const current = isEachHook(hook) ? hook.ctx?.currentTest : undefined;
    this.emit({
      type: 'hookFailed',
      title: hook.title,
      root: parent?.root ?? true,
      tests: affected,
      current: current === undefined ? null : this.keyOf(current),
      failure: describeFailure(thrown, this.job),
    });
    for (const key of affected) this.finished.add(key);
    this.runningTest = null;
  }
}

function isHook(runnable: Mocha.Runnable): runnable is Mocha.Hook {
  return 'type' in runnable && runnable.type === 'hook';
}

function isEachHook(hook: Mocha.Hook): boolean {
  return /^"(before|after) each"/.test(hook.title);
}

/** mocha keeps `.only` in two fields that its types hide. */
function onlyTests(suite: Mocha.Suite): Mocha.Test[] {
  return (Reflect.get(suite, '_onlyTests') as Mocha.Test[] | undefined) ?? [];
}

function onlySuites(suite: Mocha.Suite): Mocha.Suite[] {
  return (Reflect.get(suite, '_onlySuites') as Mocha.Suite[] | undefined) ?? [];
}

function clearOnly(suite: Mocha.Suite): void {
  Reflect.set(suite, '_onlyTests', []);
  Reflect.set(suite, '_onlySuites', []);
}

function hasOnly(suite: Mocha.Suite): boolean {
  return onlyTests(suite).length > 0 || onlySuites(suite).length > 0 || suite.suites.some(hasOnly);
}

function reverse(suite: Mocha.Suite): void {
  suite.tests.reverse();
  suite.suites.reverse();
  suite.suites.forEach(reverse);
}
