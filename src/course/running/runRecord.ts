import {
  channelLostCode,
  type Failure,
  type Finding,
  type Frame,
  type PlannedTest,
  type RunEvent,
} from '../../protocol/runEvents.ts';
import type { GradeProblem, GradeProblemCode } from '../../protocol/gradeResult.ts';
import type { RunEnd } from './runnerProcess.ts';

export interface TestRecord {
  readonly key: string;
  /** Titles from the outermost suite to the test. */
  readonly path: readonly string[];
  readonly at: Frame | null;
  /** `errored`: it could not be run or judged, and `reason` says why. Never shown as skipped. */
  state: 'passed' | 'failed' | 'errored' | 'pending';
  durationMs: number;
  failure: Failure | null;
  /** Why it is errored, in words. */
  reason: string | null;
  /** The failure came from a hook of a suite that was run for this very test. */
  inOwnHook: boolean;
  /** It was running when the run had to be ended because nothing moved any more. */
  blocked: boolean;
}

/** Everything a run told, put together. */
export interface RunRecord {
  readonly tests: readonly TestRecord[];
  readonly findings: readonly Finding[];
  /** What went wrong beside failing tests. */
  readonly problems: readonly RunProblem[];
  readonly exclusive: boolean;
  /** What outlives the round, where that was asked for. */
  readonly residue: readonly string[];
  readonly end: RunEnd;
}

export interface RunProblem extends GradeProblem {
  readonly at: Frame | null;
}

/** Gathers the events of one run. `selected` limits the record to those keys. */
export class RunRecorder {
  private readonly tests = new Map<string, TestRecord>();
  private readonly findings: Finding[] = [];
  private readonly problems: RunProblem[] = [];
  private readonly selected: ReadonlySet<string> | null;
  private exclusive = false;
  private residue: readonly string[] = [];
  /** Why tests of a file cannot run, by the file's path. */
  private readonly broken = new Map<string, string>();
  private running: string | null = null;
  /** What the run is doing now, for the message when it goes no further. */
  private doing: { readonly words: string; readonly file: string | null } = { words: 'starting', file: null };

  constructor(selected: readonly string[] | null = null) {
    this.selected = selected === null ? null : new Set(selected);
  }

  /** Takes the next event. */
  add(event: RunEvent): void {
    switch (event.type) {
      case 'loading':
        this.doing = { words: `loading ${event.file}`, file: event.file };
        break;
      case 'loadFailed': {
        const words = `${event.file} could not be loaded: ${event.failure.message}`;
        this.broken.set(event.file.split('\\').join('/'), words);
        this.problem('load-error', words, event.failure.at);
        break;
      }
      case 'planned':
        this.exclusive = event.exclusive;
        this.plan(event.tests);
        break;
      case 'testStarted':
        this.running = event.key;
        this.doing = { words: `running the test ${this.nameOf(event.key)}`, file: null };
        break;
      case 'testFinished':
        this.finish(event.key, event.state, event.durationMs, event.failure);
        this.running = null;
        break;
      case 'hookStarted':
        this.doing = { words: `running the hook ${event.title}`, file: null };
        break;
      case 'timeLimit':
        break;
      case 'hookFailed':
        this.hookFailed(event);
        break;
      case 'exitCalled': {
        const words = `process.exit(${event.code}) was called while ${this.doing.words}. It ends the whole run, and a test cannot be judged by it. Remove it.`;
        this.problem('process-exit', words, event.at);
        this.errorRunning(words);
        break;
      }
      case 'uncaught':
        this.problem('uncaught', event.failure.message, event.failure.at);
        break;
      case 'finding':
        this.findings.push(event.finding);
        break;
      case 'bedChanged':
        this.problem('test-bed-changed', event.message, null);
        break;
      case 'residue':
        this.residue = event.names;
        break;
      case 'output':
      case 'debuggerAwaited':
      case 'coverage':
      case 'finished':
      case 'ready':
        break;
    }
  }

  /** Closes the record. Tests that never ran get the reason why. */
  close(end: RunEnd): RunRecord {
    const reason = this.reasonOf(end);
    if (reason !== null) {
      const already = this.problems.some(({ code }) => code === 'process-exit' || code === 'uncaught');
      if (!already) this.problem(reason.code, reason.message, null);
      this.errorRunning(reason.message, end.how === 'hung');
    }
    for (const test of this.tests.values()) {
      if (test.state === 'errored' && test.reason === null) {
        test.reason = this.whyNotRun();
      }
    }
    return {
      tests: [...this.tests.values()],
      findings: this.findings,
      problems: this.problems,
      exclusive: this.exclusive,
      residue: this.residue,
      end,
    };
  }

  private whyNotRun(): string {
    if (this.exclusive) return `It did not run, because of '.only' on another test.`;
    const [problem] = this.problems;
    if (problem) return `It did not run: ${problem.message}`;
    const failed = [...this.tests.values()].find(({ state }) => state === 'failed');
    if (failed) {
      return `It did not run: mocha stopped after ${this.nameOf(failed.key)} failed, because its options say so (bail) or because that test failed only after it had passed.`;
    }
    return 'It did not run: the options of mocha (grep) leave it out.';
  }

  private plan(tests: readonly PlannedTest[]): void {
    for (const { key, file, path, at } of tests) {
      if (this.selected !== null && !this.selected.has(key)) continue;
      // It comes again when tests are made while others run.
      if (this.tests.has(key)) continue;
      const [, words = null] = [...this.broken].find(([broken]) => `/${broken}`.endsWith(`/${file}`)) ?? [];
      this.tests.set(key, {
        key,
        path,
        at,
        state: 'errored',
        durationMs: 0,
        failure: null,
        reason: words,
        inOwnHook: false,
        blocked: false,
      });
    }
  }

