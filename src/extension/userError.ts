import { commands, l10n, window, type LogOutputChannel } from 'vscode';
import { CourseError, messageOf } from '../course/courseError.ts';

/** A button of an error message: what it says and the command it runs. */
interface Remedy {
  readonly title: string;
  readonly command: string;
  readonly args: readonly unknown[];
}

/** Runs an action at the edge of the extension: what it throws is logged and shown, with what to do about it. */
export async function runReportingErrors<T>(
  log: LogOutputChannel,
  action: () => T | Promise<T>,
): Promise<T | undefined> {
  try {
    return await action();
  } catch (thrown) {
    await showError(log, thrown);
    return undefined;
  }
}

/** Logs an error and shows it with its remedy and a button that starts it. */
export async function showError(log: LogOutputChannel, thrown: unknown): Promise<void> {
  log.error(thrown instanceof Error ? thrown : String(thrown));
  const text =
    thrown instanceof CourseError
      ? thrown.sentences.map(({ template, args }) => l10n.t(template, ...args)).join(' ')
      : messageOf(thrown);
  const remedy = remedyOf(thrown);
  const showLog = l10n.t('Show Log');
  const choice = await window.showErrorMessage(text, ...(remedy ? [remedy.title] : []), showLog);
  if (choice === showLog) log.show();
  else if (choice !== undefined && remedy) await commands.executeCommand(remedy.command, ...remedy.args);
}

function remedyOf(thrown: unknown): Remedy | null {
  if (!(thrown instanceof CourseError)) return null;
  switch (thrown.code) {
    case 'runtime-missing':
    case 'runtime-too-old':
      return {
        title: l10n.t('Open Setting'),
        command: 'workbench.action.openSettings',
        args: ['itlab.nodePath'],
      };
    case 'missing-folder':
    case 'not-a-course':
    case 'cannot-write':
      return { title: l10n.t('Start the Course'), command: 'itlab.startCourse', args: [] };
    case 'broken-progress':
      return { title: l10n.t('Choose Another File'), command: 'itlab.importProgress', args: [] };
    case 'progress-not-written':
      return { title: l10n.t('Export Progress…'), command: 'itlab.exportProgress', args: [] };
    case 'unknown-exercise':
    case 'ambiguous-exercise':
    case 'broken-manifest':
    case 'broken-patch':
    case 'unsafe-path':
    case 'toolchain-missing':
    case 'bad-name':
    case 'already-exists':
    case 'not-kept':
    case 'cannot-replace':
    case 'changed-meanwhile':
      return null;
    case 'broken-attempt':
    case 'half-replaced':
      return { title: l10n.t('Restore an Attempt…'), command: 'itlab.restoreAttempt', args: [] };
    case 'not-saved':
      return { title: l10n.t('Save All'), command: 'workbench.action.files.saveAll', args: [] };
  }
}
