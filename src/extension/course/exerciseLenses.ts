import {
  CodeLens,
  EventEmitter,
  l10n,
  languages,
  workspace,
  type CodeLensProvider,
  type Event,
  type TestItem,
  type TextDocument,
} from 'vscode';
import { Disposables } from '../disposables.ts';
import { showsCodeLenses } from '../settings.ts';
import type { ExerciseTesting } from '../testing/exerciseTesting.ts';

/** Run and Grade above the suites and tests of exercises; where they are, the Testing view's items say. */
export class ExerciseLenses extends Disposables implements CodeLensProvider {
  private readonly testing: ExerciseTesting;
  private readonly changed = this.add(new EventEmitter<void>());
  /** Addresses of the documents whose tests were looked for. */
  private readonly resolved = new Set<string>();

  constructor(testing: ExerciseTesting) {
    super();
    this.testing = testing;
    this.add(testing.onDidDiscover(() => this.changed.fire()));
    this.add(
      workspace.onDidChangeConfiguration(
        (event) => event.affectsConfiguration('itlab.codeLens') && this.changed.fire(),
      ),
    );
    this.add(workspace.onDidGrantWorkspaceTrust(() => this.changed.fire()));
    this.add(languages.registerCodeLensProvider({ scheme: 'file', pattern: '**/tests/**' }, this));
  }

  get onDidChangeCodeLenses(): Event<void> {
    return this.changed.event;
  }

  async provideCodeLenses(document: TextDocument): Promise<CodeLens[]> {
    if (!showsCodeLenses(document.uri) || !workspace.isTrusted) return [];
    const exercise = this.testing.exerciseOf(document.uri);
    const top = exercise && this.testing.itemOf(exercise);
    if (!top) return [];
    const address = document.uri.toString();
    // Later the tree follows the edits by itself, and tells when it is done.
    if (!this.resolved.has(address)) {
      this.resolved.add(address);
      await this.testing.resolve(exercise);
    }
    const lenses: CodeLens[] = [];
    const visit = (item: TestItem, outermost: boolean): void => {
      // Items of other files and the faults; what only running shows has no place of its own.
      if (item.uri?.toString() !== address || !item.range || item.range.isEmpty) return;
      const at = item.range.with({ end: item.range.start });
      lenses.push(
        new CodeLens(at, {
          title: l10n.t('Run'),
          tooltip: l10n.t('Run “{0}”', item.label),
          command: 'itlab.runTest',
          arguments: [exercise.id, item.id],
        }),
      );
      if (outermost) {
        lenses.push(
          new CodeLens(at, {
            title: l10n.t('Grade'),
            tooltip: l10n.t('Grade the exercise “{0}”', exercise.manifest.title),
            command: 'itlab.gradeExercise',
            arguments: [exercise.id],
          }),
        );
      }
      item.children.forEach((child) => visit(child, false));
    };
    top.children.forEach((item) => visit(item, true));
    return lenses;
  }
}
