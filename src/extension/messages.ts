import { commands, l10n, window } from 'vscode';

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
  const choice = await ways[kind](text, ...Object.keys(buttons));
  if (choice !== undefined) await buttons[choice]?.();
}

/** Says that something is not done before the workspace is trusted, with the way there. */
export function tellUntrusted(text: string): void {
  void tell('warning', text, {
    [l10n.t('Manage Workspace Trust')]: () => commands.executeCommand('workbench.trust.manage'),
  });
}