  private finish(key: string, state: TestRecord['state'], durationMs: number, failure: Failure | null): void {
    const test = this.tests.get(key);
    if (!test) return;
    // A test may call back again, also after it has passed; the first failure is what holds.
    if (test.state === 'failed') return;
    test.state = state;
    test.durationMs = durationMs;
    test.failure = failure;
    test.reason = null;
  }

  private hookFailed(event: Extract<RunEvent, { type: 'hookFailed' }>): void {
    const words = `The hook ${event.title} failed: ${event.failure.message}`;
    this.problem('hook-failed', words, event.failure.at);
    const concerned = event.current === null ? event.tests : [event.current, ...event.tests];
    for (const key of concerned) {
      const test = this.tests.get(key);
      // That it failed by itself says more than that a hook failed after it.
      if (!test || test.state === 'failed') continue;
      test.state = 'errored';
      test.failure = event.failure;
      test.reason = words;
      test.inOwnHook = key === event.current && !event.root;
    }
    this.running = null;
  }

  private errorRunning(reason: string, blocked = false): void {
    const test = this.running === null ? undefined : this.tests.get(this.running);
    if (test?.state !== 'errored' || test.reason !== null) return;
    test.reason = reason;
    test.blocked = blocked;
  }

  private reasonOf(end: RunEnd): GradeProblem | null {
    switch (end.how) {
      case 'finished':
        return null;
      case 'cancelled':
        return { code: 'cancelled', message: 'The run was cancelled.' };
      case 'hung':
        return {
          code: 'endless-loop',
          message: `Nothing moved for ${end.limitMs / 1000} s while ${this.doing.words}, so the run was ended. Look for an endless loop or a call that blocks there.`,
        };
      case 'flooded':
        return {
          code: 'crashed',
          message: `The tests told more than ${end.limit / 1_000_000} million characters at once while ${this.doing.words}, so the run was ended. Look for tests made without end, or a title or message of that length.`,
        };
      case 'stopped':
        if (end.code === channelLostCode) {
          return {
            code: 'crashed',
            message: `The tests closed file descriptor 4, on which their results are told, while ${this.doing.words}. Close only what you opened.`,
          };
        }
        if (/heap out of memory/.test(end.stderr)) {
          return {
            code: 'crashed',
            message: `The test process ran out of memory while ${this.doing.words}. Look for something that grows without end there.`,
          };
        }
        const crash = end.signal === null ? crashCode(end.code) : `the signal ${end.signal}`;
        if (crash !== null) {
          return {
            code: 'crashed',
            message: `The test process was ended by ${crash} while ${this.doing.words}. Look for process.abort or process.kill there; if there is none, something outside the tests ended it, or a native module crashed.`,
          };
        }
        return {
          code: 'crashed',
          message: `The test process ended by itself (exit code ${end.code}) while ${this.doing.words}.${lastWords(end.stderr)}`,
        };
      case 'not-started':
        return { code: 'runner-failed', message: `The tests could not be started. ${end.message}` };
    }
  }

  private nameOf(key: string): string {
    return `'${this.tests.get(key)?.path.join(' › ') ?? key}'`;
  }

  private problem(code: GradeProblemCode, message: string, at: Frame | null): void {
    this.problems.push({ code, message, at });
  }
}

/** Windows has no signals: there an exit code tells why a process was ended. Elsewhere none is one of these. */
function crashCode(code: number | null): string | null {
  if (code === 134) return 'an abort (exit code 134)';
  return code !== null && code >= 0x8000_0000 ? `the system (0x${code.toString(16).toUpperCase()})` : null;
}

function lastWords(stderr: string): string {
  const lines = stderr.trim().split('\n').slice(-3).join(' ').trim();
  return lines === '' ? '' : ` Its last words were: ${lines}`;
}

/** Keys of the tests that pass. */
export function passingKeys({ tests }: RunRecord): string[] {
  return tests.filter(({ state }) => state === 'passed').map(({ key }) => key);
}

/** Keys that were expected to pass and did not, also because they did not run. */
export function notPassing(expected: readonly string[], record: RunRecord): string[] {
  const passing = new Set(passingKeys(record));
  return expected.filter((key) => !passing.has(key));
}

/** Why a test did not pass, in one line. */
export function whyNotPassed(key: string, { tests, problems }: RunRecord): string {
  const test = tests.find((one) => one.key === key);
  const why = test?.failure?.message ?? test?.reason ?? problems[0]?.message ?? 'it did not run.';
  return gistOf(why);
}

/** What a message says, in one line: its first, with the next where that one only announces it. */
export function gistOf(message: string): string {
  const [first = '', next] = message.split('\n').filter((line) => line.trim() !== '');
  return first.endsWith(':') && next !== undefined ? `${first} ${next.trim()}` : first;
}

/** Own titles where they are unique within the record, else the path joined by ` › `. */
export function titlesOf(tests: readonly TestRecord[]): Map<string, string> {
  const uses = new Map<string, number>();
  const own = (test: TestRecord): string => test.path.at(-1) ?? '';
  for (const test of tests) uses.set(own(test), (uses.get(own(test)) ?? 0) + 1);
  return new Map(
    tests.map((test) => [test.key, (uses.get(own(test)) ?? 0) > 1 ? test.path.join(' › ') : own(test)]),
  );
}
