import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { runTests } from '@vscode/test-electron';
import type { PageSize } from './browser.ts';
import { desktopForTests, runDesktopCli } from './desktop.ts';
import type { HostVersion } from './hostVersions.ts';
import { repositoryRoot } from './install.ts';
import { judge, parseTestResults, testResultsVariable, type Outcome } from './testResults.ts';
import type { WindowEnd } from './webHost.ts';
import { WebHosts } from './webHosts.ts';

export interface VscodeTestRun {
  readonly version: HostVersion;
  /** `web` needs the npm registry only; `desktop` needs an installed VS Code or its download. */
  readonly host: 'web' | 'desktop';
  /**
   * `development`: the extension as it lies in `extension` runs under development. `vsix`: the file `vsix` is
   * installed, and the tests run against the installed extension, beside an empty extension under development.
   */
  readonly mode: 'development' | 'vsix';
  readonly vsix?: string;
  /** The folder of the extension under development; default: this repository. */
  readonly extension?: string;
  /**
   * A bundle that exports `run(): Promise<void>` and writes its results (see testResults.ts). It should end in
   * .cjs: what .js means depends on the package.json next to the extension under development.
   */
  readonly testsBundle: string;
  /** A folder or .code-workspace. It is opened in place: pass a copy when tests change files. */
  readonly workspace?: string;
  /** User settings. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Variables for the extension host. */
  readonly env?: Readonly<Record<string, string>>;
  /** Web host only: VS Code asks whether to trust the workspace. */
  readonly workspaceTrust?: boolean;
  /** Web host only; default: out/screenshots/<version>. */
  readonly screenshots?: string;
  /** Web host only; default: 1280 by 800. */
  readonly pageSize?: PageSize;
  /** Default: 600,000. */
  readonly timeoutMs?: number;
}

export interface VscodeTestOutcome extends Outcome {
  /** Host and version that ran, for people. */
  readonly host: string;
  readonly durationMs: number;
}

/**
 * Runs a test bundle in a real VS Code and counts. It never throws for what the tests or the host do: a crash,
 * a timeout and a missing result count as one failure each, with `problem` saying why.
 *
 * @param hosts keep a web host for the runs that come after; without them one is started for this run alone.
 */
export async function runVscodeTests(run: VscodeTestRun, hosts?: WebHosts): Promise<VscodeTestOutcome> {
  const started = performance.now();
  // Short on purpose: VS Code's sockets lie below the user data, and their path has about 100 characters.
  const scratch = await mkdtemp(path.join(tmpdir(), 'itlab-host-'));
  const usedHosts = hosts ?? new WebHosts();
  try {
    const end = run.host === 'web' ? await inWebHost(run, scratch, usedHosts) : await onDesktop(run, scratch);
    const results = parseTestResults(end.results ?? '');
    const wantedVersion = run.host === 'web' ? run.version : undefined;
    const outcome = judge({ results, hostFailure: end.failure, wantedVersion });
    const host = `VS Code ${results?.vscodeVersion ?? run.version} (${run.host} host, ${run.mode} mode)`;
    const durationMs = Math.round(performance.now() - started);
    process.stdout.write(`${host}: ${outcome.passed} passed, ${outcome.failed} failed in ${durationMs} ms\n`);
    if (outcome.problem !== undefined) process.stdout.write(`  ${outcome.problem}\n`);
    return { ...outcome, host, durationMs };
  } finally {
    if (usedHosts !== hosts) await usedHosts.stop();
    await rm(scratch, { recursive: true, force: true, maxRetries: 5 });
  }
}

const log = (line: string): void => void process.stdout.write(`[host] ${line}\n`);

async function extensionUnderDevelopment(run: VscodeTestRun, scratch: string): Promise<string> {
  return run.mode === 'vsix' ? emptyExtension(scratch) : (run.extension ?? repositoryRoot);
}

/** The file to install, as an absolute path; undefined where the extension runs under development. */
function vsixOf({ mode, vsix }: VscodeTestRun): string | undefined {
  if (mode === 'development') return undefined;
  if (vsix === undefined) throw new Error('The mode "vsix" needs the option "vsix".');
  return path.resolve(vsix);
}

