import type { Catalog } from '../catalog.ts';
import type { Exercise } from '../exercise.ts';
import { isByModelAnswer, slotMinutes, type BestGrade, type ExerciseProgress } from './progress.ts';

/** What a learner has done of the course, as the overview and the report show it. */
export interface CourseOverview {
  readonly lessons: readonly LessonOverview[];
  readonly complete: number;
  readonly total: number;
}

export interface LessonOverview {
  readonly id: string;
  /** 1-based place in the course. */
  readonly order: number;
  readonly title: string;
  readonly objectives: readonly string[];
  /** What the lesson is said to take. */
  readonly statedMinutes: number;
  readonly exercises: readonly ExerciseOverview[];
}

export interface ExerciseOverview {
  readonly id: string;
  readonly title: string;
  readonly state: 'not-started' | 'in-progress' | 'complete';
  /** ISO instant of the first complete grade. */
  readonly completedAt: string | null;
  readonly best: BestGrade | null;
  /** About how many things hints were shown. */
  readonly hints: number;
  /** How many of them were followed to their last step, which is the fault itself or nearly the code. */
  readonly hintsToTheEnd: number;
  /** Whether every complete grade was one of a model answer. */
  readonly byModelAnswer: boolean;
  /** In which something was done in it, to whole stretches of time; 0 where none was noted. */
  readonly activeMinutes: number;
}

/** Ladders of hints have three steps; the schemas of the course hold that. */
const lastStep = 3;

/**
 * @param progressOf of each exercise, over all course folders.
 */
export function overviewOf(
  { lessons }: Catalog,
  progressOf: (exercise: Exercise) => ExerciseProgress,
): CourseOverview {
  const shown = lessons.map(({ id, order, title, objectives, duration, exerciseList }): LessonOverview => ({
    id,
    order,
    title,
    objectives,
    statedMinutes: duration,
    exercises: exerciseList.map((exercise) => {
      const progress = progressOf(exercise);
      const { startedAt, completedAt, best, hints, active } = progress;
      const started = startedAt !== null || best !== null || active.size > 0;
      const state = completedAt !== null ? 'complete' : started ? 'in-progress' : 'not-started';
      return {
        id: exercise.id,
        title: exercise.manifest.title,
        state,
        completedAt,
        best,
        hints: hints.size,
        hintsToTheEnd: [...hints.values()].filter((step) => step >= lastStep).length,
        byModelAnswer: isByModelAnswer(progress),
        activeMinutes: active.size * slotMinutes,
      };
    }),
  }));
  const all = shown.flatMap(({ exercises }) => exercises);
  return {
    lessons: shown,
    complete: all.filter(({ state }) => state === 'complete').length,
    total: all.length,
  };
}
