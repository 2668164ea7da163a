import { commands, l10n, ProgressLocation, window, type Progress } from 'vscode';
import { forNotification, oneLine, plainText } from '../protocol/shownText.ts';

/**
 * Everything that is told in a message of the workbench goes through here: VS Code makes links and commands of what
 * looks like one, and titles, paths and errors are text.
 */

/** What the buttons of a message say, each with what it does. */
export type Buttons = Readonly<Record<string, () => unknown>>;

const ways = {
  information: window.showInformationMessage,
  warning: window.showWarningMessage,
  error: window.showErrorMessage,
};

/**
 * Shows a message whose buttons do what it advises. Resolves when it was answered or put away, which may be never:
 * no command waits for it.
 */
export async function tell(kind: keyof typeof ways, text: string, buttons: Buttons = {}): Promise<void> {
  const choice = await ways[kind](forNotification(text), ...Object.keys(buttons));
  if (choice !== undefined) await buttons[choice]?.();
}

/** Says that something is not done before the workspace is trusted, with the way there. */
export function tellUntrusted(text: string): void {
  void tell('warning', text, {
    [l10n.t('Manage Workspace Trust')]: () => commands.executeCommand('workbench.trust.manage'),
  });
}

/** Shows a dialog with all there is to know, and waits until it is put away. Nothing in it is a link. */
export async function tellInFull(text: string, detail: string): Promise<void> {
  await window.showInformationMessage(oneLine(text), { modal: true, detail: plainText(detail) });
}

/**
 * Does something long under a message that says how far it is.
 * @param work its signal fires when the message's button cancels it.
 */
export function withProgress<T>(
  title: string,
  work: (progress: Progress<Step>, signal: AbortSignal) => Thenable<T>,
): Thenable<T> {
  return window.withProgress(
    { location: ProgressLocation.Notification, title: forNotification(title), cancellable: true },
    (progress, token) => {
      const abort = new AbortController();
      token.onCancellationRequested(() => abort.abort());
      const report = (step: Step): void =>
        progress.report({ ...step, message: forNotification(step.message) });
      return work({ report }, abort.signal);
    },
  );
}

/** How far a long work is, and by how many percent it has come further. */
interface Step {
  readonly message: string;
  readonly increment?: number;
}
