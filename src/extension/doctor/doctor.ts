import { env, extensions, l10n, QuickPickItemKind, window, workspace, type QuickPickItem } from 'vscode';
import { allChecks, examine, type TitledFinding } from '../../course/doctor/examine.ts';
import type { Complaint, MendName } from '../../course/doctor/finding.ts';
import { projectFolderOf } from '../../course/check/project.ts';
import { reportText } from '../../course/doctor/report.ts';
import type { Installation } from '../../course/installation.ts';
import { forLabel, oneLine } from '../../protocol/shownText.ts';
import { courseInWorkspace } from '../courseInWorkspace.ts';
import { tellInFull, withProgress } from '../messages.ts';
import { nodePath } from '../settings.ts';
import { leadsAway, mendTitle, perform } from './mends.ts';

/** Extensions that find and run mocha tests as well. */
const otherRunners = [
  'coderline.mocha-vscode',
  'hbenl.vscode-mocha-test-adapter',
  'maty.vscode-mocha-sidebar',
  'wallabyjs.wallaby-vscode',
];

/** What a person can only mend themselves: they are told all of it. */
type ByHand = Pick<Complaint<string>, 'what' | 'why' | 'remedy'>;

/** What can be chosen in the list. */
type Entry = QuickPickItem & {
  readonly choice?: { readonly mends: readonly MendName[] } | ByHand | 'copy' | 'again';
};

/**
 * Looks at everything and shows it as a list: what is wrong comes first, and Enter mends it where that can be done.
 * Resolves when the user has left the list.
 */
export async function consultDoctor(installation: Installation): Promise<void> {
  let told: string | undefined;
  for (;;) {
    const findings = await examineWithProgress(installation);
    if (findings === null) return;
    const choice = await choose(findings, told);
    told = undefined;
    if (choice === undefined) return;
    if (choice === 'again') continue;
    if (choice === 'copy') {
      await env.clipboard.writeText(reportText(findings));
      told = l10n.t('The report was copied.');
      continue;
    }
    if ('remedy' in choice) {
      await tellInFull(choice.what, `${choice.why}\n\n${choice.remedy}`);
      continue;
    }
    const name = await chooseMend(choice.mends);
    if (name === undefined) continue;
    if (name !== 'manage-trust' && !workspace.isTrusted) {
      told = l10n.t('Nothing is mended in a workspace that is not trusted.');
      continue;
    }
    told = await performWithProgress(name, installation);
    if (leadsAway(name)) return;
  }
}

/** @returns null when it was cancelled. */
async function examineWithProgress(installation: Installation): Promise<TitledFinding[] | null> {
  return withProgress(l10n.t('Looking for what is wrong'), async (progress, signal) => {
    const findings = await examine(
      {
        installation,
        courseFolder: courseInWorkspace(),
        nodePath: nodePath(),
        trusted: workspace.isTrusted,
        otherTestExtensions: otherRunners.flatMap((id) => nameOf(id) ?? []),
        ownFolders: ownFolders(),
        signal,
      },
      (done, total) =>
        progress.report({ message: `${done} / ${total}`, increment: done === 0 ? 0 : 100 / total }),
      allChecks,
      ({ template, args }) => l10n.t(template, ...args),
    );
    return signal.aborted ? null : findings;
  });
}

function performWithProgress(name: MendName, installation: Installation): Thenable<string | undefined> {
  return withProgress(mendTitle(name), (progress, signal) => {
    return perform(name, courseInWorkspace(), installation, {
      signal,
      onProgress: (done, total) =>
        progress.report({ message: l10n.t('{0} of {1} files', done, total), increment: 100 / total }),
    });
  });
}

