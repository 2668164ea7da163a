import { readFile } from 'node:fs/promises';
import { commands, Disposable, l10n, Uri, window, workspace, type CustomDocument } from 'vscode';

/** The editor of package.json that stands for the page of a lesson in a link. */
const lessonLinkType = 'itlab.lessonLink';

/**
 * Serves the pages behind a diagnostic's link (`itlab-rule:/<rule>.md`) from the extension, without a network.
 *
 * The preview that shows them opens links to documents and runs no command, so a lesson is a document, too:
 * `itlab-rule:/lessons/<id>`, whose editor opens the lesson's page and goes. Nothing else can be reached by it.
 */
export function registerRulePages(folder: Uri): Disposable {
  const pages = workspace.registerTextDocumentContentProvider('itlab-rule', {
    provideTextDocumentContent: async ({ path }) => {
      const name = /^\/([a-z0-9-]+)\.md$/.exec(path)?.[1];
      if (name === undefined) return l10n.t('There is no page {0}.', path);
      const page = await readFile(Uri.joinPath(folder, `${name}.md`).fsPath, 'utf8');
      return page.replaceAll(/(?<=taught in lesson )`([a-z0-9-]+)`/g, '[$1](lessons/$1)');
    },
  });
  const lessonLinks = window.registerCustomEditorProvider(lessonLinkType, {
    openCustomDocument: (uri): CustomDocument => ({ uri, dispose: () => undefined }),
    resolveCustomEditor: async ({ uri }, panel) => {
      const id = /^\/lessons\/([a-z0-9-]+)$/.exec(uri.path)?.[1];
      panel.dispose();
      if (id !== undefined) await commands.executeCommand('itlab.openLesson', id);
    },
  });
  return Disposable.from(pages, lessonLinks);
}
