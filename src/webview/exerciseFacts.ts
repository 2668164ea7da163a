/** What the page's HTML says about an exercise; it does not change while the page is open. */
export interface ExerciseFacts {
  readonly id: string;
  readonly title: string;
  readonly kind: string;
  /** How many faults are seeded. */
  readonly faults: number;
  /** How many correct-but-different systems the tests must accept. */
  readonly variants: number;
}

/** True for the kinds in which the learner writes code and the tests are ours. */
export function suiteIsGiven(kind: string): boolean {
  return kind === 'complete-the-code' || kind === 'write-the-fixture';
}
