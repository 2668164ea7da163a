/**
 * `npm test`: every check of the project, one after another, with one count at the end.
 *
 *   node scripts/test.ts [--quick | --scenario NAME] [--host web|desktop]
 *
 * A part that crashes, finds nothing to run or lacks what it needs counts as a failure; the parts after it
 * still run. The last line is `N passed, N failed`.
 */
import { cpSync, existsSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Command, Option } from 'commander';
import { runNode, type FinishedProcess } from './childProcess.ts';
import { add, countProofs, nothing, oneFailure, onePass, parseTally, type Tally } from './tally.ts';
import { hostTarget } from './toolchain.ts';

type HostKind = 'web' | 'desktop';

/** The newest VS Code and the least supported one. */
const versions = ['1.139.1', '1.103.2'] as const;
type Version = (typeof versions)[number];

interface ScenarioHost {
  /** Where it runs; in both when left out. What does not depend on how the extension came here needs only one. */
  modes?: ('development' | 'vsix')[];
  /** Only in the newest VS Code, for what does not depend on the version. */
  newestOnly?: boolean;
  settings?: Record<string, unknown>;
  env?: Record<string, string>;
  workspaceTrust?: boolean;
  /** What is opened of the folder `workspace`: the name of a .code-workspace in it; the folder itself when left out. */
  workspaceFile?: string;
  pageSize?: string;
  timeoutMs?: number;
}

const repository = path.join(import.meta.dirname, '..');
const results = path.join(repository, 'out/test-results');
/** Suites that start hundreds of processes; half of the time of all. They run with `npm test` only. */
const heavySuites = [
  'test/unit/runner/hostile.test.ts',
  'test/unit/runner/parity.test.ts',
  'test/unit/check/',
  'test/unit/cli/newExercises.test.ts',
  'test/unit/course/answers.test.ts',
];
const minutes = 60_000;

const command = new Command('test')
  .description('Runs every check of the project.')
  .option(
    '--quick',
    'only the checks that need no build and no VS Code: types, lint, format, unused code, unit tests',
    false,
  )
  .addOption(
    new Option('--host <kind>', 'which VS Code: one from npm in a headless browser, or the desktop')
      .choices(['web', 'desktop'])
      .default(process.platform === 'win32' ? 'desktop' : 'web'),
  )
  .option(
    '--scenario <name>',
    'only one folder of test/vscode, in the development folder, under both versions of VS Code',
  )
  .action(async (options: { quick: boolean; host: HostKind; scenario?: string }) => {
    process.exitCode = await runAll(options);
  });
await command.parseAsync();

/** Returns the exit status. */
async function runAll({
  quick,
  host,
  scenario,
}: {
  quick: boolean;
  host: HostKind;
  scenario?: string;
}): Promise<number> {
  const started = performance.now();
  rmSync(results, { recursive: true, force: true });
  mkdirSync(results, { recursive: true });
  // Downloads while the checks keep the processor busy.
  const hosts = quick ? undefined : prepareHosts(host);
  const summary: string[] = [];
  let total: Tally = nothing;

  const tier = async (title: string, run: () => Promise<Tally>): Promise<void> => {
    console.log(`\n== ${title}`);
    const begun = performance.now();
    let tally = await run().catch((error: unknown) =>
      oneFailure(`did not finish: ${error instanceof Error ? error.message : String(error)}`),
    );
    if (tally.passed + tally.failed === 0) {
      tally = oneFailure('there was nothing to run. That is a failure: it would hide a broken set-up.');
    }
    total = add(total, { ...tally, failures: tally.failures.map((text) => `${title}: ${text}`) });
    const seconds = ((performance.now() - begun) / 1000).toFixed(1);
    summary.push(
      `${tally.failed === 0 ? '✔' : '✘'} ${title.padEnd(44)} ${countsOf(tally).padEnd(24)} ${seconds.padStart(6)} s`,
    );
  };

  if (scenario === undefined) {
    await tier('Types (tsc -b)', () => check(['typescript/bin/tsc', '-b']));
    await tier('Lint (oxlint)', () => check(['oxlint/bin/oxlint', '--type-aware']));
    await tier('Format (oxfmt)', () => check(['oxfmt/bin/oxfmt', '--check']));
    await tier('Unused code (knip)', () => check(['knip/bin/knip.js']));
    await tier('Unit tests', () => unitTests(quick));
  }
  if (!quick) await tier('Build', () => script(['esbuild.mjs', '--tests']));
  if (!quick && scenario === undefined) {
    await tier('Toolchain by itself', () => script(['scripts/checkToolchain.ts']));
    await tier('Lessons (itlab validate)', lessons);
    await tier('Package (VSIX)', () => script(['scripts/package.ts']));
    await tier('Classroom workflow', () => script(['scripts/checkClassroom.ts']));
  }
  if (!quick) {
    await tier('VS Code installed', async () => {
      await hosts;
      return onePass;
    });
    for (const version of versions) {
      const inBoth = { version, host, scenario };
      await tier(`VS Code ${version}, development folder`, () =>
        inVscode({ ...inBoth, mode: 'development' }),
      );
      if (scenario !== undefined) continue;
      await tier(`VS Code ${version}, installed VSIX`, () => inVscode({ ...inBoth, mode: 'vsix' }));
    }
  }

  console.log(`\n== Summary, ${((performance.now() - started) / 1000).toFixed(0)} s`);
  for (const line of summary) console.log(line);
  // Again, at the end: what a log of many thousand lines is searched for.
  if (total.failures.length > 0)
    console.log(`\n== Failed\n${total.failures.map((text) => `✘ ${text}`).join('\n')}`);
  console.log(`\n${countsOf(total)}`);
  return total.failed === 0 ? 0 : 1;
}

