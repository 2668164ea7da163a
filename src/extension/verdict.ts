import { l10n } from 'vscode';
import type { Exercise } from '../course/exercise.ts';
import type { GradeResult, GradeStage } from '../protocol/gradeResult.ts';
import type { ExerciseActivity, ExerciseState, RunSummary } from '../protocol/lessonPage.ts';
import { dependencesOf } from '../protocol/dependences.ts';
import { leaksOf } from '../protocol/leaks.ts';
import { declaredOrder, reversedOrder, type OrderSeed } from '../protocol/runEvents.ts';
import { standingOf, type Standing } from '../protocol/standing.ts';

/** How an exercise stands, in a few words, as every list and the status bar say it. Empty before anything ran. */
export function verdictText(exercise: Exercise, state: ExerciseState): string {
  if (state.activity.type !== 'idle') return activityText(state.activity);
  const { grade, run, outdated, runOutdated } = state;
  // What is fresh says more about the files as they are than what is old.
  const shown = grade !== null && (!outdated || run === null || runOutdated) ? 'grade' : 'run';
  const result = shown === 'grade' && grade ? gradeText(grade, exercise) : run ? runText(run) : '';
  if (result === '') return state.completed ? completedBefore(state) : '';
  return (shown === 'grade' ? outdated : runOutdated) ? l10n.t('{0} (edited since)', result) : result;
}

export function standingText(standing: Standing): string {
  switch (standing) {
    case 'not-started':
      return l10n.t('not started');
    case 'in-progress':
      return l10n.t('in progress');
    case 'complete':
      return l10n.t('complete');
    case 'completed-before':
      return l10n.t('complete before');
  }
}

/** For those who hear it: the standing and the verdict, neither said twice. */
export function spokenVerdict(exercise: Exercise, state: ExerciseState): string {
  const verdict = verdictText(exercise, state);
  const standing = standingOf(state);
  if (verdict === '') return standingText(standing);
  const saysIt =
    state.grade === null && state.run === null ? state.completed : state.grade?.complete === true;
  return state.activity.type === 'idle' && saysIt ? verdict : `${standingText(standing)}, ${verdict}`;
}

function completedBefore({ byModelAnswer }: ExerciseState): string {
  return byModelAnswer ? l10n.t('complete before, with the model answer') : standingText('completed-before');
}

function activityText(activity: Exclude<ExerciseActivity, { type: 'idle' }>): string {
  const what = activity.type === 'running' ? l10n.t('running') : stageText(activity.stage);
  return activity.total > 0 ? l10n.t('{0}, {1} of {2}', what, activity.done, activity.total) : what;
}

function stageText(stage: GradeStage): string {
  switch (stage) {
    case 'tests':
      return l10n.t('grading: tests');
    case 'variants':
      return l10n.t('grading: variants');
    case 'hygiene':
      return l10n.t('grading: hygiene');
    case 'isolation':
      return l10n.t('grading: isolation');
    case 'faults':
      return l10n.t('grading: faults');
  }
}

function gradeText(grade: GradeResult, { manifest }: Exercise): string {
  if (grade.complete)
    return grade.modelAnswer ? l10n.t('complete, with the model answer') : standingText('complete');
  if (grade.problems.some(({ code }) => code === 'cancelled')) return l10n.t('grade cancelled');
  const failing = grade.tests.filter(({ state }) => state === 'failed' || state === 'errored').length;
  const refused = grade.variants.filter(({ passed }) => !passed).length;
  const caught = grade.faults.filter((fault) => fault.caught).length;
  const leaks = leaksOf(grade).length;
  const dependences = dependencesOf(grade).length;
  const objections = [
    failing === 1 ? l10n.t('1 test fails') : failing > 1 ? l10n.t('{0} tests fail', failing) : '',
    refused === 1 ? l10n.t('1 variant refused') : refused > 1 ? l10n.t('{0} variants refused', refused) : '',
    leaks === 1 ? l10n.t('1 leak') : leaks > 1 ? l10n.t('{0} leaks', leaks) : '',
    dependences === 1
      ? l10n.t('1 order dependence')
      : dependences > 1
        ? l10n.t('{0} order dependences', dependences)
        : '',
  ].filter((text) => text !== '');
  const problems = grade.problems.filter(
    ({ code }) => code !== 'test-failed' && code !== 'test-errored',
  ).length;
  // What has no short name is counted only where nothing else says why it is not complete.
  if (objections.length === 0 && problems > 0)
    objections.push(problems === 1 ? l10n.t('1 problem') : l10n.t('{0} problems', problems));
  return [l10n.t('{0} of {1} faults', caught, manifest.faults.length), ...objections].join(', ');
}

/** For example `8 passed, 1 failed`, and the order where it is another than that of the file. */
export function runText({ passed, failed, errored, pending, order = declaredOrder }: RunSummary): string {
  const parts = [
    passed > 0 ? l10n.t('{0} passed', passed) : '',
    failed > 0 ? l10n.t('{0} failed', failed) : '',
    errored > 0 ? l10n.t('{0} could not run', errored) : '',
    pending > 0 ? l10n.t('{0} pending', pending) : '',
  ].filter((text) => text !== '');
  if (parts.length === 0) return l10n.t('no tests ran');
  return order === declaredOrder ? parts.join(', ') : [...parts, orderPhrase(order)].join(', ');
}

/** An order other than that of the file, as the end of a sentence. */
export function orderPhrase(order: OrderSeed): string {
  return order === reversedOrder ? l10n.t('in reversed order') : l10n.t('in the shuffled order {0}', order);
}

/** What runs an exercise in an order, as a button and as the name of the run. */
export function runInOrder(order: OrderSeed): string {
  if (order === declaredOrder) return l10n.t('Run in the order of the file');
  return order === reversedOrder
    ? l10n.t('Run in reversed order')
    : l10n.t('Run in the shuffled order {0}', order);
}
