import {
  CancellationTokenSource,
  l10n,
  Location,
  Range,
  TestRunProfileKind,
  TestRunRequest,
  tests,
  workspace,
  type CancellationToken,
  type Event,
  type LogOutputChannel,
  type TestController,
  type TestItem,
  type TestRunProfile,
  type Uri,
} from 'vscode';
import { messageOf } from '../../course/courseError.ts';
import { allExercises } from '../../course/catalog.ts';
import type { Exercise } from '../../course/exercise.ts';
import type { Installation } from '../../course/installation.ts';
import type { Runners } from '../../course/running/runSession.ts';
import type { OrderSeed } from '../../protocol/runEvents.ts';
import { forLabel } from '../../protocol/shownText.ts';
import { pathOfKey } from '../../protocol/testIdentity.ts';
import type { ActiveCourse } from '../activeCourse.ts';
import { titleOfCaught } from '../attempts/faultDocuments.ts';
import { Disposables } from '../disposables.ts';
import type { ExerciseStates } from '../exerciseStates.ts';
import { tell, tellUntrusted } from '../messages.ts';
import { showError } from '../userError.ts';
import { runInOrder, verdictText } from '../verdict.ts';
import { ContinuousRuns } from './continuousRuns.ts';
import { CoverageReport } from './coverageReport.ts';
import type { EditorRunners } from './editorRunners.ts';
import { ExerciseChanges, isRelevant } from './exerciseChanges.ts';
import { ExerciseDisk } from './exerciseDisk.ts';
import { ExerciseRuns, type Action } from './exerciseRuns.ts';
import type { FindingDiagnostics } from '../diagnostics/findingDiagnostics.ts';
import { GradeOnSave } from './gradeOnSave.ts';
import { targetsOf, type Target } from './targets.ts';
import type { AskShapes, Discover } from './discovery.ts';
import { gradeTag, runTag, TestTree } from './testTree.ts';

export interface ExerciseTestingParts {
  readonly course: ActiveCourse;
  readonly installation: Installation;
  readonly states: ExerciseStates;
  readonly diagnostics: FindingDiagnostics;
  readonly discover: Discover;
  readonly shapes: AskShapes;
  readonly runners: EditorRunners;
  /** Whether a model answer was applied to an exercise in this course folder. */
  readonly answerApplied: (exercise: Exercise) => boolean;
  readonly log: LogOutputChannel;
}

/**
 * The Testing view and everything that runs exercises: page, commands and gutter all come through here, so
 * that every view shows the same.
 */
export class ExerciseTesting extends Disposables {
  readonly controller: TestController;
  /** What the newest runs executed. */
  readonly coverage = new CoverageReport();
  private readonly parts: ExerciseTestingParts;
  private readonly tree: TestTree;
  private readonly runs: ExerciseRuns;
  private readonly continuous: ContinuousRuns;
  private readonly profiles: Record<Action, TestRunProfile>;
  /** What is under way, or next, for an exercise. */
  private readonly active = new Map<
    string,
    { readonly abort: AbortController; readonly over: Promise<void> }
  >();

