import type {
  GradedFault,
  GradedVariant,
  GradeEvent,
  GradeProblem,
  GradeResult,
} from '../../protocol/gradeResult.ts';
import type { RunEvent } from '../../protocol/runEvents.ts';
import { hasGivenSuite, type Exercise } from '../exercise.ts';
import type { FileTree } from '../fileTree.ts';
import { mapInPool } from '../running/pool.ts';
import { notPassing, passingKeys, titlesOf, type RunRecord } from '../running/runRecord.ts';
import { catchesOf } from './catches.ts';
import type { Difference, Sights } from './earlierGrade.ts';
import { brokenBy, explainIsolation, isolationProbes, type IsolationProbe } from './isolation.ts';
import { faultLanes, type LaneRound } from './faultLanes.ts';
import { hygieneOf } from './gradedFindings.ts';
import {
  gradedPart,
  groupProblems,
  localisationProblems,
  problemsOf,
  readingProblems,
  slownessProblems,
} from './problems.ts';
import { isModelAnswer } from './modelAnswer.ts';
import type { Submission } from './submission.ts';
import { flaky, judgeSteadiness, type Suspicion } from './steadiness.ts';
import { blankGrade } from './unjudgedGrades.ts';
import { judgeTrials } from './trials.ts';
import { assemble, changedBy, runAlone, SystemSession, type Assembly, type RunSetting } from './systemRun.ts';

export interface GradeOptions extends RunSetting {
  /** Stages and intermediate results while the grade runs. */
  readonly onProgress?: (event: GradeEvent) => void;
  /** Events of the run on the correct system, as they come. */
  readonly onRunEvent?: (event: RunEvent) => void;
  /** A session that holds the submission's files, for one of the two lanes. It stays open. */
  readonly session?: SystemSession;
  /** Whether a model answer of the exercise was applied where the submission comes from. */
  readonly answerApplied?: boolean;
  /** What an earlier grade has seen, and how far the submission is the one it was about. */
  readonly known?: { readonly sights: Sights; readonly difference: Difference & { readonly type: 'some' } };
  /** The first of the runs of all tests under each fault. */
  readonly onFaultRecord?: (id: string, record: RunRecord) => void;
}

/** A grade with the record it was made from, for those who show single tests. */
export interface Grade {
  readonly result: GradeResult;
  readonly record: RunRecord;
  /** For the next grade; null where this one did not come to its end. */
  readonly sights: Sights | null;
}

/**
 * Grades a submission: the tests on the correct system, on its variants, what they leave behind, their
 * independence of order, and the faults they catch. Later stages are judged for the tests that pass, also
 * when others fail.
 *
 * Rounds share processes as long as each leaves its process clean. What counts against the learner's tests, and
 * every catch, is seen twice: the two lanes run the faults in opposite orders, and an objection of a variant or
 * of another order is heard again in a fresh process. Rounds of the correct system among the faults show tests whose
 * verdict does not come from the system.
 * @throws CourseError when the exercise's own data is broken (`broken-patch`, …).
 */
