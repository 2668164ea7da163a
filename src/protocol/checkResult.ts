import type { GradedFinding, GradedIsolation } from './gradeResult.ts';

/** The document `itlab check --json` prints; the editor shows the same one. */
export interface CheckResult {
  /** Absolute path of the project. */
  readonly project: string;
  /** Version of the project's own mocha; empty when none was found. */
  readonly mocha: string;
  /** Version of the Node that ran it; empty when none was found. */
  readonly node: string;
  /** The tests in their declared order. */
  readonly tests: readonly CheckedTest[];
  /** What was left behind, and which tests depend on the order. Paths are relative to the project. */
  readonly hygiene: readonly GradedFinding[];
  readonly isolation: CheckedIsolation;
  readonly problems: readonly CheckProblem[];
}

export interface CheckedTest {
  /** The test's own title; with its suites' titles in front where two tests share it. */
  readonly title: string;
  readonly state: 'passed' | 'failed' | 'errored' | 'pending';
  readonly durationMs: number;
  /** Relative to the project, with forward slashes. */
  readonly file: string;
  /** Where it begins, 1-based; left out when not known. */
  readonly line?: number;
}

export interface CheckedIsolation extends GradedIsolation {
  /** What the verdict rests on. */
  readonly checked: {
    /** Passing tests, those whose independence was looked at. */
    readonly tests: number;
    /** Orders all of them ran in, beside the declared one: -1 reversed, else the shuffle of that seed. */
    readonly orders: readonly number[];
    /** How many tests were also run alone. */
    readonly alone: number;
    /** Runs it took to find who pollutes whom. */
    readonly searchRuns: number;
    /** Tests that depend on the order and whose polluter was not looked for, because the search had grown too long. */
    readonly unsearched: number;
  };
}

export interface CheckProblem {
  readonly code: CheckProblemCode;
  readonly message: string;
  /** Where it is, when that is known: a file of the project, relative to it, and a line from 1 on. */
  readonly at?: { readonly file: string; readonly line: number };
}

/** Each its own reason, with its own remedy in the message. */
export type CheckProblemCode =
  | 'node-missing'
  | 'mocha-missing'
  | 'other-framework'
  | 'mocha-failed'
  | 'load-error'
  | 'no-tests'
  | 'cancelled'
  | 'test-failed'
  | 'test-errored'
  | 'flaky-test'
  | 'order-ended-early'
  | 'hook-failed'
  | 'process-exit'
  | 'endless-loop'
  | 'crashed'
  | 'uncaught';

/** Problems after which nothing could be judged. */
export const unjudgedCodes: ReadonlySet<CheckProblemCode> = new Set([
  'node-missing',
  'mocha-missing',
  'other-framework',
  'mocha-failed',
  'load-error',
  'no-tests',
  'cancelled',
]);

/** How far a check has come. */
export interface CheckProgress {
  readonly stage: 'tests' | 'isolation' | 'polluters';
  readonly done: number;
  /** 0 when it is not known. */
  readonly total: number;
}
