import type { GradeResult, GradeStage } from '../protocol/gradeResult.ts';
import { hintKeys, type ShownHints } from '../protocol/hints.ts';
import type { ExerciseState, RunSummary } from '../protocol/lessonPage.ts';
import type { ExerciseFacts } from './exerciseFacts.ts';
import { dependencesOf } from '../protocol/dependences.ts';
import { leaksOf } from '../protocol/leaks.ts';
import { declaredOrder } from '../protocol/runEvents.ts';
import { standingOf } from '../protocol/standing.ts';
import { suiteIsGiven } from './exerciseFacts.ts';
import type { FindingModel } from './findingsModel.ts';
import { findingsModel, runFindings } from './findingsModel.ts';
import type { HintModel } from './hintsModel.ts';
import { hintModel } from './hintsModel.ts';
import type { MatrixModel } from './matrixModel.ts';
import { matrixModel } from './matrixModel.ts';
import { lineLinks, type LinkModel } from './links.ts';
import { inOrder } from './orders.ts';
import type { Strings } from './strings.ts';
import { fill } from './strings.ts';

/** `none`: nothing to judge yet. `active`: being judged now. */
export type Tone = 'good' | 'bad' | 'warning' | 'none' | 'active';

/** Everything a card shows, in words, decided without a DOM. */
export interface CardModel {
  readonly status: 'not-started' | 'running' | 'grading' | 'in-progress' | 'complete' | 'completed-before';
  readonly badges: readonly { readonly text: string; readonly tone: Tone }[];
  readonly stages: readonly StageModel[];
  /** What goes on now; null when nothing does. */
  readonly activity: ActivityModel | null;
  /** The grade was made before an edit: readable, but not the state of things. */
  readonly outdated: boolean;
  readonly outdatedNotice: string | null;
  /** Why nothing runs, when the workspace is not trusted; shown with a button that manages trust. */
  readonly trustNotice: string | null;
  readonly run: RunModel | null;
  readonly findings: readonly FindingModel[];
  readonly matrix: MatrixModel | null;
  /** The exercise's own hints, whatever the verdict; null when it is complete, and before the extension has spoken. */
  readonly hint: HintModel | null;
  /** Whether Run and Grade may be pressed. */
  readonly canStart: boolean;
}

export interface StageModel {
  readonly stage: GradeStage;
  readonly label: string;
  /** As shown, for example `4 / 6`. */
  readonly value: string;
  /** As read aloud, for example `4 of 6, not passed`. */
  readonly spoken: string;
  readonly tone: Tone;
}

export interface ActivityModel {
  readonly label: string;
  readonly done: number;
  /** 0 while it is not known. */
  readonly total: number;
}

export interface RunModel {
  readonly title: string;
  readonly summary: string;
  readonly message: string | null;
  readonly tone: Tone;
  /** It was made before an edit, or something newer is being made. */
  readonly outdated: boolean;
  /** Says that it was made before an edit; null when it was not. */
  readonly outdatedNotice: string | null;
  readonly failures: readonly FindingModel[];
  /** Where the message belongs. */
  readonly links: readonly LinkModel[];
}

/** The order in which a grade is judged. */
export const stageOrder: readonly GradeStage[] = ['tests', 'variants', 'hygiene', 'isolation', 'faults'];

/**
 * @param state what the extension said last; null before it said anything
 * @param trusted false in a workspace the user has not trusted
 * @param hints of all exercises of the page
 */