  constructor(parts: ExerciseTestingParts) {
    super();
    this.parts = parts;
    const { course, runners, states, diagnostics, log } = parts;
    this.controller = this.add(tests.createTestController('itlab', 'Integration Testing Lab'));
    const disk = this.add(new ExerciseDisk(course, log));
    this.tree = this.add(new TestTree(this.controller, course, disk, parts.discover));
    this.controller.resolveHandler = async (item) => {
      const meaning = item ? this.tree.meaning(item) : undefined;
      if (meaning?.type !== 'exercise') return;
      runners.expect(false);
      await this.tree.resolve(meaning.exercise);
    };
    this.controller.refreshHandler = async () => {
      course.look();
      await Promise.all(allExercises(course.catalog).map((exercise) => this.tree.resolve(exercise)));
    };
    const changes = this.add(new ExerciseChanges({ course, tree: this.tree, disk, log }));
    this.runs = new ExerciseRuns({
      course,
      states,
      diagnostics,
      tree: this.tree,
      changes,
      coverage: this.coverage,
      answerApplied: parts.answerApplied,
      shapes: parts.shapes,
      report: (error) => void showError(log, error),
    });
    this.continuous = this.add(
      new ContinuousRuns({
        course,
        tree: this.tree,
        changes,
        targets: (request) => this.targets(request),
        run: (request, targets, token) => this.perform('run', request, targets, token),
      }),
    );
    this.add(
      new GradeOnSave({
        exerciseOf: (uri) => {
          const exercise = this.tree.exerciseOf(uri);
          return exercise && isRelevant(course.folderOf(exercise), uri) ? exercise : null;
        },
        idle: async (exercise) => {
          for (let one = this.active.get(exercise.id); one; one = this.active.get(exercise.id))
            await one.over;
        },
        grade: (exercise, token) => this.gradeSaved(exercise, token),
      }),
    );
    this.profiles = {
      run: this.profile('run', l10n.t('Run'), TestRunProfileKind.Run),
      debug: this.profile('debug', l10n.t('Debug'), TestRunProfileKind.Debug),
      coverage: this.profile('coverage', l10n.t('Coverage'), TestRunProfileKind.Coverage),
      grade: this.profile('grade', l10n.t('Grade'), TestRunProfileKind.Run),
      isolation: this.profile('isolation', l10n.t('Check isolation'), TestRunProfileKind.Run),
    };
    this.profiles.run.supportsContinuousRun = true;
    this.profiles.coverage.loadDetailedCoverage = (_run, file) =>
      Promise.resolve(this.coverage.detailsOf(file));
    this.add(
      changes.onDidEdit(({ exercise, uri }) => {
        runners.expect(true);
        diagnostics.forget(uri);
        this.outdate(exercise);
      }),
    );
    this.add({ dispose: () => this.active.forEach(({ abort }) => abort.abort()) });
    const showAll = (): void => allExercises(course.catalog).forEach((exercise) => this.show(exercise));
    this.add(states.onDidChange((exercise) => this.show(exercise)));
    this.add(course.onDidChange(showAll));
    showAll();
  }

  /**
   * Does something with a whole exercise, as the page and the commands ask for it. Resolves when it is over.
   * @throws CourseError `not-a-course` when no course is open.
   */
  async start(action: Action, exercise: Exercise): Promise<void> {
    await this.startAll(action, exercise);
  }

  /** Runs a whole exercise in the order of a seed. */
  async replay(exercise: Exercise, seed: OrderSeed): Promise<void> {
    await this.startAll('run', exercise, seed);
  }

  /** Runs the test of that title alone, as a grade names it. */
  async runAlone(exercise: Exercise, title: string): Promise<void> {
    await this.tree.resolve(exercise);
    const [item] = this.itemsCalled(exercise, title);
    await this.runItem(exercise, item?.id ?? '');
  }

  /**
   * Debugs the test of that title, as a grade names it, on the system with a fault that it caught.
   * @throws CourseError `fault-not-caught`, also where nothing may run.
   */
  async debugFault(exercise: Exercise, fault: string, title: string): Promise<void> {
    const { log, installation, states, course } = this.parts;
    const faultTitle = titleOfCaught({ states }, exercise, fault);
    course.folderOf(exercise);
    if (!isTrusted()) return;
    await workspace.saveAll(false);
    await this.tree.resolve(exercise);
    const [item] = this.itemsCalled(exercise, title);
    if (item === undefined) {
      void tell(
        'information',
        l10n.t('No test of your files is called “{0}” any more. Grade again to see how things stand.', title),
      );
      return;
    }
    const key = [...this.tree.testsOf(exercise)].find(([, one]) => one === item)?.[0] ?? '';
    let runners: Runners;
    try {
      runners = await this.parts.runners.get();
    } catch (thrown) {
      void showError(log, thrown);
      return;
    }
    const request = new TestRunRequest([item], undefined, this.profiles.debug);
    const run = this.controller.createTestRun(request, l10n.t('Debug with the fault "{0}"', faultTitle));
    try {
      await this.exclusively(exercise, [run.token], (signal) =>
        this.runs.debugFault(run, exercise, { fault, key }, { installation, runners, signal }),
      );
    } finally {
      run.end();
    }
  }

  /** Ends what runs for an exercise, its whole process tree. */
  cancel(exercise: Exercise): void {
    this.active.get(exercise.id)?.abort.abort();
  }

  /** The same, and resolves when nothing of it runs any more. */
  async stop(exercise: Exercise): Promise<void> {
    this.cancel(exercise);
    await this.active.get(exercise.id)?.over;
  }

