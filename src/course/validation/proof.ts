import type { ProvingGround } from './provingGround.ts';

/** One thing the validator proves of an exercise. One file per proof. */
export interface Proof {
  /** Its number in the list of the curriculum's design, by which authors know it. */
  readonly number: number;
  readonly id: string;
  /** What is true when it holds. */
  readonly title: string;
  /** Part of the quick form that runs with the tests. */
  readonly quick: boolean;
  /** Messages for the lesson's author; none when it holds. */
  check(ground: ProvingGround): Promise<string[]>;
}
