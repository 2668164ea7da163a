import type { ExerciseState, NextStep } from '../protocol/lessonPage.ts';
import { standingOf } from '../protocol/standing.ts';
import { suiteIsGiven, type ExerciseFacts } from './exerciseFacts.ts';
import { fill, type Strings } from './strings.ts';

/** What the card of a complete exercise says about what was proven, and where it goes on. */
export interface NextModel {
  /** One sentence or two. */
  readonly proven: string;
  readonly button: string;
  /** The exercise that is next, when its card may be on this page. */
  readonly exercise: string | null;
}

/** @returns null for an exercise that is not complete as it is now. */
export function nextModel(
  exercise: ExerciseFacts,
  state: ExerciseState | null,
  step: NextStep | undefined,
  strings: Strings,
): NextModel | null {
  const grade = state?.grade ?? null;
  if (state === null || grade === null || step === undefined) return null;
  if (state.activity.type !== 'idle' || standingOf(state) !== 'complete') return null;
  const [alone, withOne, withMore] = suiteIsGiven(exercise.kind)
    ? [strings.provenRuledOut, strings.provenRuledOutAndVariant, strings.provenRuledOutAndVariants]
    : [strings.provenCaught, strings.provenCaughtAndVariant, strings.provenCaughtAndVariants];
  const variants = grade.variants.length;
  const faults = variants === 0 ? alone : variants === 1 ? withOne : withMore;
  const clean = grade.hygiene.length === 0 && grade.isolation.clean;
  return {
    proven: [fill(faults, grade.faults.length, variants), ...(clean ? [strings.provenClean] : [])].join(' '),
    button: buttonText(step, strings),
    exercise: step.type === 'exercise' ? step.exercise : null,
  };
}

function buttonText(step: NextStep, strings: Strings): string {
  switch (step.type) {
    case 'exercise':
      return fill(strings.nextExercise, step.title);
    case 'lesson':
      return fill(strings.nextLesson, step.title);
    case 'end':
      return strings.nextProject;
  }
}

/** What a screen reader is told beside that the exercise is complete. */
export function nextAnnouncement({ proven, button }: NextModel, strings: Strings): string {
  return fill(strings.announceNext, proven, button);
}