function countsOf({ passed, failed }: Tally): string {
  return `${passed} passed, ${failed} failed`;
}

/** Runs a program of node_modules, named by its path there. */
function check([program, ...args]: [string, ...string[]]): Promise<Tally> {
  return script([path.join('node_modules', program), ...args]);
}

async function script(args: readonly string[]): Promise<Tally> {
  const { status } = await runNode(args, { cwd: repository, echo: true, timeoutMs: 5 * minutes });
  if (status === 0) return onePass;
  return oneFailure(endOf(args[0] ?? 'node', status));
}

function endOf(what: string, status: FinishedProcess['status']): string {
  return status === null
    ? `${what} was killed, or took too long.`
    : `${what} ended with exit status ${status}.`;
}

async function unitTests(quick: boolean): Promise<Tally> {
  const files = globSync('test/unit/**/*.test.ts', { cwd: repository })
    .filter((file) => !quick || !heavySuites.some((heavy) => file.startsWith(heavy)))
    .sort();
  if (files.length === 0) return nothing;
  const countsFile = path.join(results, 'unit.json');
  const { status } = await runNode(
    [
      'node_modules/mocha/bin/mocha.js',
      '--parallel',
      '--jobs',
      '2',
      // Mocha's two seconds are too few for what reads files while another suite keeps the disk busy.
      '--timeout',
      '20000',
      '--reporter',
      './scripts/countingReporter.ts',
      ...files,
    ],
    {
      cwd: repository,
      echo: true,
      timeoutMs: 20 * minutes,
      env: { ...process.env, ITLAB_COUNTS_FILE: countsFile },
    },
  );
  const tally = readTally(countsFile);
  if (tally === undefined) throw new Error(endOf('mocha', status));
  // For example an exception after the last test: no test failed, and the run is not good.
  if (status !== 0 && tally.failed === 0) return add(tally, oneFailure(endOf('mocha', status)));
  return tally;
}