export async function gradeSubmission(
  exercise: Exercise,
  submission: Submission,
  options: GradeOptions,
): Promise<Grade> {
  const assembly = assemble(exercise, submission);
  // Broken data of the course is found before anything runs.
  const variants = exercise.manifest.variants.map(({ id }) => ({
    id,
    changes: changedBy(assembly, 'variants', id),
  }));
  const faults = hasGivenSuite(exercise)
    ? []
    : exercise.manifest.faults.map(({ id }) => ({ id, changes: changedBy(assembly, 'faults', id) }));

  let result = blankGrade(exercise);
  const advance = (part: Partial<GradeResult>): void => {
    result = { ...result, ...part };
    options.onProgress?.({ type: 'partial', result });
  };
  const isCancelled = (): boolean => options.signal?.aborted === true;
  /** Stages that were cut off stay unjudged: what a cancelled run left out looks as if the tests had refused it. */
  const cutOff = (record: RunRecord): Grade => {
    advance({ problems: [...result.problems.filter(({ code }) => code !== 'cancelled'), cancelled] });
    return { result, record, sights: null };
  };

  const systems = [...variants, ...faults].map(({ changes }) => changes);
  const first = options.session ?? new SystemSession(assembly, options, systems);
  const second = new SystemSession(assembly, options, systems);
  try {
    options.onProgress?.({ type: 'stage', stage: 'tests', done: 0, total: 1 });
    const { record, suiteMs } = await timedRun(first, options.onRunEvent);
    const graded = gradedPart(exercise, record);
    const select = graded === record ? {} : { select: graded.tests.map(({ key }) => key) };
    const within: Assembly = { ...assembly, ...select };
    const titles = titlesOf(graded.tests);
    const title = (key: string): string => titles.get(key) ?? key;
    advance({
      tests: graded.tests.map(({ key, state, durationMs }) => ({ title: title(key), state, durationMs })),
      problems: [
        ...readingProblems(submission),
        ...problemsOf(exercise, record, title),
        ...groupProblems(exercise, record),
      ],
      hygiene: hygieneOf(exercise, assembly, record.findings),
    });
    if (isCancelled()) return cutOff(record);
    const passing = passingKeys(graded);
    if (passing.length === 0) {
      advance({ faults: givenFaults(exercise, record, title) });
      return { result, record, sights: null };
    }

    // A suite that is cut off may be cut elsewhere the next time.
    const kept = keptFrom(graded === record ? options.known : undefined, passing);
    const probes = isolationProbes(graded);
    const openProbes = probes.filter(({ alone }) => alone === null || !kept.passAlone.has(alone));
    /** The lanes that see a fault, in their order. Both do so at the same time where nothing is known of it. */
    const lanesOf = (id: string): readonly [Lane, Lane] =>
      kept.catches.has(id) && faults.findIndex((fault) => fault.id === id) % 2 === 1
        ? ['second', 'first']
        : ['first', 'second'];
    const isSeenFirstIn =
      (lane: Lane) =>
      (round: LaneRound<Change>): boolean =>
        round === null || !kept.catches.has(round.id) || lanesOf(round.id)[0] === lane;
    const [forward, backward] = faultLanes(faults);
    const lanes = {
      first: forward.filter(isSeenFirstIn('first')),
      second: backward.filter(isSeenFirstIn('second')),
    };
    const seenAgain = faults.filter(({ id }) => kept.catches.has(id));
    const progress = new StageProgress(options, {
      variants: variants.length,
      isolation: openProbes.length,
      faults: [...lanes.first, ...lanes.second].filter((round) => round !== null).length + seenAgain.length,
    });
    const refused = new Map<string, string[]>();
    const broken: { probe: IsolationProbe; keys: string[] }[] = [];
    const catches = {
      first: new Map<string, ReadonlySet<string>>(),
      second: new Map<string, ReadonlySet<string>>(),
    };
    /** What only some rounds showed of a test bed that was changed. */
    const bedChanges = new Map<string, GradeProblem>();
    const noteBed = ({ problems }: RunRecord): void => {
      for (const { code, message } of problems) {
        if (code === 'test-bed-changed') bedChanges.set(message, { code, message });
      }
    };
    const suspicions = new Map<string, Suspicion>();
    const ranIn = { first: 1, second: 0 };
    const judgeFault = async (lane: Lane, { id, changes }: Change): Promise<void> => {
      const faulty = await (lane === 'first' ? first : second).run({ changes, ...select });
      noteBed(faulty);
      catches[lane].set(id, catchesOf(graded, faulty));
      if (lane === lanesOf(id)[0]) options.onFaultRecord?.(id, faulty);
    };
    const judgeControl = async (lane: Lane): Promise<void> => {
      const correct = await (lane === 'first' ? first : second).run(select);
      noteBed(correct);
      if (correct.end.how === 'cancelled') return;
      for (const key of notPassing(passing, correct)) {
        if (!suspicions.has(key)) suspicions.set(key, { key, after: ranIn[lane] });
      }
    };
    const judgeLane = async (lane: Lane, rounds: readonly LaneRound<Change>[]): Promise<void> => {
      for (const fault of rounds) {
        await (fault === null ? judgeControl(lane) : judgeFault(lane, fault));
        ranIn[lane] += 1;
        if (fault !== null) progress.step('faults');
      }
    };
    /** Tests that are as they were have been seen under the fault; of the others, a catch is seen again. */
    const judgeAgain = async ({ id, changes }: Change): Promise<void> => {
      const [seenIn, lane] = lanesOf(id);
      const caught = catches[seenIn].get(id) ?? none;
      const again = kept.changed.filter((key) => caught.has(key));
      const seen = kept.catches.get(id) ?? none;
      if (again.length === 0) catches[lane].set(id, seen);
      else {
        const faulty = await (lane === 'first' ? first : second).run({ changes, select: again });
        noteBed(faulty);
        catches[lane].set(id, new Set([...seen, ...catchesOf(graded, faulty)]));
        ranIn[lane] += 1;
      }
      progress.step('faults');
    };
    const judgeVariant = async (session: SystemSession, { id, changes }: Change): Promise<void> => {
      const varied = await session.run({ changes, ...select });
      noteBed(varied);
      refused.set(id, notPassing(passing, varied));
      progress.step('variants');
    };
    const judgeOrder = async (session: SystemSession, probe: IsolationProbe): Promise<void> => {
      const ordered = await session.run({ ...select, ...probe.round });
      noteBed(ordered);
      const keys = brokenBy(probe, ordered);
      if (keys.length > 0) broken.push({ probe, keys });
      progress.step('isolation');
    };
    // Whichever lane is free takes the next, so that both come to their faults at about the same time.
    const shared = [
      ...variants.map((variant) => (session: SystemSession) => judgeVariant(session, variant)),
      ...openProbes.map((probe) => (session: SystemSession) => judgeOrder(session, probe)),
    ];
    const judgeShared = async (lane: 'first' | 'second'): Promise<void> => {
      for (let next = shared.shift(); next !== undefined; next = shared.shift()) {
        await next(lane === 'first' ? first : second);
        ranIn[lane] += 1;
      }
    };
    await Promise.all([
      judgeShared('first').then(() => judgeLane('first', lanes.first)),
      judgeShared('second').then(() => judgeLane('second', lanes.second)),
    ]);
    await Promise.all(
      (['first', 'second'] as const).map(async (lane) => {
        for (const fault of seenAgain.filter(({ id }) => lanesOf(id)[1] === lane)) await judgeAgain(fault);
      }),
    );

    const heardAgain = await mapInPool(
      variants.filter(({ id }) => (refused.get(id)?.length ?? 0) > 0),
      async ({ id, changes }) =>
        [id, notPassing(passing, await runAlone(within, options, { changes }))] as const,
    );
    if (isCancelled()) return cutOff(record);
    for (const [id, keys] of heardAgain) refused.set(id, keys);
    advance({
      variants: variants.map(({ id }): GradedVariant => {
        const keys = refused.get(id) ?? [];
        return { id, passed: keys.length === 0, refusedBy: keys.map(title) };
      }),
    });

    // In the order of the probes, so that the same one explains each time.
    broken.sort((one, other) => probes.indexOf(one.probe) - probes.indexOf(other.probe));
    const confirmed = await mapInPool(broken, async ({ probe }) => ({
      probe,
      keys: brokenBy(probe, await runAlone(within, options, probe.round)),
    }));
    const { isolation, findings, flakyTests } = await explainIsolation(
      graded,
      confirmed.filter(({ keys }) => keys.length > 0),
      titles,
      (round) => runAlone(within, options, round),
    );
    if (isCancelled()) return cutOff(record);
    const dependent = findings.flatMap(({ key, test, message, other, seed }) => {
      const at = record.tests.find((known) => known.key === key)?.at ?? null;
      const dependence = { on: other === null ? [] : [title(other)], seed };
      return hygieneOf(exercise, assembly, [{ rule: 'order-dependence', test, message, at }]).map(
        (finding) => ({ ...finding, dependence }),
      );
    });
    advance({ isolation, hygiene: [...hygieneOf(exercise, assembly, record.findings), ...dependent] });

    let slow = slownessProblems(exercise, suiteMs);
    // A busy machine is slow once, so that is heard again.
    if (slow.length > 0) slow = slownessProblems(exercise, (await timedRun(first)).suiteMs);
    const trials = exercise.manifest.trials ?? [];
    let tried = 0;
    const tellTrials = (): void =>
      options.onProgress?.({ type: 'stage', stage: 'isolation', done: tried, total: trials.length });
    if (trials.length > 0) tellTrials();
    const failedTrials = await judgeTrials(trials, passing, title, within, options, () => {
      tried += 1;
      tellTrials();
    });
    if (isCancelled()) return cutOff(record);
    advance({ problems: [...result.problems, ...slow, ...failedTrials] });

    const steadiness = await judgeSteadiness([...suspicions.values()], title, within, options);
    if (isCancelled()) return cutOff(record);
    const byChance = flakyTests
      .filter(({ key }) => !steadiness.unsteady.has(key))
      .map((test) => flaky(title(test.key), test.failed, test.runs, test.why));
    const newBedChanges = [...bedChanges.values()].filter(
      ({ message }) => !result.problems.some((known) => known.message === message),
    );
    advance({ problems: [...result.problems, ...newBedChanges, ...steadiness.problems, ...byChance] });

    const settled = await mapInPool(faults, async ({ id, changes }) => {
      const [one = none, other = none] = [catches.first.get(id), catches.second.get(id)];
      // What was once wrong without a fault, and could not be explained, has to show it in fresh processes.
      const sure = sameKeys(one, other) && ![...one].some((key) => suspicions.has(key));
      const by = sure ? one : await caughtAlone(within, options, graded, changes);
      const counted = passing.filter((key) => by.has(key) && !steadiness.unsteady.has(key));
      return [id, counted] as const;
    });
    if (isCancelled()) return cutOff(record);
    const judged = hasGivenSuite(exercise)
      ? givenFaults(exercise, record, title)
      : settled.map(([id, by]): GradedFault => ({
          id,
          caught: by.length > 0,
          by: by.map(title),
        }));
    const pathOf = (name: string): readonly string[] =>
      record.tests.find(({ key }) => title(key) === name)?.path ?? [name];
    advance({
      faults: judged,
      problems: [...result.problems, ...localisationProblems(exercise, judged, pathOf)],
    });
    const complete = isComplete(result);
    const isAnswer = complete && isModelAnswer(exercise, submission.files, options.answerApplied === true);
    advance({ complete, ...(isAnswer ? { modelAnswer: true } : {}) });
    const failedAlone = new Set(broken.map(({ probe }) => probe.alone));
    const passAlone = probes.flatMap(({ alone }) =>
      alone === null || failedAlone.has(alone) ? [] : [alone],
    );
    const sights = {
      passAlone: new Set(passAlone),
      catches: new Map(settled.map(([id, by]) => [id, new Set(by)])),
    };
    // What is not the same in each round is no ground for leaving rounds out.
    const isSteady = suspicions.size === 0 && bedChanges.size === 0 && flakyTests.length === 0;
    return { result, record, sights: graded === record && isSteady ? sights : null };
  } finally {
    await Promise.all([...(options.session ? [] : [first.close()]), second.close()]);
  }
}

