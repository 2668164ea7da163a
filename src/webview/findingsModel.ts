import type { GradeProblemCode } from '../protocol/gradeResult.ts';
import { hintKeys, type ShownHints } from '../protocol/hints.ts';
import type { ExerciseState } from '../protocol/lessonPage.ts';
import type { ExerciseFacts } from './exerciseFacts.ts';
import { suiteIsGiven } from './exerciseFacts.ts';
import { leaksOf } from '../protocol/leaks.ts';
import { faultName, survivorId } from './faultNames.ts';
import type { HintModel } from './hintsModel.ts';
import { hintModel } from './hintsModel.ts';
import type { LinkModel } from './links.ts';
import { lineLinks, testLink } from './links.ts';
import type { Strings } from './strings.ts';
import { fill } from './strings.ts';

/** One thing between the learner and a complete exercise. */
export interface FindingModel {
  /** Tells it from the other findings of its card, also in the next grade. */
  readonly id: string;
  readonly tone: 'bad' | 'warning';
  readonly text: string;
  /** More about it, in quieter letters; empty when there is no more to say. */
  readonly detail: string;
  /** Where it lies in the learner's own files. */
  readonly links: readonly LinkModel[];
  /** Null where there is nothing to hint at: the text says what to do. */
  readonly hint: HintModel | null;
}

/** In the order the grade is judged, after what kept it from being judged. */
export function findingsModel(
  exercise: ExerciseFacts,
  state: ExerciseState | null,
  hints: readonly ShownHints[],
  strings: Strings,
): readonly FindingModel[] {
  if (state === null) return [];
  const findings: FindingModel[] = [];
  const counts = new Map<string, number>();
  const add = (
    kind: string,
    tone: FindingModel['tone'],
    text: string,
    more: { detail?: string; links?: readonly LinkModel[]; hint?: string; id?: string } = {},
  ): void => {
    const count = counts.get(kind) ?? 0;
    counts.set(kind, count + 1);
    const { detail = '', links = [], hint } = more;
    findings.push({
      id: more.id ?? `${kind}-${count}`,
      tone,
      text,
      detail,
      links,
      hint: hint === undefined ? null : hintModel(hints, exercise.id, hint, strings.hint, strings),
    });
  };
  if (state.error !== null) add('error', 'bad', state.error);
  const { grade } = state;
  if (grade === null) return findings;
  for (const { code, message } of grade.problems) {
    const hint = hintOfProblem(code);
    add('problem', 'bad', message, hint === null ? {} : { hint });
  }
  for (const { id, passed, refusedBy } of grade.variants) {
    if (passed) continue;
    const title = Object.hasOwn(state.variantTitles, id) ? state.variantTitles[id] : undefined;
    add(
      'variant',
      'bad',
      title === undefined ? strings.variantRefused : fill(strings.titledVariantRefused, title),
      {
        links: refusedBy.map((test) => testLink(test, fill(strings.refusedBy, test), strings)),
        hint: hintKeys.variant,
      },
    );
  }
  for (const { rule, message, tests, file, line } of leaksOf(grade)) {
    const [first = ''] = tests;
    const where = tests.length > 1 ? fill(strings.inTests, tests.length) : fill(strings.inTest, first);
    const links = lineLinks(file, line, strings);
    // Where no line is known, the test is the place to look.
    if (links.length === 0) links.push(...tests.map((test) => testLink(test, test, strings)));
    add('leak', 'warning', message, {
      detail: tests.length === 0 || file === '' ? '' : where,
      links,
      hint: hintKeys.leak(rule),
    });
  }
  for (const { victim, polluter, seed } of grade.isolation.pairs) {
    add('pair', 'warning', fill(strings.orderDependence, victim, polluter), {
      detail: fill(strings.replaySeed, seed),
      links: [
        testLink(victim, strings.openVictim, strings),
        testLink(polluter, strings.openPolluter, strings),
      ],
      hint: hintKeys.polluter,
    });
  }
  const survived = suiteIsGiven(exercise.kind) ? strings.faultNotRuledOut : strings.faultSurvived;
  for (const [index, fault] of grade.faults.entries()) {
    if (fault.caught) continue;
    add('fault', 'bad', fill(survived, faultName(fault, index, state.faultTitles, strings)), {
      id: survivorId(index),
      hint: hintKeys.fault(fault.id),
    });
  }
  return findings;
}

/** Most problems say in their own words what to do. */
function hintOfProblem(code: GradeProblemCode): string | null {
  if (code === 'trial-failed') return hintKeys.trial;
  return code === 'only-or-skip' ? hintKeys.leak(code) : null;
}
