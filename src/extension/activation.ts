import { createRequire } from 'node:module';
import { commands, Disposable, window, workspace, type ExtensionContext, type TextDocument } from 'vscode';
import { testRunnerAt } from '../course/check/testFrameworks.ts';
import { courseMarker } from '../course/courseMarker.ts';
import { bundlePaths } from './bundlePaths.ts';
import { contributedCommands } from './contributedCommands.ts';
import { courseInWorkspace, lessonsInWorkspace } from './courseInWorkspace.ts';
import { lessonPageType } from './lessons/lessonPageType.ts';
import { saysWhoRuns, testRunnerOf } from './mochaProject.ts';
import { registerRulePages } from './rulePages.ts';
import { isMeantAsTest, isScriptDocument } from './testDocuments.ts';
import type { openWindow as OpenWindow, OpenedWindow, WindowApi } from './window.ts';

/** What tests in a real VS Code may look at. */
export interface DormantApi {
  /** Whether this window had a reason for the extension. From then on everything of `WindowApi` is here, too. */
  readonly isAwake: boolean;
  readonly usesCourse: boolean;
}

/**
 * Any script activates the extension, and most windows with scripts have no tests of ours. So this bundle is a small one:
 * it looks whether there is a reason for the rest (`window.ts`, a bundle of its own), and waits until there is.
 */
export async function activate(context: ExtensionContext): Promise<DormantApi | WindowApi> {
  const { subscriptions } = context;
  // Without a course its view shows how to start one, which VS Code does for a tree without entries.
  const emptyView = window.registerTreeDataProvider<never>('itlab.course', {
    getChildren: () => [],
    getTreeItem: (element) => element,
  });
  const paths = bundlePaths(context);
  subscriptions.push(emptyView, registerRulePages(paths.rulePages));
  const api: DormantApi = { isAwake: false, usesCourse: false };
  /** Loads the rest. Not by `import()`, which would only begin later: who asked for it waits for it. */
  const wake = (): OpenedWindow => {
    // The bundle's only export, by its own type.
    const { openWindow } = createRequire(import.meta.url)(paths.window) as { openWindow: typeof OpenWindow };
    return openWindow({ context, paths, api: Object.assign(api, { isAwake: true }), emptyView });
  };
  if (hasReason()) await wake().ready;
  else subscriptions.push(new Dormancy(context, wake));
  return api;
}

/** Stands for the extension until somebody asks for it, or something is opened that it has something to say about. */
class Dormancy implements Disposable {
  private readonly parts: Disposable;
  private readonly wakeNow: () => OpenedWindow;
  private awake: OpenedWindow | null = null;

  constructor(context: ExtensionContext, wakeNow: () => OpenedWindow) {
    this.wakeNow = wakeNow;
    const look = (): void => {
      if (hasReason()) this.wake();
    };
    const lookAt = (document: TextDocument): void => {
      if (isReason(document)) this.wake();
    };
    const marker = workspace.createFileSystemWatcher(`**/${courseMarker}`, false, true, true);
    this.parts = Disposable.from(
      marker,
      marker.onDidCreate(look),
      workspace.onDidChangeWorkspaceFolders(look),
      workspace.onDidOpenTextDocument(lookAt),
      // What was saved may be the first test in its file, or name mocha.
      workspace.onDidSaveTextDocument((saved) => (saysWhoRuns(saved) ? look() : lookAt(saved))),
      window.registerWebviewPanelSerializer(lessonPageType, {
        deserializeWebviewPanel: async (panel, state: unknown) => {
          const { pages } = await this.wake().api.useCourse();
          pages.restore(panel, state);
        },
      }),
      ...contributedCommands(context).map((name) =>
        commands.registerCommand(name, async (...args: unknown[]) => {
          await this.wake().ready;
          return commands.executeCommand(name, ...args);
        }),
      ),
    );
  }

  dispose(): void {
    this.parts.dispose();
  }

  /** What stands here goes first: the rest registers the same names. */
  private wake(): OpenedWindow {
    this.dispose();
    this.awake ??= this.wakeNow();
    return this.awake;
  }
}

function hasReason(): boolean {
  return (
    courseInWorkspace() !== null ||
    lessonsInWorkspace() ||
    (workspace.workspaceFolders ?? []).some(
      ({ uri }) => uri.scheme === 'file' && testRunnerAt(uri.fsPath).by === 'mocha',
    ) ||
    workspace.textDocuments.some(isReason)
  );
}

/** A test, of which we say at least why we say nothing, or a script where mocha runs the tests: never less than is read. */
function isReason(document: TextDocument): boolean {
  return isMeantAsTest(document) || (isScriptDocument(document) && testRunnerOf(document).by === 'mocha');
}
