import { commands, l10n, window, type LogOutputChannel } from 'vscode';
import { errorText, remedyOf } from './errorTexts.ts';

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
  const remedy = remedyOf(thrown, l10n.t);
  const showLog = l10n.t('Show Log');
  const choice = await window.showErrorMessage(
    errorText(thrown, l10n.t),
    ...(remedy ? [remedy.title] : []),
    showLog,
  );
  if (choice === showLog) log.show();
  else if (choice !== undefined && remedy) await commands.executeCommand(remedy.command, ...remedy.args);
}
