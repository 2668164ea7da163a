import { commands, ConfigurationTarget, l10n, window, workspace } from 'vscode';
import type { MendName } from '../../course/doctor/finding.ts';
import type { StartOptions } from '../../course/courseFolder.ts';
import { isFileMend, mend } from '../../course/doctor/mend.ts';
import type { Installation } from '../../course/installation.ts';

/** What a mend is called in a list. */
export function mendTitle(name: MendName): string {
  const titles: Record<MendName, string> = {
    'link-packages': l10n.t('Link the packages'),
    'restore-files': l10n.t('Create the missing files'),
    'use-editors-node': l10n.t('Use the editor’s own Node'),
    'choose-node': l10n.t('Choose another Node…'),
    'manage-trust': l10n.t('Manage workspace trust'),
    'start-course': l10n.t('Start the course'),
    'show-extension': l10n.t('Show the extension, to install it again'),
  };
  return titles[name];
}

/** Where a mend leads out of the doctor's list; the others come back to it. */
export function leadsAway(name: MendName): boolean {
  return name === 'manage-trust' || name === 'start-course' || name === 'show-extension';
}

/** Does it, and says what was done; undefined when the user backed out or goes on elsewhere. */
export async function perform(
  name: MendName,
  folder: string | null,
  installation: Installation,
  options: StartOptions,
): Promise<string | undefined> {
  if (isFileMend(name)) {
    if (folder === null) return undefined;
    const { template, args } = await mend(name, folder, installation, options);
    return l10n.t(template, ...args);
  }
  switch (name) {
    case 'use-editors-node':
      await emptyNodePath();
      return l10n.t('The setting itlab.nodePath is empty now: tests run on the editor’s own Node.');
    case 'choose-node':
      return chooseNode();
    case 'manage-trust':
      await commands.executeCommand('workbench.trust.manage');
      return undefined;
    case 'start-course':
      await commands.executeCommand('itlab.startCourse');
      return undefined;
    case 'show-extension':
      await commands.executeCommand('workbench.extensions.action.showExtensionsWithIds', [
        'integration-testing-lab.integration-testing-lab',
      ]);
      return undefined;
  }
}

/** Wherever it is set. */
async function emptyNodePath(): Promise<void> {
  const set = workspace.getConfiguration('itlab').inspect<string>('nodePath');
  if (set?.workspaceValue !== undefined) {
    await setNodePath(undefined, ConfigurationTarget.Workspace);
  }
  if (set?.globalValue !== undefined) {
    await setNodePath(undefined, ConfigurationTarget.Global);
  }
}

/** Older versions of VS Code tell extensions of their own change a moment after it was made. */
const toldWithinMs = 2_000;

async function setNodePath(value: string | undefined, target: ConfigurationTarget): Promise<void> {
  let stop: (() => void) | undefined;
  const told = new Promise<void>((resolve) => {
    const listener = workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration('itlab.nodePath')) resolve();
    });
    const late = setTimeout(resolve, toldWithinMs);
    stop = () => {
      listener.dispose();
      clearTimeout(late);
    };
  });
  try {
    await workspace.getConfiguration('itlab').update('nodePath', value, target);
    await told;
  } finally {
    stop?.();
  }
}

async function chooseNode(): Promise<string | undefined> {
  const [chosen] =
    (await window.showOpenDialog({
      title: l10n.t('Choose the Node that runs tests'),
      canSelectMany: false,
    })) ?? [];
  if (chosen === undefined) return undefined;
  await emptyNodePath();
  await setNodePath(chosen.fsPath, ConfigurationTarget.Global);
  return l10n.t('Tests run on {0} from now on.', chosen.fsPath);
}