const cancelled: GradeProblem = {
  code: 'cancelled',
  message: 'The grade was cancelled; what had been judged so far is shown.',
};

/** @returns with how long the tests took once they were loaded, in milliseconds. */
async function timedRun(
  session: SystemSession,
  onRunEvent?: (event: RunEvent) => void,
): Promise<{ readonly record: RunRecord; readonly suiteMs: number }> {
  let plannedAt: number | null = null;
  const record = await session.run({
    onEvent: (event) => {
      if (event.type === 'planned') plannedAt ??= performance.now();
      onRunEvent?.(event);
    },
  });
  return { record, suiteMs: plannedAt === null ? 0 : performance.now() - plannedAt };
}

type Lane = 'first' | 'second';

interface Change {
  readonly id: string;
  readonly changes: FileTree;
}

const none: ReadonlySet<string> = new Set();

/** What of an earlier grade need not be seen again. */
interface Kept {
  /** Tests that pass alone, as they did. */
  readonly passAlone: ReadonlySet<string>;
  /** By fault: the tests that are as they were and caught it. Empty where all are to be seen twice. */
  readonly catches: ReadonlyMap<string, ReadonlySet<string>>;
  /** Keys of the tests that pass now and are not as they were. */
  readonly changed: readonly string[];
}

/** @param passing keys of the tests that pass now. */
function keptFrom(known: GradeOptions['known'], passing: readonly string[]): Kept {
  if (!known) return { passAlone: none, catches: new Map(), changed: passing };
  const { sights, difference } = known;
  const isKept = new Set(passing.filter((key) => difference.isSame(key)));
  const changed = passing.filter((key) => !isKept.has(key));
  const among = (keys: ReadonlySet<string>): ReadonlySet<string> =>
    new Set([...keys].filter((key) => isKept.has(key)));
  return {
    // Every file is loaded also for a test that runs alone.
    passAlone: difference.loadsTheSame ? among(sights.passAlone) : none,
    catches:
      isKept.size === 0 ? new Map() : new Map([...sights.catches].map(([id, keys]) => [id, among(keys)])),
    changed,
  };
}

