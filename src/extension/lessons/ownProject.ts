import { commands, l10n } from 'vscode';
import { tell } from '../messages.ts';

/** After the last exercise: what the extension does where people have tests of their own. */
export function tellOwnProject(): void {
  void tell(
    'information',
    l10n.t(
      'Every exercise of the course is complete. Open a folder with tests of your own: leaks and order are watched there as here, and “Check the Tests of This Project” runs each test alone and in other orders.',
    ),
    {
      [l10n.t('Open Folder…')]: () =>
        commands.executeCommand('vscode.openFolder', undefined, { forceNewWindow: true }),
    },
  );
}
