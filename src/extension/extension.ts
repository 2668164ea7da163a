import { join } from 'node:path';
import {
  commands,
  env,
  l10n,
  workspace,
  type ExtensionContext,
  type LogOutputChannel,
  type TestController,
} from 'vscode';
import { AttemptStore, type AttemptPlace } from '../course/attempts/attemptStore.ts';
import { allExercises, findExercise, loadCatalog } from '../course/catalog.ts';
import type { Exercise } from '../course/exercise.ts';
import { ProgressFile } from '../course/progress/progressFile.ts';
import { ActiveCourse } from './activeCourse.ts';
import { Attempts } from './attempts/attempts.ts';
import { Catches } from './attempts/catches.ts';
import { Comparisons } from './attempts/comparisons.ts';
import { CourseUpdates } from './attempts/courseUpdates.ts';
import { UnfinishedChanges } from './attempts/unfinishedChanges.ts';
import { registerFaultDocuments } from './attempts/faultDocuments.ts';
import { registerVersionDocuments } from './attempts/versionDocuments.ts';
import { LessonPageDiagnostics } from './authoring/lessonPageDiagnostics.ts';
import type { WindowApi } from './window.ts';
import type { BundlePaths } from './bundlePaths.ts';
import type { CourseCommands } from './commands.ts';
import { courseContext } from './course/courseContext.ts';
import { CourseStatus } from './course/courseStatus.ts';
import { CourseView } from './course/courseView.ts';
import { CourseWay } from './course/courseWay.ts';
import { ExerciseLenses } from './course/exerciseLenses.ts';
import type { FindingDiagnostics } from './diagnostics/findingDiagnostics.ts';
import { ExerciseStates } from './exerciseStates.ts';
import { followFirstSteps, showFirstSteps } from './firstSteps.ts';
import type { LanguageServer } from './languageServer.ts';
import { ExampleRuns } from './lessons/exampleRuns.ts';
import { ExerciseHints } from './lessons/exerciseHints.ts';
import { CodeInsertion } from './lessons/insertCode.ts';
import { LessonPages } from './lessons/lessonPages.ts';
import { openExercise } from './lessons/openExercise.ts';
import { pickExercise, pickLesson } from './lessons/pick.ts';
import { showHint } from './lessons/showHint.ts';
import { registerStarterDocuments } from './lessons/starterDocuments.ts';
import { openedFirst, startCourseCommand } from './lessons/startCourse.ts';
import { tell } from './messages.ts';
import { OverviewPages } from './overview/overviewPage.ts';
import { saveReport } from './overview/saveReport.ts';
import { ActiveTime } from './progress/activeTime.ts';
import { LearnerProgress } from './progress/learnerProgress.ts';
import { exportProgress, importProgress } from './progress/transfer.ts';
import { EditorRunners } from './testing/editorRunners.ts';
import { ExerciseTesting } from './testing/exerciseTesting.ts';
import { toggleGradeOnSave } from './testing/gradeOnSave.ts';
import { pickOrder } from './testing/pickOrder.ts';
import { runReportingErrors } from './userError.ts';

/** What tests in a real VS Code may look at, once the course is in use (`WindowApi`). */
export interface CourseApi {
  readonly controller: TestController;
  readonly states: ExerciseStates;
  readonly course: ActiveCourse;
  readonly testing: ExerciseTesting;
  readonly pages: LessonPages;
  readonly progress: LearnerProgress;
  readonly courseView: CourseView;
  readonly courseStatus: CourseStatus;
}

export type ExtensionApi = WindowApi & CourseApi;

/** The course in this window, with what performs its commands. */
export interface CourseParts {
  readonly api: CourseApi;
  readonly commands: CourseCommands;
}

/** What `activation.ts` has made already. */
export interface CourseSurroundings {
  readonly context: ExtensionContext;
  readonly paths: BundlePaths;
  readonly server: LanguageServer;
  readonly diagnostics: FindingDiagnostics;
  readonly log: LogOutputChannel;
}