export function cardModel(
  exercise: ExerciseFacts,
  state: ExerciseState | null,
  trusted: boolean,
  hints: readonly ShownHints[],
  strings: Strings,
): CardModel {
  const grade = state?.grade ?? null;
  const run = state?.run ?? null;
  const activity = state?.activity ?? { type: 'idle' };
  const status = activity.type === 'idle' ? standingOf(state) : activity.type;
  // While a new grade is made, what is shown of one is the new one.
  const outdated = grade !== null && state?.outdated === true && activity.type !== 'grading';
  const runOutdated = state?.runOutdated === true;
  return {
    status,
    badges: badges(
      status,
      outdated || (grade === null && run !== null && runOutdated),
      state?.byModelAnswer === true,
      strings,
    ),
    stages: stageOrder.map((stage) => stageModel(stage, exercise, state, strings)),
    activity:
      activity.type === 'idle'
        ? null
        : {
            label: activityLabel(activity, strings),
            done: activity.done,
            total: activity.total,
          },
    outdated,
    outdatedNotice: outdated ? strings.outdatedNotice : null,
    trustNotice: trusted ? null : strings.untrustedNotice,
    // Beside the stages of a new grade it would look like a part of it.
    run:
      run === null || activity.type === 'grading'
        ? null
        : runModel(run, { edited: runOutdated, renewed: activity.type === 'running' }, strings),
    findings: findingsModel(exercise, state, hints, strings),
    matrix:
      grade === null
        ? null
        : matrixModel(grade, state?.faultTitles ?? {}, suiteIsGiven(exercise.kind), strings),
    hint:
      status === 'complete'
        ? null
        : hintModel(hints, exercise.id, hintKeys.exercise, strings.exerciseHints, strings),
    canStart: trusted && activity.type === 'idle',
  };
}

function badges(
  status: CardModel['status'],
  outdated: boolean,
  byModelAnswer: boolean,
  strings: Strings,
): CardModel['badges'] {
  const badge = {
    'not-started': { text: strings.notStarted, tone: 'none' },
    running: { text: strings.running, tone: 'active' },
    grading: { text: strings.grading, tone: 'active' },
    'in-progress': { text: strings.inProgress, tone: 'none' },
    complete: { text: byModelAnswer ? strings.completeByAnswer : strings.complete, tone: 'good' },
    'completed-before': {
      text: byModelAnswer ? strings.completedBeforeByAnswer : strings.completedBefore,
      tone: 'good',
    },
  } as const;
  return outdated ? [badge[status], { text: strings.outdated, tone: 'warning' }] : [badge[status]];
}

function activityLabel(
  activity: Exclude<ExerciseState['activity'], { type: 'idle' }>,
  strings: Strings,
): string {
  const label =
    activity.type === 'running'
      ? strings.runningTests
      : {
          tests: strings.gradingTests,
          variants: strings.gradingVariants,
          hygiene: strings.gradingHygiene,
          isolation: strings.gradingIsolation,
          faults: strings.gradingFaults,
        }[activity.stage];
  return activity.total > 0 ? `${label}, ${fill(strings.ofTotal, activity.done, activity.total)}` : label;
}

function runModel(
  run: RunSummary,
  { edited, renewed }: { readonly edited: boolean; readonly renewed: boolean },
  strings: Strings,
): RunModel {
  const { order = declaredOrder } = run;
  return {
    title: order === declaredOrder ? strings.lastRun : fill(strings.lastRunIn, inOrder(order, strings)),
    outdated: edited || renewed,
    outdatedNotice: edited ? strings.outdatedRun : null,
    failures: runFindings(run, strings),
    links: run.at === undefined ? [] : lineLinks(run.at.file, run.at.line, strings),
    summary: runSummary(run, strings),
    message: run.message,
    tone: run.failed + run.errored > 0 || run.message !== null ? 'bad' : run.passed > 0 ? 'good' : 'warning',
  };
}

/** For example `5 passed, 1 failed`. */
export function runSummary(run: RunSummary, strings: Strings): string {
  const counts = [
    [run.passed, strings.passed],
    [run.failed, strings.failed],
    [run.errored, strings.errored],
    [run.pending, strings.pending],
  ] as const;
  const parts = counts.filter(([count]) => count > 0).map(([count, text]) => fill(text, count));
  return parts.length === 0 ? strings.noTestsRan : parts.join(', ');
}

// ---- Stages

interface StageValue {
  readonly value: string;
  readonly spoken: string;
  readonly tone: Tone;
}

