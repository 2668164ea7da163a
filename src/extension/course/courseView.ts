import {
  EventEmitter,
  l10n,
  MarkdownString,
  ThemeColor,
  ThemeIcon,
  TreeItem,
  TreeItemCollapsibleState,
  window,
  type Event,
  type LogOutputChannel,
  type TreeDataProvider,
  type TreeView,
} from 'vscode';
import type { Lesson } from '../../course/catalog.ts';
import type { Exercise } from '../../course/exercise.ts';
import { forLabel, forMarkdown } from '../../protocol/shownText.ts';
import { isDone, standingOf, type Standing } from '../../protocol/standing.ts';
import type { ActiveCourse } from '../activeCourse.ts';
import { Disposables } from '../disposables.ts';
import type { ExerciseStates } from '../exerciseStates.ts';
import { runReportingErrors } from '../userError.ts';
import { spokenVerdict, verdictText } from '../verdict.ts';
import type { CourseWay } from './courseWay.ts';

/**
 * The course as a tree: lessons, and their exercises with how each stands. Its elements are the ids of lessons and
 * exercises, because that is what VS Code hands to the commands of a tree's menus.
 */
export class CourseView extends Disposables implements TreeDataProvider<string> {
  readonly view: TreeView<string>;
  private readonly course: ActiveCourse;
  private readonly states: ExerciseStates;
  private readonly way: CourseWay;
  private readonly changed = this.add(new EventEmitter<string | undefined>());
  /** The lesson that is open at first: where the learner goes on. */
  private readonly opened: string | undefined;

  constructor(course: ActiveCourse, states: ExerciseStates, way: CourseWay, log: LogOutputChannel) {
    super();
    this.course = course;
    this.states = states;
    this.way = way;
    this.opened = way.next()?.lesson;
    this.view = this.add(
      window.createTreeView('itlab.course', { treeDataProvider: this, showCollapseAll: true }),
    );
    this.describe();
    // The tree follows the learner, as the explorer does.
    this.add(way.onDidMove(() => void runReportingErrors(log, () => this.reveal())));
    this.add(this.view.onDidChangeVisibility(() => void runReportingErrors(log, () => this.reveal())));
    this.add(
      states.onDidChange((exercise) => {
        this.changed.fire(exercise.id);
        // A lesson counts its complete exercises; while one runs there is nothing to count.
        if (states.get(exercise).activity.type !== 'idle') return;
        this.changed.fire(exercise.lesson);
        this.describe();
      }),
    );
    this.add(
      course.onDidChange(() => {
        this.changed.fire(undefined);
        this.describe();
      }),
    );
  }

  get onDidChangeTreeData(): Event<string | undefined> {
    return this.changed.event;
  }

  getChildren(id?: string): string[] {
    if (this.course.folder === null) return [];
    const { lessons } = this.course.catalog;
    if (id === undefined) return lessons.map((lesson) => lesson.id);
    return lessons.find((lesson) => lesson.id === id)?.exerciseList.map((exercise) => exercise.id) ?? [];
  }

  getParent(id: string): string | undefined {
    return this.find(id)?.exercise?.lesson;
  }

  getTreeItem(id: string): TreeItem {
    const found = this.find(id);
    if (!found) return new TreeItem(id);
    const { lesson, exercise } = found;
    return exercise ? this.exerciseItem(exercise) : this.lessonItem(lesson);
  }

  /** Shows the current exercise in the tree, when the tree can be seen. */
  private async reveal(): Promise<void> {
    const { current } = this.way;
    if (this.view.visible && current) await this.view.reveal(current.id, { select: true, focus: false });
  }

  private lessonItem(lesson: Lesson): TreeItem {
    const standings = lesson.exerciseList.map((exercise) => standingOf(this.states.get(exercise)));
    const complete = standings.filter(isDone).length;
    const label = `${lesson.order}. ${lesson.title}`;
    const count = l10n.t('{0} of {1} complete', complete, standings.length);
    const item = new TreeItem(
      forLabel(label),
      lesson.id === this.opened ? TreeItemCollapsibleState.Expanded : TreeItemCollapsibleState.Collapsed,
    );
    item.id = lesson.id;
    item.contextValue = 'lesson';
    item.description = `${complete}/${standings.length}`;
    item.iconPath = iconOf(
      standings.length > 0 && complete === standings.length
        ? 'complete'
        : standings.some((standing) => standing !== 'not-started')
          ? 'in-progress'
          : 'not-started',
    );
    item.tooltip = tooltip(label, count, lesson.objectives);
    item.accessibilityInformation = { label: l10n.t('{0}, {1}', label, count) };
    item.command = { command: 'itlab.openLesson', title: l10n.t('Open the Lesson'), arguments: [lesson.id] };
    return item;
  }

  private exerciseItem(exercise: Exercise): TreeItem {
    const state = this.states.get(exercise);
    const { title, task } = exercise.manifest;
    const item = new TreeItem(forLabel(title));
    const busy = state.activity.type !== 'idle';
    const spoken = spokenVerdict(exercise, state);
    item.id = exercise.id;
    item.contextValue = busy ? 'exercise.running' : 'exercise';
    item.description = forLabel(verdictText(exercise, state));
    item.iconPath = busy ? new ThemeIcon('loading~spin') : iconOf(standingOf(state));
    item.tooltip = tooltip(title, state.error ?? spoken, [task]);
    item.accessibilityInformation = { label: l10n.t('{0}, {1}', title, spoken) };
    item.command = {
      command: 'itlab.showExercise',
      title: l10n.t('Show the Exercise on Its Page'),
      arguments: [exercise.id],
    };
    return item;
  }

  private describe(): void {
    const { complete, total, answers } = this.way.count();
    const text = l10n.t('{0} of {1} exercises complete', complete, total);
    // Not the description: VS Code leaves it out where a container has one view.
    this.view.message =
      this.course.folder === null
        ? ''
        : answers > 0
          ? l10n.t('{0}, {1} with the model answer', text, answers)
          : text;
  }

  private find(id: string): { readonly lesson: Lesson; readonly exercise: Exercise | null } | undefined {
    for (const lesson of this.course.catalog.lessons) {
      const exercise = lesson.exerciseList.find((one) => one.id === id) ?? null;
      if (lesson.id === id || exercise) return { lesson, exercise };
    }
    return undefined;
  }
}

function iconOf(standing: Standing): ThemeIcon {
  switch (standing) {
    case 'not-started':
      return new ThemeIcon('circle-large-outline', new ThemeColor('testing.iconUnset'));
    case 'in-progress':
      return new ThemeIcon('record', new ThemeColor('testing.iconQueued'));
    case 'complete':
      return new ThemeIcon('pass-filled', new ThemeColor('testing.iconPassed'));
    case 'completed-before':
      return new ThemeIcon('pass', new ThemeColor('testing.iconPassed'));
  }
}

/** Texts of the course, none of which is Markdown. */
function tooltip(title: string, verdict: string, lines: readonly string[]): MarkdownString {
  const text = [`**${forMarkdown(title)}**\n\n${forMarkdown(verdict)}`];
  for (const line of lines) text.push(lines.length > 1 ? '\n- ' : '\n\n', forMarkdown(line));
  return new MarkdownString(text.join(''));
}
