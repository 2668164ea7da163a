import type { ExerciseState } from '../protocol/lessonPage.ts';
import type { ExerciseFacts } from './exerciseFacts.ts';
import { suiteIsGiven } from './exerciseFacts.ts';
import { leaksOf } from './leaks.ts';
import { faultName } from './matrixModel.ts';
import type { Strings } from './strings.ts';
import { fill } from './strings.ts';

/** One thing between the learner and a complete exercise. */
export interface FindingModel {
  readonly tone: 'bad' | 'warning';
  readonly text: string;
  /** More about it, in quieter letters; empty when there is no more to say. */
  readonly detail: string;
  /** The line in the learner's own file, for a link to it. */
  readonly place: PlaceModel | null;
}

export interface PlaceModel {
  /** For example `tests/orders.test.ts:12`. */
  readonly text: string;
  /** What the link does, in words. */
  readonly title: string;
  /** Relative to the exercise folder. */
  readonly file: string;
  /** 1-based. */
  readonly line: number;
}

/** In the order the grade is judged, after what kept it from being judged. */
export function findingsModel(
  exercise: ExerciseFacts,
  state: ExerciseState | null,
  strings: Strings,
): readonly FindingModel[] {
  if (state === null) return [];
  const findings: FindingModel[] = [];
  const add = (
    tone: FindingModel['tone'],
    text: string,
    detail = '',
    place: PlaceModel | null = null,
  ): void => {
    findings.push({ tone, text, detail, place });
  };
  if (state.error !== null) add('bad', state.error);
  const { grade } = state;
  if (grade === null) return findings;
  for (const problem of grade.problems) add('bad', problem.message);
  for (const variant of grade.variants) {
    if (variant.passed) continue;
    add(
      'bad',
      strings.variantRefused,
      variant.refusedBy.map((title) => fill(strings.refusedBy, title)).join(' '),
    );
  }
  for (const { message, tests, file, line } of leaksOf(grade)) {
    const [first = ''] = tests;
    const where = tests.length > 1 ? fill(strings.inTests, tests.length) : fill(strings.inTest, first);
    add('warning', message, tests.length === 0 ? '' : where, placeModel(file, line, strings));
  }
  for (const { victim, polluter, seed } of grade.isolation.pairs) {
    add('warning', fill(strings.orderDependence, victim, polluter), fill(strings.replaySeed, seed));
  }
  const survived = suiteIsGiven(exercise.kind) ? strings.faultNotRuledOut : strings.faultSurvived;
  for (const [index, fault] of grade.faults.entries()) {
    if (!fault.caught) add('bad', fill(survived, faultName(fault, index, state.faultTitles, strings)));
  }
  return findings;
}

function placeModel(file: string, line: number, strings: Strings): PlaceModel | null {
  if (file === '') return null;
  const text = line > 0 ? `${file}:${line}` : file;
  return { text, title: fill(strings.openPlace, text), file, line: Math.max(line, 1) };
}
