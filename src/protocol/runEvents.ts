/**
 * What crosses the wall between the process that asks for a run (editor or command line) and the runner, a
 * child process. The job and its rounds go in, and events come out, as JSON lines on pipes of their own, so
 * nothing the learner prints can be mistaken for one.
 */

/** A file the module hook serves from memory instead of from the disk. */
export interface OverlayFile {
  /** Absolute path, as the importing code would resolve it. */
  readonly path: string;
  readonly text: string;
}

/** What the rounds of one process have in common. Sent first; rounds follow in messages of their own. */
export interface RunJob {
  /** Absolute path of the exercise or project; it need not exist. Paths in test keys are relative to it. */
  readonly root: string;
  readonly overlay: readonly OverlayFile[];
  /**
   * Folders (absolute) whose files come from the overlay alone: what lies there on the disk is not read, so
   * editing the system under test cannot win a grade.
   */
  readonly sealed: readonly string[];
  /** Folder (absolute) whose node_modules hold the packages tests may import, and mocha itself. */
  readonly toolchain: string;
  /** Packages that are always taken from the toolchain, wherever the importing file lies. */
  readonly packages: readonly string[];
  /** Folders (absolute) of the learner's own code: the frame reported for a failure or leak is found here first. */
  readonly ownCode: readonly string[];
  /** Per test, in milliseconds; 0 means no timeout (debugging). */
  readonly testTimeoutMs: number;
  /** An empty folder of this process alone; temporary files of its tests go there. */
  readonly temporary: string;
  /** Working directory. */
  readonly cwd: string;
  /**
   * True to follow the mocha options found from the working directory (.mocharc, package.json), as a plain mocha
   * there would. Left out for grading, which no file of the learner's may change.
   */
  readonly mochaOptions?: boolean;
  /** Connections to other machines are refused, so that exercises need no network. */
  readonly offline: boolean;
  /**
   * `debugger`: the first round begins when a debugger is attached. `coverage`: what the tests execute is counted.
   * Both take time, so they are left out of every other run.
   */
  readonly inspection?: Inspection;
  /**
   * For grading: no round shows from inside which one it is. Files get an address of their own in each, the first
   * included. Left out, the first has the plain address, which a debugger needs.
   */
  readonly alike?: boolean;
  /**
   * Folders (absolute) whose files get another text in each round, without a difference in meaning, line or column;
   * functions of theirs do not tell it.
   */
  readonly varied?: readonly string[];
  /** What rounds lay over the job's overlay, by number, so that a round's message does not show what it is about. */
  readonly systems?: readonly (readonly OverlayFile[])[];
  /** What the numbers of systems in the rounds of this process are hidden with: one for each, in their order. */
  readonly pads?: readonly number[];
}

export type Inspection = 'debugger' | 'coverage';

/** One run of test files, with modules loaded afresh. A process runs one round after the other. */
export interface Round {
  /** Test files, absolute, in the order they are loaded. They may exist in the overlay only. */
  readonly files: readonly string[];
  /** Laid over the job's overlay for this round. */
  readonly overlay: readonly OverlayFile[];
  /** Index into the job's systems, on the wire with the round's pad by exclusive or; laid over as well. */
  readonly system?: number;
  /** Keys (`testKey`) of the tests to run, or null for all of them. */
  readonly select: readonly string[] | null;
  readonly seed: OrderSeed;
  /** Left out for the circumstances the process is in. */
  readonly circumstances?: Circumstances;
  /** What is new in the process since its first round began is told, for those who ask why a later one differs. */
  readonly residue?: boolean;
}

/** What a round finds different from the machine it runs on. What its tests leave behind is not looked for. */
export interface Circumstances {
  /** Name of an IANA time zone. */
  readonly timeZone?: string;
  /** What `Date` tells when the round begins, in milliseconds since the epoch; from there its time goes on. */
  readonly startAtMs?: number;
  /** Waits of up to a second that tests ask for themselves are over at once. */
  readonly eagerTimers?: boolean;
}

/** The order of tests: 0 as declared, -1 reversed, any positive number the shuffle of that seed. */
export type OrderSeed = number;
export const declaredOrder: OrderSeed = 0;
export const reversedOrder: OrderSeed = -1;

/** Messages to the runner. */
export type ToRunner =
  /** `token`: what every line of an event starts with from now on. */
  | { readonly type: 'job'; readonly job: RunJob; readonly token: string }
  | { readonly type: 'round'; readonly round: Round }
  /** Nothing follows: end. */
  | { readonly type: 'end' };

export interface Frame {
  /** Absolute path. */
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  /** 1-based. */
  readonly column: number;
}

export interface Failure {
  readonly name: string;
  readonly message: string;
  readonly code: string | null;
  /** Both sides of a failed comparison as text, for a diff; null where there is nothing to compare. */
  readonly expected: string | null;
  readonly actual: string | null;
  /** True for an AssertionError: the test's own claim failed, as opposed to a crash. */
  readonly assertion: boolean;
  readonly timedOut: boolean;
  /** The learner's own line, when the stack holds one. */
  readonly at: Frame | null;
  /** The stack with frames of the runner and its libraries left out. */
  readonly stack: string;
}

