import { commands, EventEmitter, l10n, TabInputText, window, type Event, type Tab, type Uri } from 'vscode';
import { allExercises, type Catalog } from '../../course/catalog.ts';
import { answersOf, type Exercise } from '../../course/exercise.ts';
import type { Answer } from '../../course/manifestSchemas.ts';
import { Disposables } from '../disposables.ts';

/** What a comparison shows beside the learner's files. */
export interface Comparison {
  readonly exercise: Exercise;
  /** Id of the model answer; null for an earlier attempt. */
  readonly answer: string | null;
}

/** A file with both of its versions, as `vscode.changes` takes it; undefined where there is none. */
export type ComparedFile = readonly [file: Uri, now: Uri | undefined, then: Uri | undefined];

/**
 * The comparisons of an exercise's files that are open. They are found by their titles, because VS Code tells no more
 * about such an editor, and one may be open from before a restart.
 */
export class Comparisons extends Disposables {
  private readonly known: ReadonlyMap<string, Comparison>;
  /** By title: the paths that the editor lists, as long as this window is open. */
  private readonly listed = new Map<string, string>();
  private readonly activated = this.add(new EventEmitter<Exercise>());
  private here: Comparison | null = null;

  constructor(catalog: Catalog) {
    super();
    this.known = new Map(
      allExercises(catalog).flatMap((exercise): [string, Comparison][] => [
        [attemptTitle(exercise), { exercise, answer: null }],
        ...answersOf(exercise).map((answer): [string, Comparison] => [
          answerTitle(exercise, answer),
          { exercise, answer: answer.id },
        ]),
      ]),
    );
    const follow = (): void => {
      const before = this.here;
      this.here = this.comparisonIn(window.tabGroups.activeTabGroup.activeTab);
      if (this.here === before) return;
      const comparesAnswer = this.here !== null && this.here.answer !== null;
      void commands.executeCommand('setContext', 'itlab.comparesAnswer', comparesAnswer);
      if (this.here) this.activated.fire(this.here.exercise);
    };
    this.add(window.tabGroups.onDidChangeTabs(follow));
    this.add(window.tabGroups.onDidChangeTabGroups(follow));
    follow();
  }

  /** Fires with the exercise whose comparison came to the front. */
  get onDidActivate(): Event<Exercise> {
    return this.activated.event;
  }

  /** The one in the active editor. */
  get active(): Comparison | null {
    return this.here;
  }

  /** Opens VS Code's own comparison. */
  async open(title: string, files: readonly ComparedFile[], paths: readonly string[]): Promise<void> {
    this.listed.set(title, pathsText(paths));
    await commands.executeCommand('vscode.changes', title, files);
  }

  /**
   * The exercise's files were replaced. An editor follows the texts of the files it lists; one that lists others than
   * those that differ now is closed, and so is what asked whether to restore.
   * @param differing paths that differ from a model answer now.
   */
  async refresh(exercise: Exercise, differing: (answer: string) => Iterable<string>): Promise<void> {
    const gone = window.tabGroups.all
      .flatMap(({ tabs }) => tabs)
      .filter((tab) => {
        const comparison = this.comparisonIn(tab);
        if (comparison?.exercise.id !== exercise.id) return false;
        if (comparison.answer === null) return true;
        const paths = pathsText([...differing(comparison.answer)]);
        return paths === '' || paths !== this.listed.get(this.titleOf(tab) ?? '');
      });
    if (gone.length > 0) await window.tabGroups.close(gone, true);
  }

  private comparisonIn(tab: Tab | undefined): Comparison | null {
    const title = tab && this.titleOf(tab);
    return (title === undefined ? undefined : this.known.get(title)) ?? null;
  }

  private titleOf({ label, input }: Tab): string | undefined {
    if (input instanceof TabInputText) return undefined;
    // VS Code puts the number of files behind it.
    return [...this.known.keys()].find((title) => label === title || label.startsWith(`${title} (`));
  }
}

export function attemptTitle({ manifest }: Exercise): string {
  return l10n.t('Restore "{0}": now ↔ then', manifest.title);
}

export function answerTitle({ manifest }: Exercise, answer: Answer): string {
  return answer.title === ''
    ? l10n.t('"{0}": yours ↔ the model answer', manifest.title)
    : l10n.t('"{0}": yours ↔ {1}', manifest.title, answer.title);
}

function pathsText(paths: readonly string[]): string {
  return paths.toSorted().join('\n');
}
