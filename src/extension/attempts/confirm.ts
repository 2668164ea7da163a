import { l10n, window, type QuickPickItem } from 'vscode';
import { forLabel, oneLine } from '../../protocol/shownText.ts';

export interface Question {
  readonly title: string;
  /** What there is to know before one answers. */
  readonly text: string;
  /** What is done when the answer is yes: a button's words and what they mean. */
  readonly action: string;
  readonly detail: string;
}

/** Asks beside what the learner looks at, not over it, so that a comparison can be read while deciding. */
export async function confirm({ title, text, action, detail }: Question): Promise<boolean> {
  const yes: QuickPickItem = { label: `$(check) ${forLabel(action)}`, detail: forLabel(detail) };
  const no: QuickPickItem = { label: `$(close) ${l10n.t('Leave Everything as It Is')}` };
  const choice = await window.showQuickPick([yes, no], {
    title: oneLine(title),
    placeHolder: oneLine(text),
    ignoreFocusOut: true,
  });
  return choice === yes;
}
