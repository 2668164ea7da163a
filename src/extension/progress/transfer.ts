import { commands, l10n, Uri, window, workspace } from 'vscode';
import { CourseError, messageOf } from '../../course/courseError.ts';
import { sentence } from '../../course/sentence.ts';
import { isWithin, parseProgress, progressText } from '../../course/progress/progress.ts';
import { writeChosen } from '../writeChosen.ts';
import { tell } from '../messages.ts';
import type { LearnerProgress } from './learnerProgress.ts';

const fileName = 'integration-testing-progress.json';

/** Writes the learner's progress into a file of their choice, or the given one. */
export async function exportProgress(progress: LearnerProgress, given?: Uri): Promise<void> {
  const target = given ?? (await askWhere());
  if (!target) return;
  try {
    await writeChosen(target, progressText(progress.all));
  } catch (error) {
    throw new CourseError(
      'progress-not-written',
      sentence`${target.fsPath} could not be written: ${messageOf(error)}. Your progress itself is unchanged.`,
      'Choose another place.',
      { cause: error },
    );
  }
  void tell('information', l10n.t('Your progress was written to {0}.', target.fsPath));
}

/**
 * Adds the progress of a file to the learner's own; nothing that is there gets worse.
 * @throws CourseError `broken-progress` when the file is none of ours; then nothing was changed.
 */
export async function importProgress(progress: LearnerProgress, given?: Uri): Promise<void> {
  const source = given ?? (await askWhich());
  if (!source) return;
  const { progress: read, trouble } = parseProgress(await readText(source));
  if (trouble === 'foreign' || (trouble === 'damaged' && read.exercises.size === 0)) {
    throw new CourseError(
      'broken-progress',
      sentence`${source.fsPath} holds no progress that can be read. Your progress is unchanged.`,
      'Choose a file that "Export Progress…" has written.',
    );
  }
  const known = isWithin(read, progress.all);
  await progress.addAll(read);
  const outcome = known
    ? l10n.t('Your progress holds all of {0} already.', source.fsPath)
    : l10n.t('The progress of {0} was added to yours.', source.fsPath);
  if (trouble === null) void tell('information', outcome);
  else {
    const rest =
      trouble === 'newer'
        ? l10n.t('A newer version of this extension wrote it; what this one does not know was left out.')
        : l10n.t('Some of it was damaged and was left out.');
    void tell('warning', `${outcome} ${rest}`, {
      [l10n.t('Show the File')]: () => commands.executeCommand('vscode.open', source),
    });
  }
}

async function readText(source: Uri): Promise<string> {
  try {
    return Buffer.from(await workspace.fs.readFile(source)).toString('utf8');
  } catch (error) {
    throw new CourseError(
      'broken-progress',
      sentence`${source.fsPath} cannot be read: ${messageOf(error)}. Your progress is unchanged.`,
      'Choose a file that "Export Progress…" has written.',
      { cause: error },
    );
  }
}

async function askWhere(): Promise<Uri | undefined> {
  return window.showSaveDialog({
    title: l10n.t('Export Progress'),
    saveLabel: l10n.t('Export'),
    filters: { JSON: ['json'] },
    ...startingIn(),
  });
}

async function askWhich(): Promise<Uri | undefined> {
  const picked = await window.showOpenDialog({
    title: l10n.t('Import Progress'),
    openLabel: l10n.t('Import'),
    filters: { JSON: ['json'] },
  });
  return picked?.[0];
}

function startingIn(): { readonly defaultUri?: Uri } {
  const folder = workspace.workspaceFolders?.[0]?.uri;
  return folder ? { defaultUri: Uri.joinPath(folder, '..', fileName) } : {};
}
