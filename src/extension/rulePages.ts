import { readFile } from 'node:fs/promises';
import { l10n, Uri, workspace, type Disposable } from 'vscode';

/** Serves the pages behind a diagnostic's link (`itlab-rule:/<rule>.md`) from the extension, without a network. */
export function registerRulePages(folder: Uri): Disposable {
  return workspace.registerTextDocumentContentProvider('itlab-rule', {
    provideTextDocumentContent: async ({ path }) => {
      const name = /^\/([a-z0-9-]+)\.md$/.exec(path)?.[1];
      if (name === undefined) return l10n.t('There is no page {0}.', path);
      return readFile(Uri.joinPath(folder, `${name}.md`).fsPath, 'utf8');
    },
  });
}
