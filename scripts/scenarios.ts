import { cpSync, existsSync, globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { HostVersion } from '../test/support/vscodeHost/hostVersions.ts';
import { runVscodeTests, type VscodeTestRun } from '../test/support/vscodeHost/runVscodeTests.ts';
import { WebHosts } from '../test/support/vscodeHost/webHosts.ts';
import { add, nothing, oneFailure, slowestOf, type Tally } from './tally.ts';
import { hostTarget } from './toolchain.ts';

export type HostKind = VscodeTestRun['host'];

/** `development`: the extension as it lies in the repository. `vsix`: its package, installed. */
export type HostMode = VscodeTestRun['mode'];

/** What the file `host.json` of a scenario's folder says; nothing when there is none. */
export interface ScenarioSettings extends Pick<
  VscodeTestRun,
  'settings' | 'env' | 'workspaceTrust' | 'pageSize' | 'timeoutMs'
> {
  /** Where it runs; in both when left out. What does not depend on how the extension came here needs only one. */
  modes?: HostMode[];
  /** Only in the newest VS Code, for what does not depend on the version. */
  newestOnly?: boolean;
  /** Of the main job: it runs from the package with every `npm test`. */
  mainJob?: boolean;
  /** It looks at more where everything is to be looked at (test/support/vscodeHost/everything.ts). */
  moreWithAll?: boolean;
  /** In the development folder of the newest VS Code too, it runs where everything does, and not with every change. */
  onlyWithAll?: boolean;
  /** Takes long, so that it is begun first: what is begun last makes the end wait. */
  long?: boolean;
  /** What is opened of the folder `workspace`: the name of a .code-workspace in it; the folder itself when left out. */
  workspaceFile?: string;
}

export interface Scenario {
  readonly name: string;
  /** Absolute path. */
  readonly folder: string;
  readonly settings: ScenarioSettings;
}

export interface ScenarioRun {
  readonly version: HostVersion;
  readonly mode: HostMode;
  readonly host: HostKind;
  /** Variables for the extension host. */
  readonly env?: Readonly<Record<string, string>>;
  /** One scenario after the other, with nothing beside it. */
  readonly alone?: boolean;
}

const repository = path.join(import.meta.dirname, '..');

/** All folders of test/vscode that hold a scenario, by name. */
export function allScenarios(): Scenario[] {
  return globSync('test/vscode/*/scenario.test.ts', { cwd: repository })
    .map((file) => path.join(repository, path.dirname(file)))
    .map((folder) => ({ name: path.basename(folder), folder, settings: settingsOf(folder) }))
    .sort((a, b) => a.name.localeCompare(b.name));
}

function settingsOf(folder: string): ScenarioSettings {
  const file = path.join(folder, 'host.json');
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as ScenarioSettings) : {};
}

/**
 * Runs scenarios, each in a new window of a new profile, with a copy of its workspace, because tests change files.
 * Two at a time: a window waits for its parts most of the time, so two of them keep two cores busy, and more get in
 * each other's way. On the desktop, where all windows share a display, one at a time.
 */
export async function runScenarios(scenarios: readonly Scenario[], run: ScenarioRun): Promise<Tally> {
  const vsix = run.mode === 'vsix' ? packagedVsix() : undefined;
  // Those that need a server of another kind come together and last.
  const rank = ({ settings }: Scenario): number =>
    Number(settings.workspaceTrust ?? false) * 2 + (settings.long === true ? 0 : 1);
  const waiting = scenarios.toSorted((a, b) => rank(a) - rank(b));
  let total: Tally = nothing;
  const worker = async (): Promise<void> => {
    const hosts = new WebHosts();
    try {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
        const tally = await runScenario(next, run, vsix, hosts);
        // Read after the wait: the other worker adds to it as well.
        total = add(total, tally);
      }
    } finally {
      await hosts.stop();
    }
  };
  const workers = Math.min(run.host === 'web' && run.alone !== true ? 2 : 1, waiting.length);
  await Promise.all(Array.from({ length: workers }, worker));
  return total;
}

async function runScenario(
  { name, folder, settings }: Scenario,
  { env = {}, version, mode, host }: ScenarioRun,
  vsix: string | undefined,
  hosts: WebHosts,
): Promise<Tally> {
  const run = { version, mode, host };
  const file = scenarioFile(name);
  // The short name is on purpose: VS Code shows it, and sockets below it have a limit of about 100 characters.
  const scratch = mkdtempSync(path.join(os.tmpdir(), 'itlab-w-'));
  try {
    const workspace = path.join(scratch, 'workspace');
    const original = path.join(folder, 'workspace');
    if (existsSync(original)) cpSync(original, workspace, { recursive: true });
    const { workspaceFile = '', pageSize, timeoutMs, workspaceTrust } = settings;
    const outcome = await runVscodeTests(
      {
        ...run,
        settings: settings.settings ?? {},
        env: { ...env, ...settings.env },
        ...(pageSize === undefined ? {} : { pageSize }),
        ...(timeoutMs === undefined ? {} : { timeoutMs }),
        ...(workspaceTrust === undefined ? {} : { workspaceTrust }),
        ...(vsix === undefined ? {} : { vsix }),
        testsBundle: path.join(repository, 'out/test-vscode', `${name}.cjs`),
        ...(existsSync(workspace) ? { workspace: path.join(workspace, workspaceFile) } : {}),
      },
      hosts,
    );
    const { passed, failed, failures, problem, times, durationMs } = outcome;
    // Why the window counts as failed comes last: tests that failed are the nearer cause.
    const causes = [
      ...failures.map(({ title, message }) => `${title}\n${message}`),
      ...(problem === undefined ? [] : [problem]),
    ];
    console.log(`${name}: ${passed} passed, ${failed} failed`);
    return {
      passed,
      failed,
      failures: causes.map((cause) => ({ text: `${name}: ${cause}`, file, repeat: repeatOf(name, run) })),
      slowest: slowestOf([
        { title: 'in all', file: name, ms: durationMs },
        ...times.map(({ title, ms }) => ({ title, file: name, ms })),
      ]),
    };
  } catch (error) {
    const text = `${name}: ${error instanceof Error ? error.message : String(error)}`;
    const tally = oneFailure(text);
    return { ...tally, failures: [{ text, file, repeat: repeatOf(name, run) }] };
  } finally {
    rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Where the tests of a scenario are: a path from the repository, with slashes. */
export function scenarioFile(name: string): string {
  return `test/vscode/${name}/scenario.test.ts`;
}

/** The command that runs just this scenario, as it was run. */
function repeatOf(name: string, { version, mode, host }: ScenarioRun): string {
  const desktop = host === 'desktop' ? ' --host desktop' : '';
  return `npm test -- --scenario ${name} --vscode ${version}${mode === 'vsix' ? ' --vsix' : ''}${desktop}`;
}

/** The package for this machine, which `npm run package` has made. */
function packagedVsix(): string {
  const manifest = JSON.parse(readFileSync(path.join(repository, 'package.json'), 'utf8')) as {
    version: string;
  };
  const vsix = `out/vsix/integration-testing-lab-${hostTarget()}-${manifest.version}.vsix`;
  if (existsSync(path.join(repository, vsix))) return path.join(repository, vsix);
  throw new Error(`There is no ${vsix} to install: making the package failed.`);
}
