import { env, window, workspace, type ExtensionContext, type TestController } from 'vscode';
import { AttemptStore } from '../course/attempts/attemptStore.ts';
import { loadCatalog } from '../course/catalog.ts';
import { ActiveCourse } from './activeCourse.ts';
import { Attempts } from './attempts/attempts.ts';
import { CourseUpdates } from './attempts/courseUpdates.ts';
import { registerVersionDocuments } from './attempts/versionDocuments.ts';
import { LessonPageDiagnostics } from './authoring/lessonPageDiagnostics.ts';
import { bundlePaths } from './bundlePaths.ts';
import { CheckProfile } from './check/checkProfile.ts';
import { ProjectChecks } from './check/projectChecks.ts';
import { registerCommands } from './commands.ts';
import { ExerciseStates } from './exerciseStates.ts';
import { followFirstSteps, showFirstSteps } from './firstSteps.ts';
import { LanguageServer } from './languageServer.ts';
import { ExerciseHints } from './lessons/exerciseHints.ts';
import { mementoHints } from './lessons/hintMemory.ts';
import { LessonPages } from './lessons/lessonPages.ts';
import { openExercise } from './lessons/openExercise.ts';
import { pickExercise, pickLesson } from './lessons/pick.ts';
import { showHint } from './lessons/showHint.ts';
import { openedFirst, startCourseCommand } from './lessons/startCourse.ts';
import { registerRulePages } from './rulePages.ts';
import { EditorRunners } from './testing/editorRunners.ts';
import { ExerciseTesting } from './testing/exerciseTesting.ts';
import { HygieneDiagnostics } from './testing/hygieneDiagnostics.ts';
import { pickOrder } from './testing/pickOrder.ts';

/** What tests in a real VS Code may look at. */
export interface ExtensionApi {
  readonly controller: TestController;
  readonly states: ExerciseStates;
  readonly course: ActiveCourse;
  readonly testing: ExerciseTesting;
  readonly pages: LessonPages;
  readonly checks: ProjectChecks;
  readonly checkProfile: CheckProfile;
}

export async function activate(context: ExtensionContext): Promise<ExtensionApi> {
  const { subscriptions, workspaceState } = context;
  const paths = bundlePaths(context);
  const log = window.createOutputChannel('Integration Testing Lab', { log: true });
  subscriptions.push(log);

  // The language server: diagnostics, code actions, and finding tests by parsing.
  const server = new LanguageServer(paths.server, log);
  subscriptions.push(
    server,
    registerRulePages(paths.rulePages),
    workspace.onDidGrantWorkspaceTrust(() => server.start()),
  );
  server.start();

  // The course: data, the learner's folder, and how each exercise stands.
  const course = new ActiveCourse(
    loadCatalog(paths.installation.lessons, env.language),
    paths.installation,
    log,
  );
  const states = new ExerciseStates();
  const diagnostics = new HygieneDiagnostics();
  const runners = new EditorRunners(paths.installation, log);
  subscriptions.push(followFirstSteps(course, states), course, states, diagnostics, runners);
  if (course.folder !== null) runners.expect(false);

  // What shows it: the Testing view and the lesson pages.
  const testing = new ExerciseTesting({
    course,
    installation: paths.installation,
    states,
    diagnostics,
    runners,
    discover: (files) => server.discover(files),
    log,
  });
  const hints = new ExerciseHints(paths.installation.lessons, mementoHints(context.globalState));
  const pages = new LessonPages({ course, states, testing, hints, paths, log });
  subscriptions.push(testing, pages);

  // Whatever overwrites learners' files keeps them first.
  const store = new AttemptStore(paths.attempts);
  const attempts = new Attempts({ course, states, store, memory: workspaceState, log });
  const updates = new CourseUpdates({
    course,
    installation: paths.installation,
    store,
    memory: workspaceState,
    log,
  });
  subscriptions.push(
    updates,
    registerVersionDocuments({
      course,
      installation: paths.installation,
      store,
      placeOf: (exercise) => attempts.placeOf(exercise),
    }),
  );

  // The same looks at tests of one's own.
  const checks = new ProjectChecks(paths.installation, log);
  const checkProfile = new CheckProfile((folder, token) => checks.start(folder, token));
  subscriptions.push(checks, checkProfile);

  // For those who write lessons.
  subscriptions.push(new LessonPageDiagnostics(log));

  const openFirstLesson = (): void => {
    const [first] = course.catalog.lessons;
    if (first) pages.open(first);
  };
  subscriptions.push(
    registerCommands(
      {
        'itlab.startCourse': async (folder) => {
          if (await startCourseCommand(course, paths.installation, folder)) openFirstLesson();
        },
        'itlab.openLesson': async (id) => {
          const lesson = await pickLesson(course.catalog, id);
          if (lesson) pages.open(lesson);
        },
        'itlab.openExercise': async (id) => {
          const exercise = await pickExercise(course.catalog, id);
          if (exercise) await openExercise(course, exercise);
        },
        'itlab.runExercise': async (id) => {
          const exercise = await pickExercise(course.catalog, id);
          if (exercise) await testing.start('run', exercise);
        },
        'itlab.gradeExercise': async (id) => {
          const exercise = await pickExercise(course.catalog, id);
          if (exercise) await testing.start('grade', exercise);
        },
        'itlab.cancelExercise': async (id) => {
          const exercise = await pickExercise(course.catalog, id);
          if (exercise) testing.cancel(exercise);
        },
        'itlab.checkIsolation': async (id) => {
          const exercise = await pickExercise(course.catalog, id);
          if (exercise) await testing.start('isolation', exercise);
        },
        'itlab.replayOrder': async (id, seed) => {
          const exercise = await pickExercise(course.catalog, id);
          const order = exercise ? await pickOrder(seed) : undefined;
          if (exercise && order !== undefined) await testing.replay(exercise, order);
        },
        'itlab.showFirstSteps': showFirstSteps,
        'itlab.showHint': async (id) => {
          const exercise = await pickExercise(course.catalog, id);
          if (exercise) await showHint(hints, pages, exercise, states.get(exercise).grade);
        },
        'itlab.checkProject': async (place) => {
          await checks.start(place);
        },
        'itlab.resetExercise': async (id) => {
          const exercise = await pickExercise(course.catalog, id);
          if (exercise) await attempts.reset(exercise);
        },
        'itlab.restoreAttempt': async (id) => {
          const exercise = await pickExercise(course.catalog, id);
          if (exercise) await attempts.restore(exercise);
        },
        'itlab.compareSolution': async (id) => {
          const exercise = await pickExercise(course.catalog, id);
          if (exercise) await attempts.compare(exercise);
        },
        'itlab.applySolution': async (id) => {
          const exercise = await pickExercise(course.catalog, id);
          if (exercise) await attempts.apply(exercise);
        },
        'itlab.updateCourse': () => updates.update(),
      },
      log,
    ),
  );
  if (await openedFirst(course, workspaceState)) openFirstLesson();
  return { controller: testing.controller, states, course, testing, pages, checks, checkProfile };
}