/** @param told what has just been done; shown above the list, which then tells how things are now. */
function choose(findings: readonly TitledFinding[], told: string | undefined): Promise<Entry['choice']> {
  const pick = window.createQuickPick<Entry>();
  pick.title = oneLine([told, headline(findings)].filter((text) => text !== undefined).join(' '));
  pick.placeholder = l10n.t('Enter mends what can be mended. Type to search.');
  pick.matchOnDescription = true;
  pick.matchOnDetail = true;
  pick.ignoreFocusOut = true;
  pick.items = entriesOf(findings);
  pick.show();
  return new Promise((resolve) => {
    pick.onDidAccept(() => {
      const choice = pick.selectedItems[0]?.choice;
      // What is all right is there to be read.
      if (choice === undefined) return;
      resolve(choice);
      pick.hide();
    });
    pick.onDidHide(() => {
      resolve(undefined);
      pick.dispose();
    });
  });
}

/** The only way there is, or the one that is chosen. */
async function chooseMend(mends: readonly MendName[]): Promise<MendName | undefined> {
  const [first, second] = mends;
  if (second === undefined) return first;
  const entries = mends.map((name) => ({ label: mendTitle(name), name }));
  const placeHolder = l10n.t('How shall it be mended?');
  // As the list it came from: a page that opens meanwhile takes the focus.
  return (await window.showQuickPick(entries, { placeHolder, ignoreFocusOut: true }))?.name;
}

function headline(findings: readonly TitledFinding[]): string {
  const count = (health: TitledFinding['health']): number =>
    findings.filter((finding) => finding.health === health).length;
  const [problems, warnings] = [count('problem'), count('warning')];
  if (problems + warnings === 0) return l10n.t('Doctor: nothing is wrong.');
  return l10n.t('Doctor. Problems: {0}. Warnings: {1}.', problems, warnings);
}

const icons = { problem: 'error', warning: 'warning', information: 'info', ok: 'pass' } as const;

function entriesOf(findings: readonly TitledFinding[]): Entry[] {
  const groups: Record<TitledFinding['health'], string> = {
    problem: l10n.t('problems'),
    warning: l10n.t('warnings'),
    information: l10n.t('to know'),
    ok: l10n.t('all right'),
  };
  const entries: Entry[] = [];
  // Mapped types of literal keys: these are the four.
  for (const health of Object.keys(icons) as TitledFinding['health'][]) {
    const found = findings.filter((finding) => finding.health === health);
    if (found.length === 0) continue;
    entries.push({ label: groups[health], kind: QuickPickItemKind.Separator });
    for (const finding of found) {
      entries.push({
        label: iconed(icons[health], finding.title),
        description: forLabel(finding.what),
        ...(finding.health === 'ok' ? {} : about(finding)),
      });
    }
  }
  return [
    ...entries,
    { label: '', kind: QuickPickItemKind.Separator },
    { label: iconed('copy', l10n.t('Copy Report')), choice: 'copy' },
    { label: iconed('refresh', l10n.t('Look Again')), choice: 'again' },
  ];
}

function iconed(icon: string, text: string): string {
  return `$(${icon}) ${text}`;
}

function about({ what, why, remedy, mends }: Complaint<string>): Pick<Entry, 'detail' | 'choice'> {
  const [first] = mends;
  // The list cuts long lines: what Enter does comes first.
  return first === undefined
    ? { detail: forLabel(l10n.t('Enter: Read more. {0}', remedy)), choice: { what, why, remedy } }
    : { detail: forLabel(l10n.t('Enter: {0}. {1} {2}', mendTitle(first), remedy, why)), choice: { mends } };
}

/** The workspace folders, and the package of the file that is open. */
function ownFolders(): string[] {
  const folders = (workspace.workspaceFolders ?? []).map(({ uri }) => uri);
  const open = window.activeTextEditor?.document.uri;
  const files = [...folders, ...(open && workspace.getWorkspaceFolder(open) ? [open] : [])];
  const found = files.filter(({ scheme }) => scheme === 'file').map(({ fsPath }) => projectFolderOf(fsPath));
  return [...new Set(found)];
}

function nameOf(id: string): string | undefined {
  const manifest: unknown = extensions.getExtension(id)?.packageJSON;
  if (typeof manifest !== 'object' || manifest === null) return undefined;
  const name: unknown = Reflect.get(manifest, 'displayName');
  return typeof name === 'string' ? name : id;
}