function sameKeys(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  return one.size === other.size && [...one].every((key) => other.has(key));
}

/** The lanes disagreed, so a test fails by chance, or reaches into other rounds: two fresh processes decide. */
async function caughtAlone(
  assembly: Assembly,
  setting: RunSetting,
  correct: RunRecord,
  changes: FileTree,
): Promise<ReadonlySet<string>> {
  const [one, other] = await Promise.all([0, 1].map(() => runAlone(assembly, setting, { changes })));
  if (!one || !other) return none;
  const again = catchesOf(correct, other);
  return new Set([...catchesOf(correct, one)].filter((key) => again.has(key)));
}

/** Tells how far a grade is: the first stage, in their order, that is not done. */
class StageProgress {
  private readonly options: GradeOptions;
  private readonly totals: Readonly<Record<'variants' | 'isolation' | 'faults', number>>;
  private readonly done = { variants: 0, isolation: 0, faults: 0 };

  constructor(options: GradeOptions, totals: Readonly<Record<'variants' | 'isolation' | 'faults', number>>) {
    this.options = options;
    this.totals = totals;
    this.tell();
  }

  step(stage: 'variants' | 'isolation' | 'faults'): void {
    this.done[stage] += 1;
    this.tell();
  }

  private tell(): void {
    const order = ['variants', 'isolation', 'faults'] as const;
    const shown = order.find((one) => this.done[one] < this.totals[one]) ?? 'faults';
    // Each fault is tried twice, and is still one fault.
    const runs = shown === 'faults' ? 2 : 1;
    this.options.onProgress?.({
      type: 'stage',
      stage: shown,
      done: Math.floor(this.done[shown] / runs),
      total: this.totals[shown] / runs,
    });
  }
}

