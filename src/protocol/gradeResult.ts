import type { HygieneRule, OrderSeed } from './runEvents.ts';

/** The document `itlab grade --json` prints; the editor shows the same one. */
export interface GradeResult {
  /** `<lesson-folder>/<exercise-folder>`. */
  readonly exercise: string;
  readonly complete: boolean;
  /** It is complete with the files of a model answer. Absent where they are the learner's, and where that is not sure. */
  readonly modelAnswer?: true;
  /** The tests on the correct system. */
  readonly tests: readonly GradedTest[];
  readonly variants: readonly GradedVariant[];
  readonly faults: readonly GradedFault[];
  readonly hygiene: readonly GradedFinding[];
  readonly isolation: GradedIsolation;
  readonly problems: readonly GradeProblem[];
}

export interface GradedTest {
  /** The test's own title; with its suites' titles in front where two tests share it. */
  readonly title: string;
  readonly state: 'passed' | 'failed' | 'errored' | 'pending';
  readonly durationMs: number;
}

export interface GradedVariant {
  readonly id: string;
  readonly passed: boolean;
  /** Titles of the tests that refused a correct system. */
  readonly refusedBy: readonly string[];
}

export interface GradedFault {
  readonly id: string;
  readonly caught: boolean;
  /** Titles of the tests that catch it. For kinds where the suite is given: those that rule it out. */
  readonly by: readonly string[];
}

export interface GradedFinding {
  readonly rule: HygieneRule;
  readonly test: string;
  readonly message: string;
  /** Relative to the exercise folder, with forward slashes; empty when the line is not known. */
  readonly file: string;
  /** 1-based; 0 when not known. */
  readonly line: number;
  /** 1-based; left out when not known. */
  readonly column?: number;
  /** Of a test that depends on the order; results that were kept by an older version have none. */
  readonly dependence?: {
    /** Titles of the tests that decide; empty when it is not known which, or takes several. */
    readonly on: readonly string[];
    /** An order of the whole suite that shows it; null for a test that fails alone. */
    readonly seed: OrderSeed | null;
  };
}

export interface GradedIsolation {
  readonly clean: boolean;
  readonly pairs: readonly { readonly polluter: string; readonly victim: string; readonly seed: number }[];
}

export interface GradeProblem {
  readonly code: GradeProblemCode;
  readonly message: string;
  /** Title of the one test that it is about. */
  readonly test?: string;
}

/** Each its own reason not to pass, with its own remedy in the message. */
export type GradeProblemCode =
  | 'no-tests'
  | 'too-many-tests'
  | 'too-slow'
  | 'ungrouped-test'
  | 'unlocalised-fault'
  | 'trial-failed'
  | 'unsteady-test'
  | 'flaky-test'
  | 'test-bed-changed'
  | 'test-failed'
  | 'test-errored'
  | 'only-or-skip'
  | 'load-error'
  | 'hook-failed'
  | 'process-exit'
  | 'endless-loop'
  | 'crashed'
  | 'uncaught'
  | 'runner-failed'
  | 'not-readable'
  | 'not-judged'
  | 'cancelled';

/** How far a grade has come. Stages are in the order they are judged. */
export type GradeStage = 'tests' | 'variants' | 'hygiene' | 'isolation' | 'faults';

/** Streamed while a grade runs. */
export type GradeEvent =
  | { readonly type: 'stage'; readonly stage: GradeStage; readonly done: number; readonly total: number }
  | { readonly type: 'partial'; readonly result: GradeResult };
