import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { openBeside, openBrowser, runInPage, testAddress, type HostPage } from './browser.ts';
import { brokenExtensionHost, isRoutine } from './hostOutput.ts';
import { installHost } from './install.ts';
import { startPageBridge } from './pageBridgeServer.ts';
import { installVsix, startServer, type HostFolders } from './server.ts';
import { readStandInArguments, StandInUsageError, type StandInRequest } from './standInArguments.ts';

const say = (line: string): void => void process.stdout.write(`[host] ${line}\n`);

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

/**
 * Runs the tests as the desktop would when @vscode/test-electron starts it.
 * @returns the exit status: 0 good, 1 when tests or the host failed, 2 for wrong use.
 */
export async function runStandIn(args: readonly string[]): Promise<number> {
  // What was started last is ended first. Kept here, so that a signal finds whatever exists by then.
  const endings: (() => Promise<void>)[] = [];
  let ending: Promise<void> | undefined;
  const endAll = (): Promise<void> => {
    ending ??= (async () => {
      for (let end = endings.pop(); end !== undefined; end = endings.pop()) {
        await end().catch((error: unknown) => say(`While ending: ${String(error)}`));
      }
    })();
    return ending;
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => {
      say(`Ending after ${signal}.`);
      endAll()
        .finally(() => process.exit(1))
        .catch(() => undefined);
    });
  }
  try {
    const request = readStandInArguments(args, process.cwd());
    return await runTests(request, (end) => endings.push(end));
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    process.stderr.write(`[host] ${message}\n`);
    return error instanceof StandInUsageError ? 2 : 1;
  } finally {
    await endAll();
  }
}

async function runTests(request: StandInRequest, atEnd: (end: () => Promise<void>) => void): Promise<number> {
  const started = performance.now();
  for (const file of [request.extensionDevelopmentPath, request.extensionTestsPath, ...request.vsix]) {
    await stat(file).catch(() => {
      throw new StandInUsageError(`${file} does not exist. Build it first.`);
    });
  }
  if (request.ignored.length > 0) say(`Without meaning here, ignored: ${request.ignored.join(' ')}`);
  const install = await installHost(request.version, say);
  const folders: HostFolders = {
    userData: request.userData,
    serverData: path.join(request.userData, 'server'),
    extensions: request.extensions,
  };
  await writeSettings(request);
  for (const vsix of request.vsix) {
    await installVsix(install.server, folders, vsix);
    say(`Installed ${path.basename(vsix)}.`);
  }
  const bridge = await startPageBridge(request.screenshots);
  atEnd(() => bridge.close());
  const [startedServer, startedBrowser] = await Promise.allSettled([
    startServer({
      install: install.server,
      folders,
      port: 0,
      access: { kind: 'test' },
      workspaceTrust: request.workspaceTrust,
      env: { ...bridge.env, ...withoutMarketplace },
    }),
    openBrowser(install.browser, request.size),
  ]);
  if (startedServer.status === 'fulfilled') atEnd(() => startedServer.value.stop());
  if (startedBrowser.status === 'fulfilled') atEnd(() => startedBrowser.value.close());
  if (startedServer.status === 'rejected') throw startedServer.reason;
  if (startedBrowser.status === 'rejected') throw startedBrowser.reason;
  const [server, browser] = [startedServer.value, startedBrowser.value];
  bridge.serve(browser.page, () => {
    const { extensionDevelopmentPath, workspace } = request;
    return openBeside(browser.page, testAddress({ extensionDevelopmentPath, workspace, port: server.port }));
  });
  say(`VS Code ${request.version}, web host in ${install.browser.title}.`);
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((resolve) => {
    const seconds = request.timeoutMs / 1000;
    timer = setTimeout(() => resolve(`The tests did not end within ${seconds} s.`), request.timeoutMs);
  });
  const address = testAddress({ ...request, port: server.port });
  const everything: string[] = [];
  let ended = false;
  const print = (message: string): void => {
    everything.push(message);
    // When the tests have ended, the page only complains about being closed.
    if (ended || isRoutine(message)) return;
    process.stdout.write(`${message}\n`);
  };
  const first = await Promise.race([
    runInPage(browser.page, address, print),
    browser.gone,
    server.ended,
    late,
  ]);
  const result = first === 0 ? (brokenExtensionHost(server.output()) ?? first) : first;
  ended = true;
  clearTimeout(timer);
  if (result !== 0) {
    await keepEvidence(request, browser, [...everything, 'Output of the server:', server.output()]);
  }
  say(`Took ${((performance.now() - started) / 1000).toFixed(1)} s.`);
  if (typeof result === 'string') throw new Error(result);
  return result === 0 ? 0 : 1;
}

async function writeSettings(request: StandInRequest): Promise<void> {
  const own: unknown =
    request.settings === undefined ? {} : JSON.parse(await readFile(request.settings, 'utf8'));
  if (typeof own !== 'object' || own === null)
    throw new StandInUsageError('--host-settings must hold a JSON object.');
  const folder = path.join(request.userData, 'User');
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, 'settings.json'), JSON.stringify({ ...quietSettings, ...own }, null, 2));
}

/** After a failure, the page as it was says most; the log holds what was not worth printing. */
async function keepEvidence(
  request: StandInRequest,
  browser: HostPage,
  log: readonly string[],
): Promise<void> {
  try {
    await mkdir(request.screenshots, { recursive: true });
    const file = path.join(request.screenshots, 'failed-run');
    await writeFile(`${file}.log`, `${log.join('\n')}\n`);
    await browser.page.screenshot({ path: `${file}.png`, timeout: 10_000 });
    say(`The whole log and the page at the end: ${file}.log, ${file}.png`);
  } catch (error) {
    say(`Not all evidence could be kept: ${error instanceof Error ? error.message : String(error)}`);
  }
}
