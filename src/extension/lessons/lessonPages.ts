import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  commands,
  l10n,
  Position,
  Range,
  Uri,
  window,
  workspace,
  type LogOutputChannel,
  type ViewColumn,
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
import { showFault } from '../attempts/faultDocuments.ts';
import type { BundlePaths } from '../bundlePaths.ts';
import { Disposables } from '../disposables.ts';
import type { ExerciseStates } from '../exerciseStates.ts';
import type { ExerciseTesting } from '../testing/exerciseTesting.ts';
import { tell } from '../messages.ts';
import { gradesOnSave } from '../settings.ts';
import { runReportingErrors } from '../userError.ts';
import { columnOfFile, columnOfPage } from './columns.ts';
import type { ExampleRuns } from './exampleRuns.ts';
import type { ExerciseHints } from './exerciseHints.ts';
import type { CodeInsertion } from './insertCode.ts';
import { examplesOnPage, useCode } from './pageCode.ts';
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
  readonly examples: ExampleRuns;
  readonly insertion: CodeInsertion;
  readonly paths: BundlePaths;
  readonly log: LogOutputChannel;
}

/** The lesson pages that are open: one per lesson. */
export class LessonPages extends Disposables {
  private readonly parts: LessonPageParts;
  private readonly panels = new Map<string, WebviewPanel>();
  /** Lessons whose pages are in sight and have said that they listen. */
  private readonly ready = new Set<string>();
  /** Where a page is about to come into sight: VS Code tells that it did a moment later. */
  private opening: ViewColumn | undefined;
  /** By lesson: where a page shall go once its script has started. */
  private readonly waiting = new Map<string, GoTo>();

