import type { ExerciseState } from './lessonPage.ts';

/** How far a learner is with an exercise. `completed-before`: complete once, and not in the state that is there now. */
export type Standing = 'not-started' | 'in-progress' | 'complete' | 'completed-before';

/** The one rule by which page, course view, Testing view and status bar say how an exercise stands. */
export function standingOf(state: ExerciseState | null): Standing {
  if (state === null) return 'not-started';
  const { grade, run, outdated, completed } = state;
  if (grade?.complete === true && !outdated) return 'complete';
  if (completed) return 'completed-before';
  return grade === null && run === null ? 'not-started' : 'in-progress';
}

/** What was complete once counts, also while it is being changed. */
export function isDone(standing: Standing): boolean {
  return standing === 'complete' || standing === 'completed-before';
}
