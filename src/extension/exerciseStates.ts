import { EventEmitter, type Disposable, type Event } from 'vscode';
import type { Exercise } from '../course/exercise.ts';
import type { GradeResult } from '../protocol/gradeResult.ts';
import type { ExerciseState } from '../protocol/lessonPage.ts';

/** The one place that knows how each exercise stands; every view shows what is here. */
export class ExerciseStates implements Disposable {
  private readonly states = new Map<string, ExerciseState>();
  private readonly changed = new EventEmitter<Exercise>();

  /** Fires with the exercise whose state changed. */
  get onDidChange(): Event<Exercise> {
    return this.changed.event;
  }

  get(exercise: Exercise): ExerciseState {
    return (
      this.states.get(exercise.id) ?? {
        id: exercise.id,
        activity: { type: 'idle' },
        run: null,
        grade: null,
        outdated: false,
        faultTitles: {},
        variantTitles: {},
        error: null,
      }
    );
  }

  update(
    exercise: Exercise,
    change: Partial<Omit<ExerciseState, 'id' | 'faultTitles' | 'variantTitles'>>,
  ): void {
    const state = { ...this.get(exercise), ...change };
    this.states.set(exercise.id, {
      ...state,
      faultTitles: caughtTitles(exercise, state.grade),
      variantTitles: refusedTitles(exercise, state.grade),
    });
    this.changed.fire(exercise);
  }

  dispose(): void {
    this.changed.dispose();
  }
}

/** Only faults that were caught may be named. */
function caughtTitles(exercise: Exercise, grade: GradeResult | null): Record<string, string> {
  const caught = new Set((grade?.faults ?? []).filter((fault) => fault.caught).map(({ id }) => id));
  return Object.fromEntries(
    exercise.manifest.faults.filter(({ id }) => caught.has(id)).map(({ id, title }) => [id, title]),
  );
}

/** A variant is named once it was refused: what is different there is what some test must not ask for. */
function refusedTitles(exercise: Exercise, grade: GradeResult | null): Record<string, string> {
  const refused = new Set((grade?.variants ?? []).filter(({ passed }) => !passed).map(({ id }) => id));
  return Object.fromEntries(
    exercise.manifest.variants.filter(({ id }) => refused.has(id)).map(({ id, title }) => [id, title]),
  );
}
