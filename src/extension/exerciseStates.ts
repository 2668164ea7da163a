import { watch } from 'node:fs';
import { join } from 'node:path';
import { EventEmitter, window, workspace, type Event, type LogOutputChannel } from 'vscode';
import { allExercises } from '../course/catalog.ts';
import { messageOf } from '../course/courseError.ts';
import type { Exercise } from '../course/exercise.ts';
import { isInside } from '../course/platform/paths.ts';
import { filesHash, LastResults, type LastResult } from '../course/progress/lastResults.ts';
import { gainOf, isByModelAnswer } from '../course/progress/progress.ts';
import type { GradeResult } from '../protocol/gradeResult.ts';
import type { ExerciseState, RunSummary } from '../protocol/lessonPage.ts';
import { standingOf } from '../protocol/standing.ts';
import type { ActiveCourse } from './activeCourse.ts';
import { Disposables } from './disposables.ts';
import type { LearnerProgress } from './progress/learnerProgress.ts';
import { filesOf } from './testing/exerciseChanges.ts';
import { relevantFolders } from './testing/exerciseDisk.ts';

export interface ExerciseStatesParts {
  readonly course: ActiveCourse;
  readonly progress: LearnerProgress;
  /** Folder for the last results of every course folder. */
  readonly storage: string;
  readonly log: LogOutputChannel;
}

/** Milliseconds of quiet before results are read that another window has written. */
const settleMs = 100;

/**
 * The one place that knows how each exercise stands; every view shows what is here. It starts from what was kept:
 * the last results of this course folder, and the learner's progress in all of them.
 */
export class ExerciseStates extends Disposables {
  private readonly parts: ExerciseStatesParts;
  private readonly changed = this.add(new EventEmitter<Exercise>());
  private readonly states = new Map<string, ExerciseState>();
  /** The last results, with the files each was about. */
  private readonly results = new Map<string, LastResult>();
  /** By exercise: results that a reset has taken away, as long as this window is open. */
  private readonly putAside = new Map<string, LastResult>();
  /** Hash of the files that the action under way has begun with. */
  private readonly begun = new Map<string, string>();
  private store: LastResults | null = null;
  private stopWatching: () => void = () => undefined;

  constructor(parts: ExerciseStatesParts) {
    super();
    this.parts = parts;
    const { course, progress } = parts;
    this.add(course.onDidChange(() => this.restore()));
    this.add(
      progress.onDidChange(() => {
        for (const exercise of allExercises(course.catalog)) {
          const known = this.get(exercise);
          const { completed, byModelAnswer } = this.achieved(exercise, known);
          if (
            completed !== known.completed ||
            byModelAnswer !== known.byModelAnswer ||
            !this.states.has(exercise.id)
          )
            this.update(exercise, {});
        }
      }),
    );
    // Files that change while people are elsewhere are not all told of, as on a disk of the network.
    this.add(window.onDidChangeWindowState(({ focused }) => focused && this.lookAtAll()));
    this.add({ dispose: () => this.stopWatching() });
    this.restore();
  }

  /** Fires with the exercise whose state changed. */
  get onDidChange(): Event<Exercise> {
    return this.changed.event;
  }

  get(exercise: Exercise): ExerciseState {
    return this.states.get(exercise.id) ?? this.fresh(exercise);
  }

  /** The exercise whose result is the newest, or null. */
  get latest(): Exercise | null {
    const at = (exercise: Exercise): string => this.results.get(exercise.id)?.at ?? '';
    const [newest] = allExercises(this.parts.course.catalog)
      .filter((exercise) => at(exercise) !== '')
      .sort((one, other) => (at(one) < at(other) ? 1 : -1));
    return newest ?? null;
  }

  update(
    exercise: Exercise,
    change: Partial<
      Omit<ExerciseState, 'id' | 'faultTitles' | 'variantTitles' | 'completed' | 'byModelAnswer'>
    >,
  ): void {
    this.put(exercise, { ...this.get(exercise), ...change });
  }

