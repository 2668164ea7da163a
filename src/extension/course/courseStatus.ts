import { l10n, StatusBarAlignment, window } from 'vscode';
import type { ExerciseState } from '../../protocol/lessonPage.ts';
import { forLabel, oneLine } from '../../protocol/shownText.ts';
import { standingOf } from '../../protocol/standing.ts';
import type { ActiveCourse } from '../activeCourse.ts';
import { Disposables } from '../disposables.ts';
import type { ExerciseStates } from '../exerciseStates.ts';
import { spokenVerdict, verdictText } from '../verdict.ts';
import type { CourseWay } from './courseWay.ts';

/** The current exercise and its verdict in the status bar; nothing where no course is open. */
export class CourseStatus extends Disposables {
  private readonly course: ActiveCourse;
  private readonly states: ExerciseStates;
  private readonly way: CourseWay;
  private readonly item = this.add(window.createStatusBarItem('itlab.exercise', StatusBarAlignment.Left, 10));

  constructor(course: ActiveCourse, states: ExerciseStates, way: CourseWay) {
    super();
    this.course = course;
    this.states = states;
    this.way = way;
    this.item.name = 'Integration Testing Lab';
    this.add(course.onDidChange(() => this.show()));
    this.add(states.onDidChange(() => this.show()));
    this.add(way.onDidMove(() => this.show()));
    this.show();
  }

  /** What is shown now, without the icon; null for nothing. */
  get text(): string | null {
    return this.course.folder === null ? null : this.item.text.replace(/^\$\([\w~-]+\) /, '');
  }

  private show(): void {
    const { item } = this;
    if (this.course.folder === null) {
      item.hide();
      return;
    }
    const exercise = this.way.current;
    if (exercise === null) {
      const { complete, total } = this.way.count();
      const count = l10n.t('{0} of {1} exercises complete', complete, total);
      item.text = `$(mortar-board) ${count}`;
      item.tooltip = l10n.t('Go on with the course');
      item.accessibilityInformation = {
        label: `${count}. ${l10n.t('Go on with the course')}`,
        role: 'button',
      };
      item.command = { command: 'itlab.continue', title: l10n.t('Go on with the course') };
    } else {
      const state = this.states.get(exercise);
      const { title } = exercise.manifest;
      const verdict = verdictText(exercise, state);
      const text = verdict === '' ? title : l10n.t('{0}: {1}', title, verdict);
      item.text = `$(${iconOf(state)}) ${forLabel(text)}`;
      item.tooltip = oneLine(l10n.t('Show “{0}” on its page', title));
      item.accessibilityInformation = {
        label: l10n.t('{0}, {1}', title, spokenVerdict(exercise, state)),
        role: 'button',
      };
      item.command = { command: 'itlab.showExercise', title: item.tooltip, arguments: [exercise.id] };
    }
    item.show();
  }
}

function iconOf(state: ExerciseState): string {
  if (state.activity.type !== 'idle') return 'loading~spin';
  switch (standingOf(state)) {
    case 'complete':
      return 'pass-filled';
    case 'completed-before':
      return 'pass';
    case 'not-started':
    case 'in-progress':
      return 'mortar-board';
  }
}
