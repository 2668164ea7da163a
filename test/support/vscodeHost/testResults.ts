/** The variable that tells a test bundle where to write its results. */
export const testResultsVariable = 'ITLAB_TEST_RESULTS';

/** What a test bundle writes, as JSON, when its tests have ended. */
export interface TestResults {
  readonly passed: number;
  readonly failed: number;
  /** As the API tells it (`vscode.version`): proof of where the tests ran. */
  readonly vscodeVersion: string;
  readonly failures: readonly TestFailure[];
  /** How long each test and hook took. */
  readonly times: readonly TestTime[];
}

export interface TestTime {
  /** With those of its suites. */
  readonly title: string;
  readonly ms: number;
}

export interface TestFailure {
  readonly title: string;
  /** With the stack, where there is one. */
  readonly message: string;
}

/** @returns undefined for a text that is not a complete result. */
export function parseTestResults(text: string): TestResults | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isRecord(value)) return undefined;
  const { passed, failed, vscodeVersion, failures, times } = value;
  if (!isCount(passed) || !isCount(failed) || typeof vscodeVersion !== 'string' || !Array.isArray(failures)) {
    return undefined;
  }
  return {
    passed,
    failed,
    vscodeVersion,
    failures: failures.filter(isRecord).map(({ title, message }) => ({
      title: String(title),
      message: String(message),
    })),
    times: (Array.isArray(times) ? times : [])
      .filter(isRecord)
      .map(({ title, ms }) => ({ title: String(title), ms: Number(ms) })),
  };
}

export interface Outcome {
  readonly passed: number;
  readonly failed: number;
  readonly failures: readonly TestFailure[];
  /** Empty when the bundle wrote no results. */
  readonly times: readonly TestTime[];
  /** Why the run counts as failed although the results do not say so. */
  readonly problem?: string;
}

export interface RunEnd {
  /** Undefined when the bundle wrote none. */
  readonly results: TestResults | undefined;
  /** Undefined when the host ended well; else what it said. */
  readonly hostFailure: string | undefined;
  /** The version that was to be tested, when it is an exact one. */
  readonly wantedVersion: string | undefined;
}

/** Counts a run. Whatever is not a proof of success is a failure: a crash, a wrong host, no test at all. */
export function judge({ results, hostFailure, wantedVersion }: RunEnd): Outcome {
  if (results === undefined) {
    const cause = hostFailure ?? 'The host ended well';
    return {
      passed: 0,
      failed: 1,
      failures: [],
      times: [],
      problem: `${cause}; the tests left no results, so they did not end by themselves.`,
    };
  }
  const { passed, failed, failures, times } = results;
  const atLeastOne = Math.max(failed, 1);
  if (wantedVersion !== undefined && results.vscodeVersion !== wantedVersion) {
    return {
      passed,
      failed: atLeastOne,
      failures,
      times,
      problem: `Ran on ${results.vscodeVersion}, not on ${wantedVersion}.`,
    };
  }
  if (passed + failed === 0) return { passed, failed: 1, failures, times, problem: 'No test ran.' };
  if (failed === 0 && hostFailure !== undefined)
    return { passed, failed: 1, failures, times, problem: hostFailure };
  return { passed, failed, failures, times };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0;
}