function readTally(file: string): Tally | undefined {
  try {
    return parseTally(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

async function lessons(): Promise<Tally> {
  const { status, stdout, stderr } = await runNode(['dist/cli.js', 'validate', '--quick', '--json'], {
    cwd: repository,
    timeoutMs: 5 * minutes,
  });
  process.stderr.write(stderr);
  const tally = countProofs(stdout);
  console.log(countsOf(tally));
  if (status !== 0 && tally.failed === 0) return add(tally, oneFailure(endOf('itlab validate', status)));
  return tally;
}

/** Installs both versions. The result is looked at when it is needed, so a failure must not end the process now. */
function prepareHosts(host: HostKind): Promise<void> {
  const installed = (async () => {
    if (host === 'desktop') return;
    const { installHost } = await import('../test/support/vscodeHost/install.ts');
    for (const version of versions) {
      await installHost(version, (line) => console.log(`[host] ${line}`));
    }
  })();
  installed.catch(() => undefined);
  return installed;
}

async function inVscode({
  version,
  mode,
  host,
  scenario,
}: {
  version: Version;
  mode: 'development' | 'vsix';
  host: HostKind;
  /** All when left out. */
  scenario?: string | undefined;
}): Promise<Tally> {
  const vsix = mode === 'vsix' ? packagedVsix() : undefined;
  const waiting = globSync(`test/vscode/${scenario ?? '*'}/scenario.test.ts`, { cwd: repository })
    .filter((file) => {
      // Who names one wants to see it.
      if (scenario !== undefined) return true;
      const { modes, newestOnly = false } = hostOf(path.dirname(file));
      return (modes?.includes(mode) ?? true) && (!newestOnly || version === versions[0]);
    })
    .sort();
  let total: Tally = nothing;
  const worker = async (): Promise<void> => {
    for (let file = waiting.shift(); file !== undefined; file = waiting.shift()) {
      const folder = path.join(repository, path.dirname(file));
      const tally = await runScenario(folder, {
        version,
        mode,
        host,
        ...(vsix === undefined ? {} : { vsix }),
      });
      total = add(total, tally);
    }
  };
  // A window waits for its parts most of the time, so two of them keep two cores busy; more get in each other's way.
  await Promise.all([worker(), worker()]);
  return total;
}

/** What a scenario's folder says of its host; nothing when it says nothing. */
function hostOf(folder: string): ScenarioHost {
  const file = path.join(path.resolve(repository, folder), 'host.json');
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as ScenarioHost) : {};
}

/**
 * Runs one scenario in a copy of its workspace, because tests change files. Its folder may hold a `host.json` with
 * the `settings`, `env`, `workspaceTrust` and `workspaceFile` of the run.
 */
async function runScenario(
  folder: string,
  run: { version: Version; mode: 'development' | 'vsix'; host: HostKind; vsix?: string },
): Promise<Tally> {
  const scenario = path.basename(folder);
  // The short name is on purpose: VS Code shows it, and sockets below it have a limit of about 100 characters.
  const scratch = mkdtempSync(path.join(os.tmpdir(), 'itlab-w-'));
  try {
    const { runVscodeTests } = await import('../test/support/vscodeHost/runVscodeTests.ts');
    const workspace = path.join(scratch, 'workspace');
    if (existsSync(path.join(folder, 'workspace'))) {
      cpSync(path.join(folder, 'workspace'), workspace, { recursive: true });
    }
    const { modes: _inBoth, newestOnly: _everywhere, workspaceFile = '', ...host } = hostOf(folder);
    const { passed, failed, failures, problem } = await runVscodeTests({
      ...host,
      ...run,
      testsBundle: path.join(repository, 'out/test-vscode', `${scenario}.cjs`),
      ...(existsSync(workspace) ? { workspace: path.join(workspace, workspaceFile) } : {}),
    });
    // Why the window counts as failed comes last: tests that failed are the nearer cause.
    const causes = [
      ...failures.map(({ title, message }) => `${title}\n${message}`),
      ...(problem === undefined ? [] : [problem]),
    ];
    const tally = { passed, failed, failures: causes.map((cause) => `${scenario}: ${cause}`) };
    console.log(`${scenario}: ${countsOf(tally)}`);
    return tally;
  } catch (error) {
    return oneFailure(`${scenario}: ${error instanceof Error ? error.message : String(error)}`);
  } finally {
    rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** The package that the tier before has made for this machine. */
function packagedVsix(): string {
  const manifest = JSON.parse(readFileSync(path.join(repository, 'package.json'), 'utf8')) as {
    version: string;
  };
  const vsix = `out/vsix/integration-testing-lab-${hostTarget()}-${manifest.version}.vsix`;
  if (existsSync(path.join(repository, vsix))) return path.join(repository, vsix);
  throw new Error(`There is no ${vsix} to install: making the package failed.`);
}