function stageModel(
  stage: GradeStage,
  exercise: ExerciseFacts,
  state: ExerciseState | null,
  strings: Strings,
): StageModel {
  const label = {
    tests: strings.testsPass,
    variants: strings.variantsAccepted,
    hygiene: strings.hygiene,
    isolation: strings.isolation,
    faults: suiteIsGiven(exercise.kind) ? strings.faultsRuledOut : strings.faultsCaught,
  }[stage];
  const result = stageValue(stage, exercise, state, strings);
  const outcome =
    result.tone === 'good'
      ? strings.stagePassed
      : result.tone === 'bad' || result.tone === 'warning'
        ? strings.stageNotPassed
        : null;
  return {
    stage,
    label,
    value: result.value,
    spoken: outcome === null ? result.spoken : `${result.spoken}, ${outcome}`,
    tone: result.tone,
  };
}

function stageValue(
  stage: GradeStage,
  exercise: ExerciseFacts,
  state: ExerciseState | null,
  strings: Strings,
): StageValue {
  if (state?.activity.type === 'grading') {
    const { stage: current, done, total } = state.activity;
    const ahead = stageOrder.indexOf(stage) - stageOrder.indexOf(current);
    if (ahead > 0) return notJudged(stage, exercise, strings);
    if (ahead === 0) {
      return total > 0
        ? { ...counted(done, total, strings), tone: 'active' }
        : { value: '…', spoken: strings.notJudged, tone: 'active' };
    }
  }
  const grade = state?.grade ?? null;
  return (
    (grade === null ? null : judged[stage](grade, exercise, strings)) ?? notJudged(stage, exercise, strings)
  );
}

function notJudged(stage: GradeStage, exercise: ExerciseFacts, strings: Strings): StageValue {
  const total = stage === 'variants' ? exercise.variants : stage === 'faults' ? exercise.faults : 0;
  return { value: total > 0 ? `– / ${total}` : '–', spoken: strings.notJudged, tone: 'none' };
}

/** Per stage; null where the grade ended before it, so that nothing unjudged looks clean. */
const judged: Readonly<
  Record<GradeStage, (grade: GradeResult, exercise: ExerciseFacts, strings: Strings) => StageValue | null>
> = {
  tests({ tests }, _exercise, strings) {
    const passed = tests.filter((test) => test.state === 'passed').length;
    return tests.length === 0 ? word(strings.none, 'bad') : counted(passed, tests.length, strings);
  },
  variants(grade, exercise, strings) {
    const { variants } = grade;
    const accepted = variants.filter((variant) => variant.passed).length;
    if (variants.length > 0) return counted(accepted, variants.length, strings);
    return exercise.variants === 0 && !endedEarly(grade) ? word(strings.none, 'good') : null;
  },
  hygiene(grade, _exercise, strings) {
    const leaks = leaksOf(grade).length;
    if (leaks > 0) return word(leaks === 1 ? strings.oneLeak : fill(strings.leaks, leaks), 'warning');
    return endedEarly(grade) ? null : word(strings.clean, 'good');
  },
  isolation(grade, _exercise, strings) {
    const { length } = dependencesOf(grade);
    if (length > 0)
      return word(length === 1 ? strings.oneDependence : fill(strings.dependences, length), 'warning');
    return grade.isolation.clean && !endedEarly(grade) ? word(strings.clean, 'good') : null;
  },
  faults({ faults }, _exercise, strings) {
    const caught = faults.filter((fault) => fault.caught).length;
    return faults.length === 0 ? null : counted(caught, faults.length, strings);
  },
};

/** Nothing ran, or not to the end: an empty list of findings then says nothing. */
function endedEarly(grade: GradeResult): boolean {
  return (
    grade.tests.length === 0 ||
    grade.problems.some(({ code }) => code === 'cancelled' || code === 'runner-failed')
  );
}

function counted(count: number, total: number, strings: Strings): StageValue {
  return {
    value: `${count} / ${total}`,
    spoken: fill(strings.ofTotal, count, total),
    tone: count === total ? 'good' : 'bad',
  };
}

function word(text: string, tone: Tone): StageValue {
  return { value: text, spoken: text, tone };
}
