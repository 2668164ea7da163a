import type { ExerciseState } from '../protocol/lessonPage.ts';
import { cardModel, runSummary } from './cardModel.ts';
import type { ExerciseFacts } from './exerciseFacts.ts';
import type { Strings } from './strings.ts';
import { fill } from './strings.ts';

/**
 * What a screen reader is told when an exercise's state changes: a beginning and an end, never the counts in
 * between. Empty when there is nothing to say, as for the first state, which is the page's own content.
 */
export function announcement(
  exercise: ExerciseFacts,
  before: ExerciseState | null,
  after: ExerciseState,
  strings: Strings,
): string {
  if (before === null) return '';
  if (after.error !== null && after.error !== before.error) {
    return fill(strings.announceError, exercise.title, after.error);
  }
  if (after.activity.type !== before.activity.type) {
    switch (after.activity.type) {
      case 'running':
        return fill(strings.announceRunning, exercise.title);
      case 'grading':
        return fill(strings.announceGrading, exercise.title);
      case 'idle':
        return ended(exercise, before, after, strings);
    }
  }
  if (after.activity.type === 'idle' && after.outdated && !before.outdated) {
    return fill(strings.announceOutdated, exercise.title);
  }
  return '';
}

/** What is told of an answer: its explanation, which stands below it and is nothing that the keyboard goes to. */
export function answerAnnouncement(explanation: string): string {
  return explanation.replace(/\s+/g, ' ').trim();
}

function ended(
  exercise: ExerciseFacts,
  before: ExerciseState,
  after: ExerciseState,
  strings: Strings,
): string {
  if (before.activity.type === 'running') {
    return after.run === null
      ? fill(strings.announceStopped, exercise.title)
      : fill(strings.announceRun, exercise.title, runSummary(after.run, strings));
  }
  if (after.grade === null) return fill(strings.announceStopped, exercise.title);
  if (after.grade.complete) return fill(strings.announceComplete, exercise.title);
  const open = cardModel(exercise, after, true, [], strings)
    .stages.filter((stage) => stage.tone === 'bad' || stage.tone === 'warning')
    .map((stage) => `${stage.label} ${stage.value}`);
  const reason = open.length > 0 ? open.join(', ') : (after.grade.problems[0]?.message ?? strings.notJudged);
  return fill(strings.announceNotComplete, exercise.title, reason.replace(/\.$/, ''));
}
