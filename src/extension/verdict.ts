import { l10n } from 'vscode';
import type { Exercise } from '../course/exercise.ts';
import type { GradeResult, GradeStage } from '../protocol/gradeResult.ts';
import type { ExerciseActivity, ExerciseState, RunSummary } from '../protocol/lessonPage.ts';
import { leaksOf } from '../protocol/leaks.ts';
import { standingOf, type Standing } from '../protocol/standing.ts';

/** How an exercise stands, in a few words, as every list and the status bar say it. Empty before anything ran. */
export function verdictText(exercise: Exercise, state: ExerciseState): string {
  if (state.activity.type !== 'idle') return activityText(state.activity);
  const result = resultText(exercise, state);
  if (result === '') return state.completed ? completedBefore(state) : '';
  return state.outdated ? l10n.t('{0} (edited since)', result) : result;
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

function resultText({ manifest }: Exercise, { grade, run }: ExerciseState): string {
  if (grade !== null) return gradeText(grade, manifest.faults.length);
  return run === null ? '' : runText(run);
}

function gradeText(grade: GradeResult, faults: number): string {
  if (grade.complete)
    return grade.modelAnswer ? l10n.t('complete, with the model answer') : standingText('complete');
  if (grade.problems.some(({ code }) => code === 'cancelled')) return l10n.t('grade cancelled');
  const failing = grade.tests.filter(({ state }) => state === 'failed' || state === 'errored').length;
  const refused = grade.variants.filter(({ passed }) => !passed).length;
  const caught = grade.faults.filter((fault) => fault.caught).length;
  const leaks = leaksOf(grade).length;
  const pairs = grade.isolation.pairs.length;
  const objections = [
    failing === 1 ? l10n.t('1 test fails') : failing > 1 ? l10n.t('{0} tests fail', failing) : '',
    refused === 1 ? l10n.t('1 variant refused') : refused > 1 ? l10n.t('{0} variants refused', refused) : '',
    leaks === 1 ? l10n.t('1 leak') : leaks > 1 ? l10n.t('{0} leaks', leaks) : '',
    pairs === 1 ? l10n.t('1 order dependence') : pairs > 1 ? l10n.t('{0} order dependences', pairs) : '',
  ].filter((text) => text !== '');
  const problems = grade.problems.filter(
    ({ code }) => code !== 'test-failed' && code !== 'test-errored',
  ).length;
  // What has no short name is counted only where nothing else says why it is not complete.
  if (objections.length === 0 && problems > 0)
    objections.push(problems === 1 ? l10n.t('1 problem') : l10n.t('{0} problems', problems));
  return [l10n.t('{0} of {1} faults', caught, faults), ...objections].join(', ');
}

function runText({ passed, failed, errored, pending }: RunSummary): string {
  const parts = [
    passed > 0 ? l10n.t('{0} passed', passed) : '',
    failed > 0 ? l10n.t('{0} failed', failed) : '',
    errored > 0 ? l10n.t('{0} could not run', errored) : '',
    pending > 0 ? l10n.t('{0} pending', pending) : '',
  ].filter((text) => text !== '');
  return parts.length === 0 ? l10n.t('no tests ran') : parts.join(', ');
}
