import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  commands,
  l10n,
  Position,
  Range,
  Uri,
  ViewColumn,
  window,
  workspace,
  type LogOutputChannel,
  type WebviewPanel,
} from 'vscode';
import { findExercise, type Lesson } from '../../course/catalog.ts';
import { contractOf, placesBehind, starterPaths } from '../../course/contract.ts';
import { CourseError } from '../../course/courseError.ts';
import type { Exercise } from '../../course/exercise.ts';
import { insidePath } from '../../course/fileTree.ts';
import {
  decodeFromLessonPage,
  type FromLessonPage,
  type GoTo,
  type NextStep,
  type ToLessonPage,
} from '../../protocol/lessonPage.ts';
import { isDone, standingOf } from '../../protocol/standing.ts';
import type { ActiveCourse } from '../activeCourse.ts';
import type { BundlePaths } from '../bundlePaths.ts';
import { Disposables } from '../disposables.ts';
import type { ExerciseStates } from '../exerciseStates.ts';
import type { ExerciseTesting } from '../testing/exerciseTesting.ts';
import { tell } from '../messages.ts';
import { gradesOnSave } from '../settings.ts';
import { runReportingErrors } from '../userError.ts';
import type { ExerciseHints } from './exerciseHints.ts';
import { lessonPageType } from './lessonPageType.ts';
import { openExercise } from './openExercise.ts';
import { nextStep } from './nextStep.ts';
import { openOneOf } from './openPlace.ts';
import { tellOwnProject } from './ownProject.ts';
import { renderLesson } from './renderLesson.ts';
import { sentence } from '../../course/sentence.ts';

export interface LessonPageParts {
  readonly course: ActiveCourse;
  readonly states: ExerciseStates;
  readonly testing: ExerciseTesting;
  readonly hints: ExerciseHints;
  readonly paths: BundlePaths;
  readonly log: LogOutputChannel;
}

/** The lesson pages that are open: one per lesson. */
export class LessonPages extends Disposables {
  private readonly parts: LessonPageParts;
  private readonly panels = new Map<string, WebviewPanel>();
  /** Lessons whose pages are in sight and have said that they listen. */
  private readonly ready = new Set<string>();
  /** By lesson: where a page shall go once its script has started. */
  private readonly waiting = new Map<string, GoTo>();

