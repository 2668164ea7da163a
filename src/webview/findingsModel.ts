import type { GradeProblemCode } from '../protocol/gradeResult.ts';
import { hintKeys, type ShownHints } from '../protocol/hints.ts';
import type { ExerciseState, RunSummary } from '../protocol/lessonPage.ts';
import type { ExerciseFacts } from './exerciseFacts.ts';
import { suiteIsGiven } from './exerciseFacts.ts';
import { dependencesOf, type Dependent } from '../protocol/dependences.ts';
import { leaksOf } from '../protocol/leaks.ts';
import { faultName, survivorId } from './faultNames.ts';
import type { HintModel } from './hintsModel.ts';
import { hintModel } from './hintsModel.ts';
import type { LinkModel } from './links.ts';
import { lineLinks, runAgainLink, testLink } from './links.ts';
import { inOrder } from './orders.ts';
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
  for (const { code, message, test } of grade.problems) {
    const hint = hintOfProblem(code);
    add('problem', 'bad', message, {
      links: test === undefined ? [] : [testLink(test, strings.openTheTest, strings)],
      ...(hint === null ? {} : { hint }),
    });
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
    const links = lineLinks(file, line, strings);
    // The test that showed it; where no line is known, all of them are places to look.
    const named = links.length === 0 ? tests : tests.slice(0, 1);
    links.push(...named.map((title) => testLink(title, fill(strings.inTest, title), strings)));
    add('leak', 'warning', message, {
      detail: file !== '' && tests.length > 1 ? fill(strings.andMore, tests.length - 1) : '',
      links,
      hint: hintKeys.leak(rule),
    });
  }
  for (const dependents of dependencesOf(grade)) {
    const texts = dependents.map((one) => dependenceText(one, strings));
    const orders = new Set(dependents.flatMap(({ seed }) => (seed === null ? [] : inOrder(seed, strings))));
    add('dependence', 'warning', texts.join('\n'), {
      detail: orders.size === 0 ? '' : fill(strings.seenInOrder, [...orders].join(', ')),
      links: dependenceLinks(dependents, strings),
      hint: grade.isolation.pairs.some(({ victim }) => dependents.some(({ test }) => test === victim))
        ? hintKeys.polluter
        : hintKeys.leak('order-dependence'),
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

/** For one that is known by nobody, the grade's own words. */
function dependenceText({ test, on, seed, message }: Dependent, strings: Strings): string {
  const [one, ...others] = on;
  if (one === undefined || others.length > 0) return message;
  if (seed === null) return fill(strings.passesOnlyAfter, test, one);
  return fill(strings.orderDependence, test, one);
}

/** The tests, and what shows the dependence again: each order once. */
function dependenceLinks(dependents: readonly Dependent[], strings: Strings): readonly LinkModel[] {
  const [first, ...others] = dependents;
  const [decides] = first?.on ?? [];
  const simple = first !== undefined && others.length === 0 && first.on.length === 1 && first.seed !== null;
  const tests = [...new Set(dependents.flatMap(({ test, on }) => [test, ...on]))];
  const places =
    simple && decides !== undefined
      ? [testLink(first.test, strings.openVictim, strings), testLink(decides, strings.openPolluter, strings)]
      : tests.map((test) => testLink(test, test, strings));
  const runs = dependents.map(({ test, seed }) => runAgainLink(seed, seed === null ? test : '', strings));
  return [...places, ...runs.filter(({ text }, at) => runs.findIndex((one) => one.text === text) === at)];
}

/** Most problems say in their own words what to do. */
function hintOfProblem(code: GradeProblemCode): string | null {
  if (code === 'trial-failed') return hintKeys.trial;
  return code === 'only-or-skip' ? hintKeys.leak(code) : null;
}

/** The tests that failed in a run, each with its place. */
export function runFindings({ failures = [] }: RunSummary, strings: Strings): readonly FindingModel[] {
  return failures.map(({ title, message, file, line }, index) => ({
    id: `run-${index}`,
    tone: 'bad',
    text: fill(strings.testFailed, title, message),
    detail: '',
    links: file === '' ? [testLink(title, strings.openTheTest, strings)] : lineLinks(file, line, strings),
    hint: null,
  }));
}
