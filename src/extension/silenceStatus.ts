import {
  l10n,
  languages,
  LanguageStatusSeverity,
  window,
  workspace,
  type LanguageStatusItem,
  type TextDocument,
} from 'vscode';
import { Disposables } from './disposables.ts';
import { testRunnerOf } from './mochaProject.ts';
import { isMeantAsTest, scripts } from './testDocuments.ts';

/**
 * Says among the states of the language (the braces in the status bar) why a test file has no diagnostics and no
 * actions of ours. Where it has, there is nothing to say.
 */
export class SilenceStatus extends Disposables {
  private item: LanguageStatusItem | null = null;

  constructor() {
    super();
    this.add(window.onDidChangeActiveTextEditor(() => this.look()));
    // Who runs the tests may be said by what is saved: a package, or the imports of the file.
    this.add(workspace.onDidSaveTextDocument(() => this.look()));
    this.add({ dispose: () => this.item?.dispose() });
    this.look();
  }

  private look(): void {
    const document = window.activeTextEditor?.document;
    const why = document && whySilent(document);
    if (why === undefined) {
      this.item?.dispose();
      this.item = null;
      return;
    }
    this.item ??= createItem();
    this.item.detail = why;
  }
}

function createItem(): LanguageStatusItem {
  const item = languages.createLanguageStatusItem('itlab.silence', scripts);
  item.name = 'Integration Testing Lab';
  item.text = l10n.t('Integration Testing Lab is silent here');
  item.severity = LanguageStatusSeverity.Information;
  item.command = { title: l10n.t('Ask the Doctor'), command: 'itlab.doctor' };
  return item;
}

/** Why we say nothing about a document, in few words; undefined where we do, or where nobody would expect it. */
function whySilent(document: TextDocument): string | undefined {
  if (!isMeantAsTest(document)) return undefined;
  const runner = testRunnerOf(document);
  switch (runner.by) {
    case 'mocha':
      return undefined;
    case 'others':
      return l10n.t('the tests are run by {0}, and only those of mocha are read', runner.names.join(', '));
    case 'unknown':
      return l10n.t('no package here names mocha, and only tests of mocha are read');
  }
}