  constructor(parts: LessonPageParts) {
    super();
    this.parts = parts;
    this.add(parts.states.onDidChange((exercise) => this.send(exercise.lesson)));
    parts.hints.onDidShow = (exercise) => this.send(exercise.lesson);
    this.add(workspace.onDidGrantWorkspaceTrust(() => this.panels.forEach((_, lesson) => this.send(lesson))));
    this.add(
      workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('itlab.gradeOnSave'))
          this.panels.forEach((_, lesson) => this.send(lesson));
      }),
    );
    this.add({ dispose: () => this.panels.forEach((panel) => panel.dispose()) });
  }

  /** Opens a lesson's page, or brings it to the front. */
  open(lesson: Lesson): void {
    const known = this.panels.get(lesson.id);
    if (known) {
      known.reveal();
      return;
    }
    // Beside the learner's files, where the page before was.
    const column = [...this.panels.values()].find(({ visible }) => visible)?.viewColumn ?? ViewColumn.Active;
    const panel = window.createWebviewPanel(lessonPageType, lesson.title, column, this.options());
    this.fill(panel, lesson);
  }

  /**
   * Opens the page of an exercise at its card.
   * @param hint one of `hintKeys`: this ladder is opened as well.
   */
  openAt(exercise: Exercise, hint: string | null = null): void {
    const target: GoTo = { type: 'goTo', exercise: exercise.id, hint };
    if (this.ready.has(exercise.lesson)) void this.panels.get(exercise.lesson)?.webview.postMessage(target);
    else this.waiting.set(exercise.lesson, target);
    this.open(this.lessonCalled(exercise.lesson));
  }

  /** Fills a page that was open when the window was closed. */
  restore(panel: WebviewPanel, state: unknown): void {
    const lesson = this.lessonIn(state);
    if (lesson) this.fill(panel, lesson);
    else panel.dispose();
  }

  /** Ids of the lessons whose pages are open. */
  get openLessons(): string[] {
    return [...this.panels.keys()];
  }

  private options(): {
    enableScripts: boolean;
    localResourceRoots: readonly Uri[];
    enableFindWidget: boolean;
  } {
    return { enableScripts: true, localResourceRoots: this.parts.paths.webviewRoots, enableFindWidget: true };
  }

  private fill(panel: WebviewPanel, lesson: Lesson): void {
    const { paths, course, log } = this.parts;
    this.panels.set(lesson.id, panel);
    panel.webview.options = this.options();
    const listeners = new Disposables();
    listeners.add(
      panel.webview.onDidReceiveMessage((value: unknown) => {
        const message = decodeFromLessonPage(value);
        if (message === null) log.warn('The lesson page sent something that is no message.');
        else void runReportingErrors(log, () => this.receive(lesson, message));
      }),
    );
    // A page in the background is loaded anew when it comes to the front.
    listeners.add(
      panel.onDidChangeViewState(() => {
        if (!panel.visible) this.ready.delete(lesson.id);
      }),
    );
    panel.onDidDispose(() => {
      listeners.dispose();
      this.ready.delete(lesson.id);
      if (this.panels.get(lesson.id) === panel) this.panels.delete(lesson.id);
    });
    const { lessons } = course.catalog;
    const index = lessons.indexOf(lesson);
    const { webview } = panel;
    webview.html = renderLesson({
      lesson: {
        id: lesson.id,
        title: lesson.title,
        order: lesson.order,
        durationMinutes: lesson.duration,
        objectives: lesson.objectives,
        language: lesson.language,
        markdown: lesson.markdown,
      },
      lessonCount: lessons.length,
      exercises: lesson.exerciseList.map((exercise) => ({
        id: exercise.id,
        title: exercise.manifest.title,
        kind: exercise.manifest.kind,
        task: exercise.manifest.task,
        faults: exercise.manifest.faults.length,
        variants: exercise.manifest.variants.length,
        limits: exercise.manifest.limits,
        files: starterPaths(exercise),
        contract: exercise.manifest.contract ?? [],
      })),
      previous: lessons[index - 1] ?? null,
      next: lessons[index + 1] ?? null,
      assets: {
        script: webview.asWebviewUri(paths.pageScript).toString(),
        style: readFileSync(paths.pageStyle, 'utf8'),
        pictures: webview.asWebviewUri(paths.lessonPictures).toString(),
        cspSource: webview.cspSource,
        nonce: randomBytes(18).toString('base64url'),
      },
      translate: (text, ...args) => l10n.t(text, ...args),
    });
  }

  private async receive(lesson: Lesson, message: FromLessonPage): Promise<void> {
    const { course, testing, states, hints } = this.parts;
    switch (message.type) {
      case 'ready': {
        this.ready.add(lesson.id);
        this.send(lesson.id);
        const target = this.waiting.get(lesson.id);
        this.waiting.delete(lesson.id);
        if (target) void this.panels.get(lesson.id)?.webview.postMessage(target);
        break;
      }
      case 'openLesson':
        this.open(this.lessonCalled(message.lesson));
        break;
      case 'next':
        this.goOn(this.nextAfter(this.exerciseCalled(message.exercise)));
        break;
      case 'openPlace': {
        const exercise = this.exerciseCalled(message.exercise);
        await openOneOf(course, exercise, placesBehind(exercise, message.place), beside);
        break;
      }
      case 'openLine':
        await this.openLine(this.exerciseCalled(message.exercise), message.file, message.line);
        break;
      case 'openTest':
        await this.openTest(this.exerciseCalled(message.exercise), message.title);
        break;
      case 'hint': {
        const exercise = this.exerciseCalled(message.exercise);
        const { grade } = states.get(exercise);
        await hints.show(exercise, grade, message.key, message.step);
        break;
      }
      case 'manageTrust':
        await commands.executeCommand('workbench.trust.manage');
        break;
      case 'exercise': {
        const exercise = this.exerciseCalled(message.exercise);
        switch (message.command) {
          case 'open':
            await openExercise(course, exercise);
            break;
          case 'contract':
            await openOneOf(course, exercise, contractOf(exercise), beside);
            break;
          case 'run':
          case 'grade':
            await testing.start(message.command, exercise);
            break;
          case 'cancel':
            testing.cancel(exercise);
            break;
          case 'reset':
            await commands.executeCommand('itlab.resetExercise', exercise.id);
            break;
          case 'restore':
            await commands.executeCommand('itlab.restoreAttempt', exercise.id);
            break;
          case 'gradeOnSave':
            await commands.executeCommand('itlab.toggleGradeOnSave');
            break;
          case 'compare':
            await commands.executeCommand('itlab.compareSolution', exercise.id);
            break;
        }
        break;
      }
    }
  }

  private send(lessonId: string): void {
    const panel = this.panels.get(lessonId);
    const lesson = this.parts.course.catalog.lessons.find(({ id }) => id === lessonId);
    if (!panel || !lesson) return;
    const { states, hints } = this.parts;
    const message: ToLessonPage = {
      type: 'state',
      trusted: workspace.isTrusted,
      gradesOnSave: gradesOnSave(),
      exercises: lesson.exerciseList.map((exercise) => states.get(exercise)),
      hints: lesson.exerciseList.flatMap((exercise) => hints.shown(exercise, states.get(exercise).grade)),
      next: Object.fromEntries(
        lesson.exerciseList
          .filter((exercise) => standingOf(states.get(exercise)) === 'complete')
          .map((exercise) => [exercise.id, this.nextAfter(exercise)]),
      ),
    };
    void panel.webview.postMessage(message);
  }

  private nextAfter(exercise: Exercise): NextStep {
    const { course, states } = this.parts;
    return nextStep(course.catalog, exercise, (one) => isDone(standingOf(states.get(one))));
  }

  private goOn(step: NextStep): void {
    switch (step.type) {
      case 'exercise':
        this.openAt(this.exerciseCalled(step.exercise));
        break;
      case 'lesson':
        this.open(this.lessonCalled(step.lesson));
        break;
      case 'end':
        tellOwnProject();
        break;
    }
  }

  private async openLine(exercise: Exercise, file: string, line: number): Promise<void> {
    const path = insidePath(this.parts.course.folderOf(exercise), file, l10n.t('The grade'));
    const position = new Position(Math.max(0, line - 1), 0);
    await window.showTextDocument(Uri.file(join(path)), {
      selection: new Range(position, position),
      viewColumn: ViewColumn.Beside,
    });
  }

  private async openTest(exercise: Exercise, title: string): Promise<void> {
    const place = await this.parts.testing.placeOf(exercise, title);
    if (place === null) {
      void tell(
        'information',
        l10n.t('No test of your files is called “{0}” any more. Grade again to see how things stand.', title),
      );
      return;
    }
    await window.showTextDocument(place.uri, { selection: place.range, viewColumn: ViewColumn.Beside });
  }

  private lessonIn(state: unknown): Lesson | undefined {
    if (typeof state !== 'object' || state === null || !('lesson' in state)) return undefined;
    return this.parts.course.catalog.lessons.find(({ id }) => id === state.lesson);
  }

  private lessonCalled(id: string): Lesson {
    const lesson = this.parts.course.catalog.lessons.find((known) => known.id === id);
    if (lesson) return lesson;
    throw new CourseError(
      'unknown-lesson',
      sentence`There is no lesson '${id}'.`,
      'Open a lesson from the list: "Open Lesson…".',
    );
  }

  private exerciseCalled(id: string): Exercise {
    return findExercise(this.parts.course.catalog, id);
  }
}

const beside = (): ViewColumn => ViewColumn.Beside;
