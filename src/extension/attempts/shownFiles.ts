import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { commands, TabInputText, window, workspace, type TextDocument } from 'vscode';
import { asShown } from '../../course/platform/lineEnds.ts';
import { isSamePath } from '../../course/platform/paths.ts';

/** Milliseconds in which VS Code usually notices what was written. */
const noticedWithin = 1_500;

/**
 * Makes open editors show what was written to the disk. VS Code does so by itself when the system tells it; of
 * folders that were created a moment ago, as by starting the course, it often hears nothing.
 * @param files absolute paths.
 */
export async function showFromDisk(files: readonly string[]): Promise<void> {
  const end = Date.now() + noticedWithin;
  while (stale(files).length > 0 && Date.now() < end) await delay(100);
  const before = window.activeTextEditor?.document;
  const behind = stale(files);
  for (const document of behind) {
    await window.showTextDocument(document, { preview: false });
    await commands.executeCommand('workbench.action.files.revert');
  }
  if (behind.length > 0 && before && !before.isClosed) await window.showTextDocument(before);
}

/**
 * Closes the editors of files that are gone, which would show what lies nowhere.
 * @param files absolute paths.
 */
export async function closeEditors(files: readonly string[]): Promise<void> {
  const tabs = window.tabGroups.all
    .flatMap((group) => group.tabs)
    .filter(
      ({ input, isDirty }) =>
        !isDirty &&
        input instanceof TabInputText &&
        input.uri.scheme === 'file' &&
        files.some((file) => isSamePath(file, input.uri.fsPath)),
    );
  if (tabs.length > 0) await window.tabGroups.close(tabs, true);
}

/** Open documents without changes of their own that do not show the file's text. */
function stale(files: readonly string[]): TextDocument[] {
  const inTabs = new Set(
    window.tabGroups.all
      .flatMap(({ tabs }) => tabs)
      .flatMap(({ input }) => (input instanceof TabInputText ? [input.uri.toString()] : [])),
  );
  return workspace.textDocuments.filter((document) => {
    const { uri, isDirty } = document;
    if (isDirty || !files.some((file) => isSamePath(file, uri.fsPath)) || !inTabs.has(uri.toString()))
      return false;
    try {
      return asShown(readFileSync(uri.fsPath, 'utf8')) !== asShown(document.getText());
    } catch {
      // Gone, or no file: VS Code says so in the tab.
      return false;
    }
  });
}
