/** What comes out of an example of a lesson's page, in the form the page shows. */

export interface ExampleResult {
  /** One, or where the order of the tests matters two: as they are written, and reversed. */
  readonly rounds: readonly ExampleRound[];
}

export interface ExampleRound {
  readonly order: 'declared' | 'reversed';
  /** In the order in which they ran. */
  readonly tests: readonly ExampleTest[];
  /** What the tests left behind. */
  readonly leaks: readonly ExamplePlace[];
  /** What kept it from running to its end, in words for people; null when nothing did. */
  readonly problem: string | null;
}

export interface ExampleTest {
  /** The titles of its suites and its own, joined by ` › `. */
  readonly title: string;
  /** `errored`: it could not run or be judged, and the message says why. */
  readonly state: 'passed' | 'failed' | 'errored' | 'pending';
  /** Null for one that passed. */
  readonly failure: ExamplePlace | null;
}

export interface ExamplePlace {
  readonly message: string;
  /** The line of the example that it comes from, as it is written there; null when it comes from elsewhere. */
  readonly line: string | null;
}

/** How an example stands in this window. */
export interface ExampleState {
  readonly name: string;
  readonly running: boolean;
  readonly result: ExampleResult | null;
  /** Why there is no result, in words for people. */
  readonly error: string | null;
}