/** Makes everything of the course. `activation.ts` calls it when a window needs it, and not before. */
export async function composeCourse({
  context,
  paths,
  server,
  diagnostics,
  log,
}: CourseSurroundings): Promise<CourseParts> {
  const { subscriptions, workspaceState } = context;

  // The course: data, the learner's folder, and how each exercise stands.
  const course = new ActiveCourse(
    loadCatalog(paths.installation.lessons, env.language),
    paths.installation,
    log,
  );
  const storage = context.globalStorageUri.fsPath;
  const progress = new LearnerProgress({
    file: new ProgressFile(join(storage, 'progress.json')),
    memory: context.globalState,
    exercises: allExercises(course.catalog),
    log,
  });
  const states = new ExerciseStates({ course, progress, storage: join(storage, 'results'), log });
  const runners = new EditorRunners(paths.installation, log);
  subscriptions.push(course, progress, states, runners);
  if (course.folder !== null) runners.expect(false);

  // What shows it: the Testing view, the lesson pages, the course view, the status bar and the lines above tests.
  const store = new AttemptStore(paths.attempts);
  const placeOf = (exercise: Exercise): AttemptPlace => ({
    course: course.openFolder,
    exercise: exercise.id,
    folder: course.folderOf(exercise),
  });
  const testing = new ExerciseTesting({
    course,
    installation: paths.installation,
    states,
    diagnostics,
    runners,
    discover: (files) => server.discover(files),
    answerApplied: (exercise) => store.wasAnswerApplied(placeOf(exercise)),
    shapes: (files) => server.shapes(files),
    log,
  });
  const hints = new ExerciseHints(paths.installation.lessons, progress.hints);
  const examples = new ExampleRuns({ installation: paths.installation, runners, log });
  const insertion = new CodeInsertion();
  subscriptions.push(examples, insertion);
  const pages = new LessonPages({ course, states, testing, hints, examples, insertion, paths, log });
  subscriptions.push(
    testing,
    pages,
    registerStarterDocuments(course.catalog),
    followFirstSteps({ course, states, pages }),
  );
  const comparisons = new Comparisons(course.catalog);
  const way = new CourseWay(course, states, (file) => testing.exerciseOf(file));
  const overviewPages = new OverviewPages({ course, progress, way, style: paths.overviewStyle });
  const courseView = new CourseView(course, states, way, log);
  const courseStatus = new CourseStatus(course, states, way);
  subscriptions.push(
    comparisons,
    way,
    comparisons.onDidActivate((exercise) => way.goTo(exercise)),
    courseView,
    courseStatus,
    overviewPages,
    new ActiveTime(progress, states, (file) => testing.exerciseOf(file)),
    new ExerciseLenses(testing),
    ...courseContext(course, (file) => testing.exerciseOf(file)),
  );

  // Whatever overwrites learners' files keeps them first.
  const attempts = new Attempts({
    course,
    states,
    store,
    memory: workspaceState,
    comparisons,
    placeOf,
    stop: (exercise) => testing.stop(exercise),
    onReplaced: (exercise, reason) => testing.replaced(exercise, reason === 'reset'),
    log,
  });
  const catches = new Catches({
    course,
    installation: paths.installation,
    states,
    runners,
    mayReveal: (exercise) => attempts.mayReveal(exercise),
    answerApplied: (exercise) => store.wasAnswerApplied(placeOf(exercise)),
  });
  const updates = new CourseUpdates({
    course,
    installation: paths.installation,
    store,
    memory: workspaceState,
    log,
  });
  subscriptions.push(
    updates,
    catches,
    new UnfinishedChanges({ course, store, log }),
    registerFaultDocuments({ course, states }),
    registerVersionDocuments({
      course,
      installation: paths.installation,
      store,
      placeOf,
    }),
  );

  // For those who write lessons.
  subscriptions.push(new LessonPageDiagnostics(log));

  const showExercise = (exercise: Exercise): void => {
    way.goTo(exercise);
    pages.openAt(exercise);
  };
  // Beside its view, which shows what there is, and not beside the files.
  const showCourse = async (): Promise<void> => {
    await commands.executeCommand('workbench.view.extension.itlab');
    const [first] = course.catalog.lessons;
    if (first) pages.open(first);
  };
  const withExercise =
    (act: (exercise: Exercise) => unknown) =>
    async (id?: unknown): Promise<void> => {
      // In the menu of an editor VS Code hands over the editor's address: there it is about what is compared.
      const known =
        typeof id === 'string' ? id : id === undefined ? undefined : comparisons.active?.exercise.id;
      const exercise = await pickExercise(course.catalog, known, way.meant(pages.active));
      if (exercise) await act(exercise);
    };
  const handlers: CourseCommands = {
    'itlab.startCourse': async (folder) => {
      if (await startCourseCommand(course, paths.installation, folder)) await showCourse();
    },
    'itlab.openLesson': async (id) => {
      const lesson = await pickLesson(course.catalog, id);
      if (lesson) pages.open(lesson);
    },
    'itlab.openExercise': withExercise(async (exercise) => {
      pages.follow(exercise);
      await openExercise(course, exercise, pages.column);
    }),
    'itlab.runExercise': withExercise((exercise) => testing.start('run', exercise)),
    'itlab.gradeExercise': withExercise(async (exercise) => {
      // Its card is the answer.
      if (course.folder !== null && workspace.isTrusted) pages.showCard(exercise);
      await testing.start('grade', exercise);
    }),
    'itlab.toggleGradeOnSave': toggleGradeOnSave,
    'itlab.showOverview': async () => overviewPages.open(),
    'itlab.saveReport': (given) =>
      saveReport(
        {
          overview: overviewPages.overview,
          style: paths.overviewStyle,
          version: String(context.extension.packageJSON['version']),
          memory: context.globalState,
        },
        given,
      ),
    'itlab.cancelExercise': withExercise((exercise) => testing.cancel(exercise)),
    'itlab.checkIsolation': withExercise((exercise) => testing.start('isolation', exercise)),
    'itlab.replayOrder': async (id, seed) => {
      const exercise = await pickExercise(course.catalog, id, way.meant(pages.active));
      // Before anything else is asked, it is said that there is no course.
      if (exercise) course.folderOf(exercise);
      const order = exercise ? await pickOrder(seed) : undefined;
      if (exercise && order !== undefined) await testing.replay(exercise, order);
    },
    'itlab.showFirstSteps': showFirstSteps,
    'itlab.showHint': withExercise((exercise) =>
      showHint(hints, pages, exercise, states.get(exercise).grade),
    ),
    'itlab.resetExercise': withExercise((exercise) => attempts.reset(exercise)),
    'itlab.restoreAttempt': withExercise((exercise) => attempts.restore(exercise)),
    'itlab.compareSolution': withExercise((exercise) => attempts.compare(exercise)),
    'itlab.compareCatches': withExercise((exercise) => catches.compare(exercise)),
    'itlab.applySolution': withExercise((exercise) => {
      const { active } = comparisons;
      return attempts.apply(exercise, active?.exercise.id === exercise.id ? active.answer : null);
    }),
    'itlab.updateCourse': () => updates.update(),
    'itlab.continue': async () => {
      const exercise = way.next();
      if (exercise === null) {
        void tell('information', l10n.t('Every exercise of the course is complete.'), {
          [l10n.t('Show the Overview')]: () => overviewPages.open(),
        });
        return;
      }
      way.goTo(exercise);
      // The focus belongs to the file.
      pages.showCard(exercise);
      await openExercise(course, exercise, pages.column);
    },
    'itlab.showExercise': withExercise((exercise) => showExercise(exercise)),
    'itlab.runTest': async (id, item) => {
      if (id === undefined || item === undefined) await commands.executeCommand('testing.runAtCursor');
      else await testing.runItem(findExercise(course.catalog, id), item);
    },
    'itlab.exportProgress': (file) => exportProgress(progress, file),
    'itlab.importProgress': (file) => importProgress(progress, file),
  };
  // Waiting for the view would be waiting for ourselves: it comes with this extension.
  if (await openedFirst(course, workspaceState)) void runReportingErrors(log, showCourse);
  return {
    api: {
      controller: testing.controller,
      states,
      course,
      testing,
      pages,
      progress,
      courseView,
      courseStatus,
    },
    commands: handlers,
  };
}
