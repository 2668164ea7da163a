import { dirname } from 'node:path';
import {
  debug,
  l10n,
  Uri,
  workspace,
  type DebugConfiguration,
  type DebugSession,
  type TestRun,
} from 'vscode';
import { withSlashes } from '../../course/platform/paths.ts';
import { Disposables } from '../disposables.ts';

/** What marks the debug session of a run among others. */
const mark = 'itlabRun';
let attachments = 0;

/** The debugger of one run: attaches when the runner waits for it, and goes with it. */
export class DebugAttachment extends Disposables {
  private readonly run: TestRun;
  private readonly number = ++attachments;
  private session: DebugSession | null = null;

  /** @param onGone the debug session has ended, or did not start. */
  constructor(run: TestRun, onGone: (reason: string | null) => void) {
    super();
    this.run = run;
    this.onGone = onGone;
    this.add(
      debug.onDidStartDebugSession((session) => {
        if (session.configuration[mark] === this.number && !session.parentSession) this.session = session;
      }),
    );
    this.add(
      debug.onDidTerminateDebugSession((session) => {
        if (session.id === this.session?.id) {
          this.session = null;
          this.onGone(null);
        }
      }),
    );
  }

  private readonly onGone: (reason: string | null) => void;

  /**
   * @param port where the runner's inspector listens, on the loopback address.
   * @param folder the exercise's.
   * @param runner the runner's file: its folder is nobody's to step into.
   * @param sources the folder of the files that run, where it is not the exercise's.
   */
  async attach(
    port: number,
    name: string,
    folder: string,
    runner: string,
    sources: string = folder,
  ): Promise<void> {
    const configuration: DebugConfiguration = {
      type: 'node',
      request: 'attach',
      name,
      address: '127.0.0.1',
      port,
      [mark]: this.number,
      continueOnAttach: true,
      // These would add to the environment that the tests see.
      autoAttachChildProcesses: false,
      skipFiles: ['<node_internals>/**', '**/node_modules/**', `${withSlashes(dirname(runner))}/**`],
      // The hook that removes types leaves every line and column where it is: there is nothing to map, and looking
      // for compiled files in the whole folder takes longer than the run.
      outFiles: [],
      // The text that runs has blanks for types, so it is not that of the file; the editor is to show the file.
      enableContentValidation: false,
      resolveSourceMapLocations: [`${withSlashes(sources)}/**`, '!**/node_modules/**'],
      internalConsoleOptions: 'neverOpen',
    };
    const isUnderWay = await debug.startDebugging(
      workspace.getWorkspaceFolder(Uri.file(folder)),
      configuration,
      {
        testRun: this.run,
      },
    );
    if (isUnderWay) return;
    this.onGone(
      l10n.t(
        "The debugger did not start, so no test was run. Look whether VS Code's own extension 'JavaScript Debugger' is switched on.",
      ),
    );
  }

  override dispose(): void {
    const { session } = this;
    super.dispose();
    if (session) void debug.stopDebugging(session);
  }
}