export interface PlannedTest {
  readonly key: string;
  readonly file: string;
  readonly path: readonly string[];
  readonly at: Frame | null;
  readonly pending: boolean;
}

/** What a test left behind. */
export interface Finding {
  readonly rule: HygieneRule;
  /** Title of the test or hook that acquired the resource; empty when that was at load time. */
  readonly test: string;
  readonly message: string;
  /** The line that acquired the resource. */
  readonly at: Frame | null;
}

export const hygieneRules = [
  'open-databases',
  'temp-files',
  'open-servers',
  'child-processes',
  'pending-interceptors',
  'real-network',
  'order-dependence',
  'timers-env-globals',
  'only-or-skip',
] as const;
export type HygieneRule = (typeof hygieneRules)[number];

/** A file of the exercise with V8's counts. All offsets are UTF-16 units of `source`. */
export interface CoveredScript {
  /** Absolute path. */
  readonly file: string;
  /** What was executed: the file with blanks in place of its types, so that every offset is that of the file. */
  readonly source: string;
  /** Empty when no test imported the file. */
  readonly functions: readonly CoveredFunction[];
  /** Where statements begin, ascending. V8's own break locations; of a file that was not imported, its lines. */
  readonly steps: readonly number[];
}

export interface CoveredFunction {
  /** Empty for a function without a name, and for the module itself. */
  readonly name: string;
  /** The whole function first, then the blocks within it that were executed another number of times. */
  readonly ranges: readonly CoveredRange[];
}

export interface CoveredRange {
  readonly start: number;
  readonly end: number;
  readonly count: number;
}

export type RunEvent =
  /** The runner imports this file now. A long silence after it means an endless loop at the top level. */
  | { readonly type: 'loading'; readonly file: string }
  | { readonly type: 'loadFailed'; readonly file: string; readonly failure: Failure }
  | {
      readonly type: 'planned';
      readonly tests: readonly PlannedTest[];
      /** True when `.only` narrowed the run. */
      readonly exclusive: boolean;
    }
  | { readonly type: 'testStarted'; readonly key: string }
  | {
      readonly type: 'testFinished';
      readonly key: string;
      readonly state: 'passed' | 'failed' | 'pending';
      readonly durationMs: number;
      readonly failure: Failure | null;
    }
  | { readonly type: 'hookStarted'; readonly title: string }
  /** The running test or hook, and those after it, may take this many milliseconds; 0 is without end. */
  | { readonly type: 'timeLimit'; readonly limitMs: number }
  | {
      readonly type: 'hookFailed';
      readonly title: string;
      /** True for a hook outside every suite: it says nothing about one test. */
      readonly root: boolean;
      /** Keys of the tests that could not run, or could not be judged, because of it. */
      readonly tests: readonly string[];
      /** The single test it was run for (`beforeEach`, `afterEach`), or null. */
      readonly current: string | null;
      readonly failure: Failure;
    }
  | {
      readonly type: 'output';
      readonly stream: 'stdout' | 'stderr';
      readonly text: string;
      /** The running test's key, or null outside tests. */
      readonly key: string | null;
    }
  /** `process.exit` was called by the code under test. */
  | { readonly type: 'exitCalled'; readonly code: number; readonly at: Frame | null }
  /** An exception or rejection outside of every test. */
  | { readonly type: 'uncaught'; readonly failure: Failure }
  | { readonly type: 'finding'; readonly finding: Finding }
  /** The tests changed what runs or judges them. */
  | { readonly type: 'bedChanged'; readonly message: string }
  /**
   * Everything ran and every event was sent; a process that ends without it did not finish. `clean` says that
   * nothing was left behind that could reach into another round of this process.
   */
  | { readonly type: 'finished'; readonly clean: boolean }
  /** Nothing was loaded yet: the round begins when a debugger attaches to this loopback port. */
  | { readonly type: 'debuggerAwaited'; readonly port: number }
  /** What outlives the round, as code names it (`globalThis.testDb`), or a path in the working directory. */
  | { readonly type: 'residue'; readonly names: readonly string[] }
  /** Comes before `finished`. */
  | { readonly type: 'coverage'; readonly scripts: readonly CoveredScript[] }
  /**
   * The process is up and has loaded what every run needs. `rehearsed`: how many tests of its own rehearsal passed;
   * 0 where there was none.
   */
  | { readonly type: 'ready'; readonly version: string; readonly rehearsed: number };

/** File descriptor of the runner that messages are read from. */
export const jobDescriptor = 3;
/** File descriptor of the runner that events are written to. */
export const eventDescriptor = 4;
/** UTF-16 units of an event's line at most. A plan is the longest, with some 300 for each of its tests. */
export const eventLimit = 16_000_000;
/** The runner's exit code when it can no longer write to that descriptor. */
export const channelLostCode = 74;