/**
 * Where the suite is given, the learner's own code is what is examined: a fault is ruled out when every test
 * that notices it passes. The validator proves that those tests do notice it.
 */
export function givenFaults(
  exercise: Exercise,
  record: RunRecord,
  title: (key: string) => string,
): GradedFault[] {
  if (!hasGivenSuite(exercise)) {
    return exercise.manifest.faults.map(({ id }) => ({ id, caught: false, by: [] }));
  }
  return exercise.manifest.faults.map(({ id, caughtBy }) => {
    const guards = record.tests.filter((test) => caughtBy.some((name) => isCalled(test.path, name)));
    const caught = guards.length > 0 && guards.every(({ state }) => state === 'passed');
    return { id, caught, by: caught ? guards.map(({ key }) => title(key)) : [] };
  });
}

/** Whether a manifest's name means this test: its own title, or its whole path joined by ` › `. */
export function isCalled(path: readonly string[], name: string): boolean {
  return path.at(-1) === name || path.join(' › ') === name;
}

/** Complete means: every test counts and passes, and nothing at all was found. */
function isComplete(result: GradeResult): boolean {
  return (
    result.tests.length > 0 &&
    result.tests.every(({ state }) => state === 'passed') &&
    result.problems.length === 0 &&
    result.variants.every(({ passed }) => passed) &&
    result.hygiene.length === 0 &&
    result.isolation.clean &&
    result.faults.length > 0 &&
    result.faults.every(({ caught }) => caught)
  );
}
