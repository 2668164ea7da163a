import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import {
  launchBrowser,
  openBeside,
  openProfile,
  runInPage,
  testAddress,
  type HostPage,
  type PageSize,
} from './browser.ts';
import { brokenExtensionHost, isRoutine } from './hostOutput.ts';
import type { HostVersion } from './hostVersions.ts';
import { installHost } from './install.ts';
import { startPageBridge, type PageBridge } from './pageBridgeServer.ts';
import { endDescendants } from './processTree.ts';
import { installVsix, startServer, type HostFolders, type HostServer } from './server.ts';
import { testResultsVariable } from './testResults.ts';

/** What all windows of a host have in common. */
export interface WebHostOptions {
  readonly version: HostVersion;
  /** A VSIX to install before the first window. */
  readonly vsix?: string;
  /** VS Code asks whether to trust a workspace. */
  readonly workspaceTrust: boolean;
  /** Variables for the extension hosts. */
  readonly env: Readonly<Record<string, string>>;
  /** An empty folder for everything that the host keeps. It should have a short path: see `mkdtemp` in runVscodeTests. */
  readonly scratch: string;
}

/** One window with its tests. All paths are absolute. */
export interface WindowRun {
  readonly extensionDevelopmentPath: string;
  /** Ends in .js, .cjs or .mjs: the server loads it by its exact name. */
  readonly testsBundle: string;
  readonly workspace: string | undefined;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly screenshots: string;
  readonly size: PageSize;
  readonly timeoutMs: number;
  /** Gets each line that the tests or the host print. */
  readonly print: (line: string) => void;
}

export interface WindowEnd {
  /** What the bundle wrote as its results; undefined when it wrote nothing. */
  readonly results: string | undefined;
  /** Why the window did not end well; undefined when it did. */
  readonly failure: string | undefined;
}

/** A VS Code server with a browser that opens one window after the other, each as in a VS Code just installed. */
export interface WebHost {
  readonly title: string;
  /** False when the server or the browser has ended: no window can be opened any more. */
  usable(): boolean;
  /** Never rejects for what tests or windows do. One at a time. */
  run(window: WindowRun): Promise<WindowEnd>;
  stop(): Promise<void>;
}

/** Settings that every test wants; a test's own settings win. */
const quietSettings = {
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'chat.disableAIFeatures': true,
  // As on the desktop; in a browser VS Code saves a second after each change.
  'files.autoSave': 'off',
};

/** Without it, VS Code would ask its marketplace about the extension under test. */
const withoutMarketplace = { EXTENSIONS_GALLERY: '{"serviceUrl":""}' };

/** Stands in the command line of VS Code's extension hosts, and of nothing else that a server starts. */
const extensionHost = '--type=extensionHost';

/**
 * Starts a server and a browser, which takes as long as a short test; so one host serves many windows.
 * @throws Error when one of them does not start.
 */
export async function startWebHost(options: WebHostOptions, log: (line: string) => void): Promise<WebHost> {
  const install = await installHost(options.version, log);
  const userData = path.join(options.scratch, 'user');
  const folders: HostFolders = {
    userData,
    serverData: path.join(userData, 'server'),
    extensions: path.join(options.scratch, 'extensions'),
  };
  const resultsFile = path.join(options.scratch, 'results.json');
  if (options.vsix !== undefined) await installVsix(install.server, folders, options.vsix);
  const bridge = await startPageBridge();
  const startingServer = startServer({
    install: install.server,
    folders,
    port: 0,
    access: { kind: 'test' },
    workspaceTrust: options.workspaceTrust,
    env: { ...options.env, ...bridge.env, ...withoutMarketplace, [testResultsVariable]: resultsFile },
  });
  const startingBrowser = launchBrowser(install.browser);
  try {
    const [server, browser] = await Promise.all([startingServer, startingBrowser]);
    const title = `VS Code ${options.version}, web host in ${install.browser.title}`;
    return new RunningWebHost(title, { userData, resultsFile }, { server, browser, bridge });
  } catch (error) {
    // The other one may still come up.
    await Promise.allSettled([
      startingServer.then((server) => server.stop()),
      startingBrowser.then((browser) => browser.close()),
      bridge.close(),
    ]);
    throw error;
  }
}

class RunningWebHost implements WebHost {
  readonly title: string;
  private readonly userData: string;
  private readonly resultsFile: string;
  private readonly server: HostServer;
  private readonly browser: Browser;
  private readonly bridge: PageBridge;
  private serverEnded = false;