  /**
   * The exercise's files were replaced a moment ago: from this very turn on, nothing shows what was said of those
   * before as if it held.
   * @param isStart it is as at the start: what was run and graded is forgotten, not outdated.
   */
  replaced(exercise: Exercise, isStart: boolean): void {
    const { states, diagnostics, course } = this.parts;
    const folder = course.folderOf(exercise);
    diagnostics.replace(folder, { by: 'run', findings: [], tests: [] });
    this.coverage.close(folder);
    const item = this.tree.exerciseItem(exercise);
    if (item) this.controller.invalidateTestResults(item);
    if (isStart) {
      this.tree.forgetRuns(exercise);
      states.forget(exercise);
    } else states.replaced(exercise);
    // What cannot be read now is read when it changes again.
    this.tree.resolve(exercise).catch(() => undefined);
  }

  /** Runs one suite or test of an exercise, named by its item's id. Resolves when it is over. */
  async runItem(exercise: Exercise, id: string): Promise<void> {
    await workspace.saveAll(false);
    await this.tree.resolve(exercise);
    const item = this.tree.itemWithin(exercise, id);
    if (item) await this.startAll('run', exercise, undefined, item);
    else void tell('warning', l10n.t('This test is no longer there. Nothing was run.'));
  }

  /** The exercise that a file belongs to, or null. */
  exerciseOf(uri: Uri): Exercise | null {
    return this.tree.exerciseOf(uri);
  }

  itemOf(exercise: Exercise): TestItem | undefined {
    return this.tree.exerciseItem(exercise);
  }

  /** Fires when the tests in an exercise's files were found anew. */
  get onDidDiscover(): Event<Exercise> {
    return this.tree.onDidDiscover;
  }

  /** Parses the exercise's files now, rather than when its item is opened. */
  resolve(exercise: Exercise): Promise<void> {
    return this.tree.resolve(exercise);
  }

  /**
   * Where a test begins in the learner's files; null when they hold none of that name.
   * @param title as a grade names it: its own, or the whole path joined by ` › `.
   */
  async placeOf(exercise: Exercise, title: string): Promise<Location | null> {
    await this.tree.resolve(exercise);
    const [item] = this.itemsCalled(exercise, title);
    if (item?.uri === undefined) return null;
    return new Location(item.uri, (item.range ?? new Range(0, 0, 0, 0)).start);
  }

  /** @param title its own, or the whole path joined by ` › `. */
  private itemsCalled(exercise: Exercise, title: string): TestItem[] {
    return [...this.tree.testsOf(exercise)].flatMap(([key, item]) => {
      const path = pathOfKey(key);
      return item.uri !== undefined && (path.at(-1) === title || path.join(' › ') === title) ? [item] : [];
    });
  }

  private profile(action: Action, label: string, kind: TestRunProfileKind): TestRunProfile {
    return this.add(
      this.controller.createRunProfile(
        label,
        kind,
        (request, token) => this.handle(action, request, token),
        action !== 'grade' && action !== 'isolation',
        // Both judge an exercise as a whole.
        action === 'grade' || action === 'isolation' ? gradeTag : runTag,
      ),
    );
  }

  private async handle(action: Action, request: TestRunRequest, token: CancellationToken): Promise<void> {
    if (request.continuous) this.continuous.follow(request, token);
    else await this.perform(action, request, await this.targets(request), token);
  }

  private async startAll(
    action: Action,
    exercise: Exercise,
    seed?: OrderSeed,
    item: TestItem | undefined = this.tree.exerciseItem(exercise),
  ): Promise<void> {
    // Without a course there are no items, so there would be nothing to run, and nothing to be seen of it.
    this.parts.course.folderOf(exercise);
    const cancellation = new CancellationTokenSource();
    try {
      await workspace.saveAll(false);
      const request = new TestRunRequest(item ? [item] : [], undefined, this.profiles[action]);
      await this.perform(action, request, await this.targets(request), cancellation.token, seed);
    } finally {
      cancellation.dispose();
    }
  }