async function inWebHost(run: VscodeTestRun, scratch: string, hosts: WebHosts): Promise<WindowEnd> {
  try {
    const vsix = vsixOf(run);
    const host = await hosts.for(
      {
        version: run.version,
        ...(vsix === undefined ? {} : { vsix }),
        workspaceTrust: run.workspaceTrust ?? false,
        env: run.env ?? {},
      },
      log,
    );
    return await host.run({
      extensionDevelopmentPath: await extensionUnderDevelopment(run, scratch),
      testsBundle: path.resolve(run.testsBundle),
      workspace: run.workspace === undefined ? undefined : path.resolve(run.workspace),
      settings: run.settings ?? {},
      screenshots: run.screenshots ?? path.join(repositoryRoot, 'out/screenshots', run.version),
      size: run.pageSize ?? { width: 1280, height: 800 },
      timeoutMs: run.timeoutMs ?? 600_000,
      print: (line) => void process.stdout.write(`${line}\n`),
    });
  } catch (error) {
    return { results: undefined, failure: error instanceof Error ? error.message : String(error) };
  }
}

async function onDesktop(run: VscodeTestRun, scratch: string): Promise<WindowEnd> {
  const resultsFile = path.join(scratch, 'results.json');
  const failure = await startDesktop(run, scratch, resultsFile).then(
    () => undefined,
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
  return { results: await readFile(resultsFile, 'utf8').catch(() => undefined), failure };
}

async function startDesktop(run: VscodeTestRun, scratch: string, resultsFile: string): Promise<void> {
  const userData = path.join(scratch, 'user');
  const vsix = vsixOf(run);
  const common = {
    extensionDevelopmentPath: await extensionUnderDevelopment(run, scratch),
    extensionTestsPath: path.resolve(run.testsBundle),
    extensionTestsEnv: { ...run.env, [testResultsVariable]: resultsFile },
  };
  const workspace = run.workspace === undefined ? [] : [path.resolve(run.workspace)];
  const folders = [`--user-data-dir=${userData}`, `--extensions-dir=${path.join(scratch, 'extensions')}`];
  const settingsFolder = path.join(userData, 'User');
  await mkdir(settingsFolder, { recursive: true });
  await writeFile(path.join(settingsFolder, 'settings.json'), JSON.stringify(run.settings ?? {}));
  const vscodeExecutablePath = await desktopForTests(run.version, log);
  log(`Desktop: ${vscodeExecutablePath}`);
  if (vsix !== undefined) {
    await runDesktopCli(vscodeExecutablePath, [...folders, `--install-extension=${vsix}`, '--force']);
  }
  await withinTime(
    runTests({ ...common, vscodeExecutablePath, launchArgs: [...workspace, ...folders] }),
    run.timeoutMs ?? 600_000,
  );
}

/** test-electron has no time limit and keeps its process to itself, but ends it on SIGINT, the second time by force. */
async function withinTime(running: Promise<unknown>, timeoutMs: number): Promise<void> {
  const limit = new AbortController();
  const late = delay(timeoutMs, 'late' as const, { signal: limit.signal });
  const first = await Promise.race([running.then(() => 'ended' as const), late]).finally(() => limit.abort());
  if (first === 'ended') return;
  const stayAlive = (): void => undefined;
  process.on('SIGINT', stayAlive);
  process.emit('SIGINT');
  await Promise.race([running.catch(() => undefined), delay(5_000)]);
  process.emit('SIGINT');
  await Promise.race([running.catch(() => undefined), delay(5_000)]);
  process.off('SIGINT', stayAlive);
  throw new Error(`The tests did not end within ${timeoutMs / 1000} s.`);
}

/** VS Code runs tests only beside an extension under development. */
async function emptyExtension(scratch: string): Promise<string> {
  const folder = path.join(scratch, 'test-companion');
  await mkdir(folder);
  const manifest = {
    name: 'test-companion',
    publisher: 'tests',
    version: '0.0.1',
    engines: { vscode: '^1.103.0' },
  };
  await writeFile(path.join(folder, 'package.json'), JSON.stringify(manifest));
  return folder;
}