  constructor(
    title: string,
    files: { userData: string; resultsFile: string },
    parts: { server: HostServer; browser: Browser; bridge: PageBridge },
  ) {
    this.title = title;
    this.userData = files.userData;
    this.resultsFile = files.resultsFile;
    this.server = parts.server;
    this.browser = parts.browser;
    this.bridge = parts.bridge;
    this.server.ended.then(
      () => (this.serverEnded = true),
      () => undefined,
    );
  }

  usable(): boolean {
    return !this.serverEnded && this.browser.isConnected();
  }

  async run(window: WindowRun): Promise<WindowEnd> {
    await this.asInstalled(window);
    let profile: HostPage | undefined;
    try {
      for (const file of [window.extensionDevelopmentPath, window.testsBundle]) {
        await stat(file).catch(() => {
          throw new Error(`${file} does not exist. Build it first.`);
        });
      }
      profile = await openProfile(this.browser, window.size);
      const failure = await this.runTests(window, profile);
      const results = await readFile(this.resultsFile, 'utf8').catch(() => undefined);
      return { results, failure };
    } catch (error) {
      return { results: undefined, failure: error instanceof Error ? error.message : String(error) };
    } finally {
      this.bridge.leave();
      await profile?.close().catch(() => undefined);
      // The server would keep them, for a window that lost its connection and comes back.
      await endDescendants(this.server.pid, extensionHost);
    }
  }

  async stop(): Promise<void> {
    await Promise.allSettled([this.browser.close(), this.server.stop(), this.bridge.close()]);
  }

  /** Nothing is left of the windows before: what VS Code keeps lies there, or in the browser's profile. */
  private async asInstalled({ settings }: WindowRun): Promise<void> {
    for (const place of ['User', 'Machine']) {
      await rm(path.join(this.userData, place), { recursive: true, force: true, maxRetries: 5 });
    }
    await rm(this.resultsFile, { force: true });
    await mkdir(path.join(this.userData, 'User'), { recursive: true });
    const file = path.join(this.userData, 'User', 'settings.json');
    await writeFile(file, JSON.stringify({ ...quietSettings, ...settings }, null, 2));
  }

  /** @returns why the window did not end well. */
  private async runTests(window: WindowRun, profile: HostPage): Promise<string | undefined> {
    const { extensionDevelopmentPath, workspace, testsBundle, timeoutMs } = window;
    const { port } = this.server;
    const beside = (): Promise<Page> =>
      openBeside(profile.page, testAddress({ extensionDevelopmentPath, workspace, port }));
    this.bridge.serve(profile.page, { screenshots: window.screenshots, openAnother: beside });
    const printedBefore = this.server.printed();
    const everything: string[] = [];
    let ended = false;
    const print = (message: string): void => {
      everything.push(message);
      // When the tests have ended, the page only complains about being closed.
      if (!ended && !isRoutine(message)) window.print(message);
    };
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<string>((resolve) => {
      const text = `The tests did not end within ${timeoutMs / 1000} s.`;
      timer = setTimeout(() => resolve(text), timeoutMs);
    });
    const address = testAddress({
      extensionDevelopmentPath,
      workspace,
      port,
      extensionTestsPath: testsBundle,
    });
    const first = await Promise.race([
      runInPage(profile.page, address, print),
      profile.gone,
      this.server.ended,
      late,
    ]);
    ended = true;
    clearTimeout(timer);
    const output = this.server.printedSince(printedBefore);
    const failure = failureOf(first, output);
    if (failure !== undefined) {
      await keepEvidence(window, profile, [...everything, 'Output of the server:', output]);
    }
    return failure;
  }
}

function failureOf(end: number | string, serverOutput: string): string | undefined {
  if (typeof end === 'string') return end;
  if (end !== 0) return 'Tests failed.';
  return brokenExtensionHost(serverOutput);
}

/** After a failure, the page as it was says most; the log holds what was not worth printing. */
async function keepEvidence(window: WindowRun, profile: HostPage, log: readonly string[]): Promise<void> {
  try {
    await mkdir(window.screenshots, { recursive: true });
    const file = path.join(window.screenshots, 'failed-run');
    await writeFile(`${file}.log`, `${log.join('\n')}\n`);
    await profile.page.screenshot({ path: `${file}.png`, timeout: 10_000 });
    window.print(`The whole log and the page at the end: ${file}.log, ${file}.png`);
  } catch (error) {
    window.print(`Not all evidence could be kept: ${error instanceof Error ? error.message : String(error)}`);
  }
}