  /** An action on the exercise begins with the files that lie on the disk now. */
  begin(exercise: Exercise): void {
    this.begun.set(exercise.id, this.filesNow(exercise));
  }

  /** The action is over, and this is its result. It is kept for the next window. */
  settle(
    exercise: Exercise,
    { run, grade }: { readonly run: RunSummary; readonly grade?: GradeResult },
  ): void {
    const { progress } = this.parts;
    const at = new Date().toISOString();
    const files = this.begun.get(exercise.id) ?? this.filesNow(exercise);
    const result: LastResult = {
      at,
      run: { summary: run, files },
      grade: grade ? { result: grade, files } : (this.results.get(exercise.id)?.grade ?? null),
    };
    this.results.set(exercise.id, result);
    progress.gain(exercise, grade ? gainOf(grade, at) : { startedAt: at });
    this.put(exercise, {
      ...this.get(exercise),
      run,
      ...(grade ? { grade } : {}),
      ...this.ages(exercise, result),
    });
    this.write(exercise, result);
  }

  /** The learner starts again, so nothing was run or graded yet. What was achieved stays in the progress. */
  forget(exercise: Exercise): void {
    const known = this.results.get(exercise.id);
    if (known?.run || known?.grade) this.putAside.set(exercise.id, known);
    // Other windows learn of it as of any other result.
    const nothing: LastResult = { at: new Date().toISOString(), run: null, grade: null };
    this.results.set(exercise.id, nothing);
    this.put(exercise, this.fresh(exercise));
    this.write(exercise, nothing);
  }

  /**
   * The exercise's files are others now. Results that a reset has put aside come back with the files they are about;
   * else it is looked whether the known ones still hold.
   */
  replaced(exercise: Exercise): void {
    const aside = this.putAside.get(exercise.id);
    const known = this.results.get(exercise.id);
    if (!aside || known?.run || known?.grade || isOld(this.ages(exercise, aside))) {
      this.look(exercise);
      return;
    }
    this.putAside.delete(exercise.id);
    const result = { ...aside, at: new Date().toISOString() };
    this.results.set(exercise.id, result);
    this.put(exercise, this.stateOf(exercise, result));
    this.write(exercise, result);
  }

  private write(exercise: Exercise, result: LastResult): void {
    const { progress, log } = this.parts;
    try {
      this.store?.write(progress.keyOf(exercise.id), result);
    } catch (thrown) {
      // The result is shown; only the next window will not have it.
      log.warn(messageOf(thrown));
    }
  }

  /** Looks whether the exercise's files still are those that its results are about. */
  look(exercise: Exercise): void {
    const result = this.results.get(exercise.id);
    if (!result) return;
    const ages = this.ages(exercise, result);
    const { outdated, runOutdated } = this.get(exercise);
    if (ages.outdated !== outdated || ages.runOutdated !== runOutdated)
      this.put(exercise, { ...this.get(exercise), ...ages });
  }

  private lookAtAll(): void {
    if (this.parts.course.folder === null) return;
    for (const exercise of allExercises(this.parts.course.catalog)) this.look(exercise);
  }

  /** Starts again from what was kept. */
  restore(): void {
    const { course, storage } = this.parts;
    this.stopWatching();
    this.store = course.folder === null ? null : new LastResults(storage, course.folder);
    this.results.clear();
    this.putAside.clear();
    for (const exercise of allExercises(course.catalog)) {
      if (!this.adopt(exercise) && this.states.delete(exercise.id)) this.changed.fire(exercise);
    }
    if (this.store) this.watchStore(this.store);
  }

  /** Takes over a result that is newer than the one known. */
  private adopt(exercise: Exercise): boolean {
    const result = this.store?.read(this.parts.progress.keyOf(exercise.id)) ?? null;
    if (result === null) return false;
    const known = this.results.get(exercise.id);
    if (known && known.at >= result.at) return false;
    this.results.set(exercise.id, result);
    this.put(exercise, this.stateOf(exercise, result));
    return true;
  }

