import { commands, l10n, type LogOutputChannel } from 'vscode';
import { errorText, remedyOf } from './errorTexts.ts';
import { tell } from './messages.ts';

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
  await tell('error', errorText(thrown, l10n.t), {
    ...(remedy ? { [remedy.title]: () => commands.executeCommand(remedy.command, ...remedy.args) } : {}),
    [l10n.t('Show Log')]: () => log.show(),
  });
}