  private async perform(
    action: Action,
    request: TestRunRequest,
    targets: readonly Target[],
    token: CancellationToken,
    seed?: OrderSeed,
  ): Promise<void> {
    const { log, installation, states } = this.parts;
    if (!isTrusted()) return;
    let runners: Runners;
    try {
      runners = await this.parts.runners.get();
    } catch (thrown) {
      for (const { exercise } of targets) states.update(exercise, { error: messageOf(thrown) });
      void showError(log, thrown);
      return;
    }
    const run = this.controller.createTestRun(request, nameOf(action, seed));
    try {
      for (const target of targets) {
        if (token.isCancellationRequested || run.token.isCancellationRequested) break;
        await this.exclusively(target.exercise, [token, run.token], (signal) =>
          this.runs.perform(action, run, target, { installation, runners, signal }, seed),
        );
      }
    } finally {
      run.end();
    }
  }

  /** Grades what lies on the disk, without saving anything and without taking the focus. */
  private async gradeSaved(exercise: Exercise, token: CancellationToken): Promise<void> {
    const { log, installation, states } = this.parts;
    let runners: Runners;
    try {
      runners = await this.parts.runners.get();
    } catch (thrown) {
      // On the card: a message at every save would be in the way.
      log.warn(messageOf(thrown));
      states.update(exercise, { error: messageOf(thrown) });
      return;
    }
    const item = this.tree.exerciseItem(exercise);
    const request = new TestRunRequest(item ? [item] : [], undefined, this.profiles.grade, true, true);
    const run = this.controller.createTestRun(request, l10n.t('Grade on save'));
    try {
      await this.exclusively(exercise, [token, run.token], (signal) =>
        this.runs.regrade(run, exercise, { installation, runners, signal }),
      );
    } finally {
      run.end();
    }
  }

  /** One action per exercise at a time: a new one ends the one before, also when that has not begun yet. */
  private async exclusively(
    exercise: Exercise,
    tokens: readonly CancellationToken[],
    work: (signal: AbortSignal) => Promise<void>,
  ): Promise<void> {
    const { states, log } = this.parts;
    const before = this.active.get(exercise.id);
    before?.abort.abort();
    const abort = new AbortController();
    const listeners = tokens.map((token) => token.onCancellationRequested(() => abort.abort()));
    const over = (async () => {
      await before?.over;
      if (abort.signal.aborted) return;
      try {
        await work(abort.signal);
      } catch (thrown) {
        states.update(exercise, { error: messageOf(thrown) });
        void showError(log, thrown);
      }
    })();
    const entry = { abort, over };
    this.active.set(exercise.id, entry);
    await over;
    for (const listener of listeners) listener.dispose();
    if (this.active.get(exercise.id) !== entry) return;
    this.active.delete(exercise.id);
    states.update(exercise, { activity: { type: 'idle' } });
  }

  private targets(request: TestRunRequest): Promise<Target[]> {
    return targetsOf(request, allExercises(this.parts.course.catalog), this.controller.items, this.tree);
  }

  /** Says beside an exercise's item how it stands, as everywhere, with the faults of its last grade below. */
  private show(exercise: Exercise): void {
    const state = this.parts.states.get(exercise);
    const item = this.tree.exerciseItem(exercise);
    if (!item) return;
    const { title } = exercise.manifest;
    const verdict = verdictText(exercise, state);
    // Not the description: VS Code reads that aloud in the place of the label.
    item.label = forLabel(verdict === '' ? title : l10n.t('{0}: {1}', title, verdict));
    if (state.grade !== null && state.grade.faults.length > 0)
      this.tree.faultItems(exercise, state.grade.faults);
    // Another window may have begun the exercise anew.
    else if (state.grade === null && state.run === null && state.activity.type === 'idle')
      this.tree.forgetRuns(exercise);
  }

  private outdate(exercise: Exercise): void {
    const item = this.tree.exerciseItem(exercise);
    if (item) this.controller.invalidateTestResults(item);
    this.parts.states.look(exercise);
  }
}

/** Says why nothing runs, where it is not. */
function isTrusted(): boolean {
  if (!workspace.isTrusted)
    tellUntrusted(l10n.t('Tests run only in a trusted workspace. The lesson pages can be read.'));
  return workspace.isTrusted;
}

function nameOf(action: Action, seed: OrderSeed | undefined): string | undefined {
  if (action === 'grade') return l10n.t('Grade');
  if (action === 'isolation') return l10n.t('Check isolation');
  return seed === undefined ? undefined : runInOrder(seed);
}
