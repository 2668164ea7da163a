import { basename } from 'node:path';
import { l10n, Position, Range, Selection, TabInputText, window, workspace, type TextEditor } from 'vscode';
import { Disposables } from '../disposables.ts';
import { tell } from '../messages.ts';
import { insertionAt } from './insertion.ts';

/** Documents that people write; the others are outputs, old versions and the like. */
const written: ReadonlySet<string> = new Set([
  'file',
  'untitled',
  'vscode-remote',
  'vscode-vfs',
  'vscode-userdata',
]);

/** Inserts code where the cursor was last: while a page is in front, no editor is the active one. */
export class CodeInsertion extends Disposables {
  private last: TextEditor | undefined = window.activeTextEditor;

  constructor() {
    super();
    this.add(
      window.onDidChangeActiveTextEditor((editor) => {
        if (editor && isWritten(editor)) this.last = editor;
      }),
    );
  }

  /** @returns the name of the file it was inserted into; null when it was not, which is told. */
  async insert(code: string): Promise<string | null> {
    const editor = await this.editor();
    if (!editor) {
      void tell(
        'information',
        l10n.t('No file is open to insert the code into. Open one, place the cursor, and insert again.'),
      );
      return null;
    }
    const { document } = editor;
    const { active } = editor.selection;
    const line = document.lineAt(active.line);
    const { below, text } = insertionAt(code, line.text, active.character);
    const place = below ? line.range.end : active;
    const done = await editor.edit((edit) => edit.insert(place, text));
    const name = basename(document.fileName);
    if (!done) {
      void tell('warning', l10n.t('{0} cannot be changed, so nothing was inserted.', name));
      return null;
    }
    const added = text.split('\n');
    const end = new Position(
      place.line + added.length - 1,
      added.length === 1 ? place.character + text.length : (added.at(-1) ?? '').length,
    );
    editor.selection = new Selection(end, end);
    editor.revealRange(new Range(place, end));
    return name;
  }

  /** The editor that was last active, shown again where it is behind others. */
  private async editor(): Promise<TextEditor | undefined> {
    const { last } = this;
    const visible = window.visibleTextEditors.filter(isWritten);
    const same = visible.find((editor) => editor === last || editor.document === last?.document);
    if (same) return same;
    if (last && isWritten(last) && isInTab(last)) {
      const { viewColumn, selection } = last;
      return window.showTextDocument(last.document, {
        preserveFocus: true,
        selection,
        ...(viewColumn === undefined ? {} : { viewColumn }),
      });
    }
    return visible[0];
  }
}

/** VS Code keeps a document for a while after its tab was closed; who closed it means another file, or none. */
function isInTab({ document }: TextEditor): boolean {
  return window.tabGroups.all.some(({ tabs }) =>
    tabs.some(({ input }) => input instanceof TabInputText && String(input.uri) === String(document.uri)),
  );
}

function isWritten({ document }: TextEditor): boolean {
  return written.has(document.uri.scheme) && workspace.fs.isWritableFileSystem(document.uri.scheme) !== false;
}
