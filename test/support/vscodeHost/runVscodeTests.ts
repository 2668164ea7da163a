import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { runTests } from '@vscode/test-electron';
import { desktopForTests, runDesktopCli } from './desktop.ts';
import type { HostVersion } from './hostVersions.ts';
import { repositoryRoot } from './install.ts';
import { judge, parseTestResults, testResultsVariable, type Outcome } from './testResults.ts';

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
  /** Web host only, for example `1280x800`. */
  readonly pageSize?: string;
  /** Default: 600,000. */
  readonly timeoutMs?: number;
}

export interface VscodeTestOutcome extends Outcome {
  /** Host and version that ran, for people. */
  readonly host: string;
  readonly durationMs: number;
}

const standIn = path.join(import.meta.dirname, 'stand-in.mjs');

/**
 * Runs a test bundle in a real VS Code and counts. It never throws for what the tests or the host do: a crash,
 * a timeout and a missing result count as one failure each, with `problem` saying why.
 */
export async function runVscodeTests(run: VscodeTestRun): Promise<VscodeTestOutcome> {
  const started = performance.now();
  // Short on purpose: VS Code's sockets lie below the user data, and their path has about 100 characters.
  const scratch = await mkdtemp(path.join(tmpdir(), 'itlab-host-'));
  try {
    const resultsFile = path.join(scratch, 'results.json');
    const hostFailure = await startHost(run, scratch, resultsFile).then(
      () => undefined,
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    );
    const results = parseTestResults(await readFile(resultsFile, 'utf8').catch(() => ''));
    const wantedVersion = run.host === 'web' ? run.version : undefined;
    const outcome = judge({ results, hostFailure, wantedVersion });
    const host = `VS Code ${results?.vscodeVersion ?? run.version} (${run.host} host, ${run.mode} mode)`;
    const durationMs = Math.round(performance.now() - started);
    process.stdout.write(`${host}: ${outcome.passed} passed, ${outcome.failed} failed in ${durationMs} ms\n`);
    if (outcome.problem !== undefined) process.stdout.write(`  ${outcome.problem}\n`);
    return { ...outcome, host, durationMs };
  } finally {
    await rm(scratch, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function startHost(run: VscodeTestRun, scratch: string, resultsFile: string): Promise<void> {
  const userData = path.join(scratch, 'user');
  const extensions = path.join(scratch, 'extensions');
  if (run.mode === 'vsix' && run.vsix === undefined)
    throw new Error('The mode "vsix" needs the option "vsix".');
  const extensionDevelopmentPath =
    run.mode === 'vsix' ? await emptyExtension(scratch) : (run.extension ?? repositoryRoot);
  const common = {
    extensionDevelopmentPath,
    extensionTestsPath: path.resolve(run.testsBundle),
    extensionTestsEnv: { ...run.env, [testResultsVariable]: resultsFile },
  };
  const workspace = run.workspace === undefined ? [] : [path.resolve(run.workspace)];
  const folders = [`--user-data-dir=${userData}`, `--extensions-dir=${extensions}`];
  const vsix = run.mode === 'vsix' && run.vsix !== undefined ? path.resolve(run.vsix) : undefined;
  const timeoutMs = run.timeoutMs ?? 600_000;
  const settingsFolder = path.join(userData, 'User');
  const settingsFile = path.join(settingsFolder, 'settings.json');
  await mkdir(settingsFolder, { recursive: true });
  await writeFile(settingsFile, JSON.stringify(run.settings ?? {}));

  if (run.host === 'web') {
    // A copy of the repository may have lost the file's mode, as when it was unpacked from a ZIP.
    await chmod(standIn, 0o755).catch(() => undefined);
    const screenshots = run.screenshots ?? path.join(repositoryRoot, 'out/screenshots', run.version);
    await runTests({
      ...common,
      vscodeExecutablePath: standIn,
      // The stand-in starts with "env node", which must find the Node that runs this.
      extensionTestsEnv: { ...common.extensionTestsEnv, PATH: pathWithOwnNode() },
      launchArgs: [
        ...workspace,
        ...folders,
        `--host-version=${run.version}`,
        `--host-settings=${settingsFile}`,
        `--host-screenshots=${path.resolve(screenshots)}`,
        `--host-timeout=${timeoutMs / 1000}`,
        ...(vsix === undefined ? [] : [`--host-vsix=${vsix}`]),
        ...(run.pageSize === undefined ? [] : [`--host-size=${run.pageSize}`]),
        ...(run.workspaceTrust === true ? ['--host-workspace-trust'] : []),
      ],
    });
    return;
  }

  const log = (line: string): void => void process.stdout.write(`[host] ${line}\n`);
  const vscodeExecutablePath = await desktopForTests(run.version, log);
  log(`Desktop: ${vscodeExecutablePath}`);
  if (vsix !== undefined) {
    await runDesktopCli(vscodeExecutablePath, [...folders, `--install-extension=${vsix}`, '--force']);
  }
  await withinTime(
    runTests({ ...common, vscodeExecutablePath, launchArgs: [...workspace, ...folders] }),
    timeoutMs,
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

function pathWithOwnNode(): string {
  return [path.dirname(process.execPath), process.env['PATH'] ?? ''].join(path.delimiter);
}
