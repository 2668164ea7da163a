import type Mocha from 'mocha';
import type { Frame, RunEvent } from '../protocol/runEvents.ts';
import { describeFailure, type FailureContext } from './failure.ts';
import type { TestGuard } from './bed/testGuard.ts';
import { originalOf, type TestPlan } from './testPlan.ts';

/** Tells the events of mocha's own runner in the words of the protocol. */
export class MochaReport {
  private readonly plan: TestPlan;
  private readonly context: FailureContext;
  private readonly placeOf: (node: object) => Frame | null;
  private readonly emit: (event: RunEvent) => void;
  private readonly exclusive: boolean;
  private readonly guard: TestGuard | null;
  private readonly finished = new Set<string>();
  private limitMs: number | null = null;
  private key: string | null = null;
  private title = '';

  constructor(
    plan: TestPlan,
    context: FailureContext,
    placeOf: (node: object) => Frame | null,
    emit: (event: RunEvent) => void,
    exclusive = false,
    guard: TestGuard | null = null,
  ) {
    this.plan = plan;
    this.context = context;
    this.placeOf = placeOf;
    this.emit = emit;
    this.exclusive = exclusive;
    this.guard = guard;
  }

  /** Key of the running test, or of the test a hook is run for; null otherwise. */
  currentKey(): string | null {
    return this.key;
  }

  /** Title of the running test or hook; empty between them. */
  currentTitle(): string {
    return this.title;
  }

  attach(runner: Mocha.Runner): void {
    runner.on('test', (test) => {
      this.takeLate(test);
      this.watchLimit(test);
      this.key = this.plan.keyOf(test);
      this.title = test.title;
      this.emit({ type: 'testStarted', key: this.key });
    });
    runner.on('pending', (test) => this.skipped(test));
    runner.on('pass', (test) => this.passed(test));
    runner.on('fail', (runnable, thrown: unknown) => {
      if (isHook(runnable)) this.hookFailed(runnable, thrown);
      else if (this.plan.keyOf(runnable) !== '') this.finish(runnable, 'failed', thrown);
      // mocha's stand-in for what belongs to no test.
      else this.emit({ type: 'uncaught', failure: describeFailure(thrown, this.context) });
    });
    runner.on('hook', (hook) => {
      this.watchLimit(hook);
      const test = isEachHook(hook) ? hook.ctx?.currentTest : undefined;
      this.key = test === undefined ? null : this.plan.keyOf(test);
      this.title = test?.title ?? hook.title;
      this.emit({ type: 'hookStarted', title: hook.title });
    });
    runner.on('hook end', () => {
      this.key = null;
    });
    runner.on('end', () => {
      this.key = null;
      this.title = '';
    });
  }

  /** A suite may be made while a test runs; mocha runs its tests afterwards, so they are told as well. */
  private takeLate(test: Mocha.Test): void {
    if (!this.plan.addLate(test)) return;
    this.emit({ type: 'planned', tests: this.plan.planned, exclusive: this.exclusive });
  }

  /** Says how long the runnable may take, now and whenever it changes that itself. */
  private watchLimit(runnable: Mocha.Runnable): void {
    this.tellLimit(runnable.timeout());
    const timeout = runnable.timeout.bind(runnable) as (...args: unknown[]) => unknown;
    // The instance's own; it is mocha's method that stays in force.
    Reflect.set(runnable, 'timeout', (...args: unknown[]): unknown => {
      const result = timeout(...args);
      if (args.length > 0) this.tellLimit(Number(Reflect.get(runnable, '_timeout')));
      return result;
    });
  }

  private tellLimit(limitMs: number): void {
    if (limitMs === this.limitMs) return;
    this.limitMs = limitMs;
    this.emit({ type: 'timeLimit', limitMs });
  }

  private skipped(test: Mocha.Test): void {
    this.takeLate(test);
    this.finish(test, 'pending', null);
    this.emit({
      type: 'finding',
      finding: {
        rule: 'only-or-skip',
        test: test.title,
        message: `'${test.title}' is skipped, so it proves nothing. Give it a body, or remove it.`,
        at: this.placeOf(test),
      },
    });
  }

  private passed(test: Mocha.Test): void {
    if (this.guard === null || this.guard.hasPassed(originalOf(test))) {
      this.finish(test, 'passed', null);
      return;
    }
    const message = `'${test.title}' was called passed without having run to its end: something replaces what runs the tests. Leave mocha's objects alone.`;
    this.emit({ type: 'bedChanged', message });
    this.finish(test, 'failed', new Error(message));
  }

  private finish(test: Mocha.Test, state: 'passed' | 'failed' | 'pending', thrown: unknown): void {
    const key = this.plan.keyOf(test);
    this.finished.add(key);
    this.emit({
      type: 'testFinished',
      key,
      state,
      durationMs: test.duration ?? 0,
      failure: state === 'failed' ? describeFailure(thrown, this.context) : null,
    });
    this.key = null;
  }

  private hookFailed(hook: Mocha.Hook, thrown: unknown): void {
    const parent = hook.parent;
    const affected: string[] = [];
    parent?.eachTest((test) => {
      const key = this.plan.keyOf(test);
      if (!this.finished.has(key)) affected.push(key);
    });
    const current = isEachHook(hook) ? hook.ctx?.currentTest : undefined;
    this.emit({
      type: 'hookFailed',
      title: hook.title,
      root: parent?.root ?? true,
      tests: affected,
      current: current === undefined ? null : this.plan.keyOf(current),
      failure: describeFailure(thrown, this.context),
    });
    for (const key of affected) this.finished.add(key);
    this.key = null;
  }
}

function isHook(runnable: Mocha.Runnable): runnable is Mocha.Hook {
  return 'type' in runnable && runnable.type === 'hook';
}

function isEachHook(hook: Mocha.Hook): boolean {
  return /^"(before|after) each"/.test(hook.title);
}