  private stateOf(exercise: Exercise, result: LastResult): ExerciseState {
    return {
      ...this.fresh(exercise),
      run: result.run?.summary ?? null,
      grade: result.grade?.result ?? null,
      ...this.ages(exercise, result),
    };
  }

  /** Another window may work on the same course. */
  private watchStore(store: LastResults): void {
    const { course, log } = this.parts;
    let settling: NodeJS.Timeout | undefined;
    this.stopWatching = () => clearTimeout(settling);
    try {
      store.create();
      const watcher = watch(store.folder, { persistent: false }, () => {
        clearTimeout(settling);
        settling = setTimeout(() => {
          for (const exercise of allExercises(course.catalog)) {
            if (this.get(exercise).activity.type === 'idle') this.adopt(exercise);
          }
        }, settleMs);
      });
      watcher.on('error', (error) => log.warn(`Results of other windows are not seen: ${error.message}`));
      this.stopWatching = () => {
        clearTimeout(settling);
        watcher.close();
      };
    } catch (error) {
      log.warn(`Results of other windows are not seen: ${messageOf(error)}`);
    }
  }

  private fresh(exercise: Exercise): ExerciseState {
    const nothing = {
      id: exercise.id,
      activity: { type: 'idle' },
      run: null,
      grade: null,
      outdated: false,
      runOutdated: false,
      completed: false,
      byModelAnswer: false,
      faultTitles: {},
      variantTitles: {},
      error: null,
    } as const;
    return { ...nothing, ...this.achieved(exercise, nothing) };
  }

  /** What counts as achieved, the grade that holds now before those of other times and places. */
  private achieved(
    exercise: Exercise,
    state: ExerciseState,
  ): Pick<ExerciseState, 'completed' | 'byModelAnswer'> {
    const kept = this.parts.progress.of(exercise);
    return {
      completed: kept.completedAt !== null,
      byModelAnswer:
        standingOf(state) === 'complete' ? state.grade?.modelAnswer === true : isByModelAnswer(kept),
    };
  }

  private put(exercise: Exercise, state: ExerciseState): void {
    this.states.set(exercise.id, {
      ...state,
      ...this.achieved(exercise, state),
      faultTitles: caughtTitles(exercise, state.grade),
      variantTitles: refusedTitles(exercise, state.grade),
    });
    this.changed.fire(exercise);
  }

  /** Grade and run each with the files that it is about: a run after an edit is fresh beside an old grade. */
  private ages(
    exercise: Exercise,
    { run, grade }: LastResult,
  ): Pick<ExerciseState, 'outdated' | 'runOutdated'> {
    const unsaved = this.hasUnsaved(exercise);
    const now = unsaved ? null : this.filesNow(exercise);
    return {
      outdated: grade !== null && (grade.files !== now || !judgesTheFaultsOf(exercise, grade.result)),
      runOutdated: run !== null && run.files !== now,
    };
  }

  private filesNow(exercise: Exercise): string {
    try {
      return filesHash(filesOf(this.parts.course.folderOf(exercise)));
    } catch (error) {
      this.parts.log.warn(`The files of ${exercise.id} cannot be read: ${messageOf(error)}`);
      return '';
    }
  }

  private hasUnsaved(exercise: Exercise): boolean {
    const folder = this.parts.course.folderOf(exercise);
    const places = relevantFolders.map((name) => join(folder, name));
    return workspace.textDocuments.some(
      ({ isDirty, uri }) => isDirty && uri.scheme === 'file' && isInside(uri.fsPath, places),
    );
  }
}

/** An update of the course may have changed the faults. A grade that was given up early has none. */
function judgesTheFaultsOf({ manifest }: Exercise, { faults }: GradeResult): boolean {
  const ids = new Set(manifest.faults.map(({ id }) => id));
  return faults.length === 0 || (faults.length === ids.size && faults.every(({ id }) => ids.has(id)));
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

function isOld({ outdated, runOutdated }: Pick<ExerciseState, 'outdated' | 'runOutdated'>): boolean {
  return outdated || runOutdated;
}
