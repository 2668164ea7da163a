import { basename, join } from 'node:path';
import {
  commands,
  l10n,
  Range,
  Uri,
  window,
  workspace,
  type CancellationToken,
  type LogOutputChannel,
} from 'vscode';
import { checkProject, isClean, isJudged } from '../../course/check/checkProject.ts';
import { projectFolderOf } from '../../course/check/project.ts';
import { checkSummary } from '../../course/check/summary.ts';
import type { Installation } from '../../course/installation.ts';
import type { CheckProblem, CheckProgress, CheckResult } from '../../protocol/checkResult.ts';
import { oneLine } from '../../protocol/shownText.ts';
import { dependencesOf } from '../../protocol/dependences.ts';
import { leaksOf } from '../../protocol/leaks.ts';
import { orderText } from '../../protocol/orders.ts';
import type { FindingDiagnostics } from '../diagnostics/findingDiagnostics.ts';
import { foundInCheck } from '../diagnostics/foundInRuns.ts';
import { Disposables } from '../disposables.ts';
import { tell, tellUntrusted, withProgress, type Buttons } from '../messages.ts';
import { nodePath } from '../settings.ts';

/** Checks projects of the user's own: with their mocha, on their Node. Findings are shown at their lines. */
export class ProjectChecks extends Disposables {
  private readonly installation: Installation;
  private readonly log: LogOutputChannel;
  private readonly diagnostics: FindingDiagnostics;
  private running: { readonly abort: AbortController; readonly over: Promise<unknown> } | null = null;

  constructor(installation: Installation, diagnostics: FindingDiagnostics, log: LogOutputChannel) {
    super();
    this.installation = installation;
    this.diagnostics = diagnostics;
    this.log = log;
    this.add({ dispose: () => this.running?.abort.abort() });
  }

  /**
   * The folder of the project a place belongs to; without one, that of the open file or of the workspace folder that
   * is chosen. Undefined when there is none, or nothing may run; the person was told.
   */
  async projectAt(place?: Uri): Promise<string | undefined> {
    if (!workspace.isTrusted) {
      tellUntrusted(
        l10n.t('Checking runs the tests of this project, which happens only in a trusted workspace.'),
      );
      return undefined;
    }
    return place ? projectFolderOf(place.fsPath) : await chooseProject();
  }

  /**
   * Checks the project a place belongs to, as `projectAt` finds it. A new check ends the one before. Resolves with the
   * result when it is over; undefined when there was nothing to start.
   * @param token ends it, as a person does by its notification.
   */
  async start(place?: Uri, token?: CancellationToken): Promise<CheckResult | undefined> {
    const folder = await this.projectAt(place);
    if (folder === undefined) return undefined;
    await workspace.saveAll(false);
    this.running?.abort.abort();
    await this.running?.over;
    const abort = new AbortController();
    const listener = token?.onCancellationRequested(() => abort.abort());
    const check = this.check(folder, abort);
    // What goes wrong is told to the caller of `start`.
    const running = { abort, over: check.catch(() => undefined) };
    this.running = running;
    try {
      const result = await check;
      const absolute = (file: string): string => join(result.project, ...file.split('/'));
      this.diagnostics.replace(result.project, foundInCheck(result, absolute));
      this.tellOutcome(result);
      return result;
    } finally {
      listener?.dispose();
      if (this.running === running) this.running = null;
    }
  }

  private async check(folder: string, abort: AbortController): Promise<CheckResult> {
    const title = l10n.t('Checking the tests of {0}', basename(folder));
    return withProgress(title, async (progress, cancelled) => {
      return checkProject(folder, {
        attach: this.installation.attach,
        files: null,
        nodePath: nodePath(),
        variables: process.env,
        signal: AbortSignal.any([abort.signal, cancelled]),
        onProgress: (step) => progress.report({ message: progressText(step) }),
      });
    });
  }

  private tellOutcome(result: CheckResult): void {
    for (const line of checkSummary(result)) this.log.info(line);
    for (const { polluter, victim, seed } of result.isolation.pairs) {
      this.log.info(oneLine(`${polluter} → ${victim} (${orderText(seed)})`));
    }
    const showLog: Buttons = { [l10n.t('Show Log')]: () => this.log.show() };
    const [problem] = result.problems;
    if (problem?.code === 'cancelled') return;
    if (!isJudged(result) && problem) {
      void tell('error', problem.message, { ...remedyOf(problem, Uri.file(result.project)), ...showLog });
    } else if (isClean(result)) {
      void tell(
        'information',
        l10n.t(
          'All {0} tests pass, leave nothing behind and pass in every order tried.',
          result.tests.length,
        ),
        showLog,
      );
    } else {
      void tell(
        'warning',
        l10n.t(
          '{0} findings in the tests of {1}; those with a line are in the Problems view.',
          leaksOf(result).length + dependencesOf(result).length + result.problems.length,
          basename(result.project),
        ),
        {
          [l10n.t('Show Problems')]: () => commands.executeCommand('workbench.actions.view.problems'),
          ...showLog,
        },
      );
    }
  }
}

/** The button that does what the message of a check that could not judge advises; none where only the log can help. */
function remedyOf({ code, at }: CheckProblem, project: Uri): Buttons {
  switch (code) {
    case 'node-missing':
      return {
        [l10n.t('Open Setting')]: () =>
          commands.executeCommand('workbench.action.openSettings', 'itlab.nodePath'),
      };
    case 'mocha-missing':
    case 'mocha-failed':
      return {
        [l10n.t('Open a Terminal There')]: () =>
          commands.executeCommand('workbench.action.terminal.newWithCwd', { cwd: project.fsPath }),
      };
    case 'load-error': {
      if (!at) return {};
      const selection = new Range(at.line - 1, 0, at.line - 1, 0);
      return {
        [l10n.t('Open the File')]: () =>
          commands.executeCommand('vscode.open', Uri.joinPath(project, ...at.file.split('/')), { selection }),
      };
    }
    case 'no-tests':
      return {
        [l10n.t('Open package.json')]: () =>
          commands.executeCommand('vscode.open', Uri.joinPath(project, 'package.json')),
      };
    default:
      return {};
  }
}

function progressText({ stage, done, total }: CheckProgress): string {
  const count = total === 0 ? String(done) : `${done} / ${total}`;
  switch (stage) {
    case 'tests':
      return l10n.t('running all tests ({0})', count);
    case 'isolation':
      return l10n.t('trying other orders ({0})', count);
    case 'polluters':
      return l10n.t('looking for polluters ({0} runs)', count);
  }
}

/** The package of the open file when it lies in the workspace, else that of a workspace folder. */
async function chooseProject(): Promise<string | undefined> {
  const open = window.activeTextEditor?.document.uri;
  if (open?.scheme === 'file' && workspace.getWorkspaceFolder(open)) return projectFolderOf(open.fsPath);
  const folders = workspace.workspaceFolders ?? [];
  const chosen = folders.length > 1 ? await window.showWorkspaceFolderPick() : folders[0];
  if (folders.length === 0) {
    void tell('information', l10n.t('Open the folder of a project with mocha tests first.'), {
      [l10n.t('Open Folder…')]: () => commands.executeCommand('vscode.openFolder'),
    });
  }
  return chosen && projectFolderOf(chosen.uri.fsPath);
}
