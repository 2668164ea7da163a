import type { Exercise } from '../exercise.ts';
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
  /** Whether it looks at this exercise at all; where it does not, nobody is told that it holds. Every one if left out. */
  concerns?(exercise: Exercise): boolean;
  /** Messages for the lesson's author; none when it holds. */
  check(ground: ProvingGround): Promise<string[]>;
}