  constructor(parts: LessonPageParts) {
    super();
    this.parts = parts;
    this.add(parts.states.onDidChange((exercise) => this.send(exercise.lesson)));
    parts.hints.onDidShow = (exercise) => this.send(exercise.lesson);
    parts.examples.onDidChange = (lesson) => this.sendExamples(this.lessonCalled(lesson));
    this.add(workspace.onDidGrantWorkspaceTrust(() => this.panels.forEach((_, lesson) => this.send(lesson))));
    this.add(
      workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('itlab.gradeOnSave'))
          this.panels.forEach((_, lesson) => this.send(lesson));
      }),
    );
    this.add({ dispose: () => this.panels.forEach((panel) => panel.dispose()) });
  }

  /** The column of the page that can be seen; undefined for none. */
  get column(): ViewColumn | undefined {
    const visible = [...this.panels.values()].find((panel) => panel.visible);
    return this.opening ?? visible?.viewColumn;
  }

  /** Opens a lesson's page, or brings it to the front. */
  open(lesson: Lesson, preserveFocus = false): void {
    // Beside the learner's files, where the page before was.
    const viewColumn = columnOfPage(this.column, (file) => this.parts.testing.exerciseOf(file) !== null);
    this.opening = viewColumn;
    const known = this.panels.get(lesson.id);
    if (known) {
      known.reveal(viewColumn, preserveFocus);
      return;
    }
    const panel = window.createWebviewPanel(
      lessonPageType,
      lesson.title,
      { viewColumn, preserveFocus },
      this.options(),
    );
    this.fill(panel, lesson);
  }

  /**
   * Opens the page of an exercise at its card.
   * @param hint one of `hintKeys`: this ladder is opened as well.
   */
  openAt(exercise: Exercise, hint: string | null = null): void {
    this.lead({ type: 'goTo', exercise: exercise.id, hint, focus: true }, exercise);
  }

  /** Shows the card of an exercise, and leaves the focus where it is. */
  showCard(exercise: Exercise): void {
    this.lead({ type: 'goTo', exercise: exercise.id, hint: null, focus: false }, exercise);
  }

  /** The learner goes over to an exercise: a page of another lesson that can be seen gives way to its card. */
  follow(exercise: Exercise): void {
    const shown = [...this.panels].find(([, { visible }]) => visible);
    if (shown && shown[0] !== exercise.lesson) this.showCard(exercise);
  }

  private lead(target: GoTo, exercise: Exercise): void {
    if (this.ready.has(exercise.lesson)) void this.panels.get(exercise.lesson)?.webview.postMessage(target);
    else this.waiting.set(exercise.lesson, target);
    this.open(this.lessonCalled(exercise.lesson), !target.focus);
  }

  /** Fills a page that was open when the window was closed. */
  restore(panel: WebviewPanel, state: unknown): void {
    const lesson = this.lessonIn(state);
    if (lesson) this.fill(panel, lesson);
    else panel.dispose();
  }

  /** The lesson whose page is the active editor; null for none. */
  get active(): Lesson | null {
    const [id] = [...this.panels].find(([, panel]) => panel.active) ?? [];
    return id === undefined ? null : this.lessonCalled(id);
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
        this.opening = undefined;
        if (!panel.visible) this.ready.delete(lesson.id);
      }),
    );
    panel.onDidDispose(() => {
      listeners.dispose();
      this.opening = undefined;
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
      examples: examplesOnPage(lesson),
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
        this.sendExamples(lesson);
        const target = this.waiting.get(lesson.id);
        this.waiting.delete(lesson.id);
        if (target) void this.panels.get(lesson.id)?.webview.postMessage(target);
        break;
      }
      case 'openLesson':
        this.open(this.lessonCalled(message.lesson));
        break;
      case 'code': {
        const done = await useCode(lesson, message, this.parts.insertion, this.parts.log);
        if (done) void this.panels.get(lesson.id)?.webview.postMessage(done);
        break;
      }
      case 'example':
        if (message.command === 'run') await this.parts.examples.run(lesson, message.name);
        else this.parts.examples.cancel(lesson, message.name);
        break;
      case 'next':
        this.goOn(this.nextAfter(this.exerciseCalled(message.exercise)));
        break;
      case 'openPlace': {
        const exercise = this.exerciseCalled(message.exercise);
        await openOneOf(course, exercise, placesBehind(exercise, message.place), this.besidePage);
        break;
      }
      case 'openLine':
        await this.openLine(this.exerciseCalled(message.exercise), message.file, message.line);
        break;
      case 'openTest':
        await this.openTest(this.exerciseCalled(message.exercise), message.title);
        break;
      case 'runAgain': {
        const exercise = this.exerciseCalled(message.exercise);
        if (message.seed === null) await testing.runAlone(exercise, message.title);
        else await testing.replay(exercise, message.seed);
        break;
      }
      case 'openFault':
        await showFault(this.parts, this.exerciseCalled(message.exercise), message.fault);
        break;
      case 'debugFault':
        await testing.debugFault(this.exerciseCalled(message.exercise), message.fault, message.title);
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
            await openExercise(course, exercise, this.column);
            break;
          case 'contract':
            await openOneOf(course, exercise, contractOf(exercise), this.besidePage);
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
          case 'catches':
            await commands.executeCommand('itlab.compareCatches', exercise.id);
            break;
          case 'apply':
            await commands.executeCommand('itlab.applySolution', exercise.id);
            break;
          case 'isolation':
            await commands.executeCommand('itlab.checkIsolation', exercise.id);
            break;
          case 'order':
            await commands.executeCommand('itlab.replayOrder', exercise.id);
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

  private sendExamples(lesson: Lesson): void {
    const examples = this.parts.examples.statesOf(lesson);
    if (examples.length === 0) return;
    const message: ToLessonPage = { type: 'examples', examples };
    void this.panels.get(lesson.id)?.webview.postMessage(message);
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
    const uri = Uri.file(join(path));
    await window.showTextDocument(uri, {
      selection: new Range(position, position),
      viewColumn: columnOfFile(uri, this.column),
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
    await window.showTextDocument(place.uri, {
      selection: place.range,
      viewColumn: columnOfFile(place.uri, this.column),
    });
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
      'Open a lesson from the list: "Open Lesson".',
    );
  }

  private readonly besidePage = (file: Uri): ViewColumn => columnOfFile(file, this.column);

  private exerciseCalled(id: string): Exercise {
    return findExercise(this.parts.course.catalog, id);
  }
}
