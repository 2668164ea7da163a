import { allExercises, type Catalog } from '../../course/catalog.ts';
import type { Exercise } from '../../course/exercise.ts';
import type { NextStep } from '../../protocol/lessonPage.ts';

/**
 * What comes after an exercise that is complete: the next one that is not, and at the end of the course those that
 * were left out. A lesson of which nothing is complete begins with its text, not with its exercise.
 * @param isDone whether an exercise is complete, or was.
 */
export function nextStep(
  catalog: Catalog,
  exercise: Exercise,
  isDone: (exercise: Exercise) => boolean,
): NextStep {
  const exercises = allExercises(catalog);
  const at = exercises.findIndex(({ id }) => id === exercise.id);
  const ahead = [...exercises.slice(at + 1), ...exercises.slice(0, Math.max(at, 0))];
  const next = ahead.find((one) => !isDone(one));
  if (next === undefined) return { type: 'end' };
  const lesson = catalog.lessons.find(({ id }) => id === next.lesson);
  const isNew = !lesson?.exerciseList.some(isDone);
  return lesson !== undefined && isNew
    ? { type: 'lesson', lesson: lesson.id, title: lesson.title }
    : { type: 'exercise', exercise: next.id, title: next.manifest.title };
}
