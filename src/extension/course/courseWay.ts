import { EventEmitter, window, type Event, type Uri } from 'vscode';
import { allExercises, type Lesson } from '../../course/catalog.ts';
import type { Exercise } from '../../course/exercise.ts';
import { isDone, standingOf } from '../../protocol/standing.ts';
import type { ActiveCourse } from '../activeCourse.ts';
import { Disposables } from '../disposables.ts';
import type { ExerciseStates } from '../exerciseStates.ts';

/** Where the learner is in the course, and where to go on. */
export class CourseWay extends Disposables {
  private readonly course: ActiveCourse;
  private readonly states: ExerciseStates;
  private readonly moved = this.add(new EventEmitter<void>());
  private here: Exercise | null;

  /** @param exerciseOf the exercise that a file belongs to. */
  constructor(course: ActiveCourse, states: ExerciseStates, exerciseOf: (uri: Uri) => Exercise | null) {
    super();
    this.course = course;
    this.states = states;
    this.here = states.latest;
    const follow = (): void => {
      const uri = window.activeTextEditor?.document.uri;
      const exercise = uri ? exerciseOf(uri) : null;
      if (exercise) this.goTo(exercise);
    };
    this.add(window.onDidChangeActiveTextEditor(follow));
    this.add(
      states.onDidChange((exercise) => {
        if (states.get(exercise).activity.type !== 'idle') this.goTo(exercise);
      }),
    );
    this.add(
      course.onDidChange(() => {
        this.here = states.latest;
        follow();
        this.moved.fire();
      }),
    );
    follow();
  }

  get onDidMove(): Event<void> {
    return this.moved.event;
  }

  /** The exercise of the active editor, else the last one that was open or ran; null where there was none. */
  get current(): Exercise | null {
    return this.course.folder === null ? null : this.here;
  }

  goTo(exercise: Exercise): void {
    if (exercise.id === this.here?.id) return;
    this.here = exercise;
    this.moved.fire();
  }

  /**
   * The exercise that is meant where none is named.
   * @param lesson the one whose page is in front, where one is: then the exercise is one of it, if it has any.
   */
  meant(lesson: Lesson | null): Exercise | null {
    const { current } = this;
    if (current === null && this.course.folder === null) return null;
    if (lesson === null || current?.lesson === lesson.id) return current;
    const isOpen = (exercise: Exercise): boolean => !isDone(standingOf(this.states.get(exercise)));
    return lesson.exerciseList.find(isOpen) ?? lesson.exerciseList[0] ?? current;
  }

  /**
   * The exercise to go on with: the current one until it is complete, then the first after it that is not, and at
   * the end of the course the ones that were left out. Null when all are complete.
   */
  next(): Exercise | null {
    const exercises = allExercises(this.course.catalog);
    const at = exercises.findIndex(({ id }) => id === this.current?.id);
    const ahead = [...exercises.slice(Math.max(at, 0)), ...exercises.slice(0, Math.max(at, 0))];
    return ahead.find((exercise) => !isDone(standingOf(this.states.get(exercise)))) ?? null;
  }

  /** `answers`: how many of the complete ones are by the model answer. */
  count(): { readonly complete: number; readonly total: number; readonly answers: number } {
    const states = allExercises(this.course.catalog).map((one) => this.states.get(one));
    const done = states.filter((state) => isDone(standingOf(state)));
    return {
      complete: done.length,
      total: states.length,
      answers: done.filter(({ byModelAnswer }) => byModelAnswer).length,
    };
  }
}
