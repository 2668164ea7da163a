/**
 * `npm test`, `npm run check`, `npm run test:all`: the checks of the project, tier by tier, with one count at the end.
 *
 *   node scripts/test.ts [--quick | --all | --rest | parts] [--host web|desktop] [--vscode newest|oldest|VERSION|all]
 *
 * A tier that crashes, finds nothing to run or lacks what it needs counts as a failure; the tiers after it still run.
 * The last line is `N passed, N failed`.
 */
import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import {
  hostVersions,
  isHostVersion,
  newestHost,
  oldestHost,
  type HostVersion,
} from '../test/support/vscodeHost/hostVersions.ts';
import { runNode } from './childProcess.ts';
import { allScenarios, runScenarios, type HostKind, type HostMode, type Scenario } from './scenarios.ts';
import { add, countProofs, nothing, oneFailure, onePass, type Tally } from './tally.ts';
import { runUnitTests } from './unitTests.ts';

const repository = path.join(import.meta.dirname, '..');
const results = path.join(repository, 'out/test-results');
const minutes = 60_000;

interface Options {
  quick: boolean;
  all: boolean;
  rest: boolean;
  unit?: string | true;
  title?: string;
  lessons?: string | true;
  scenario?: string | true;
  host: HostKind;
  /** Undefined when not named. */
  vscode?: readonly HostVersion[];
  vsix: boolean;
}

interface Tier {
  readonly title: string;
  readonly run: () => Promise<Tally>;
  /** The command that repeats it alone, for failures that name none of their own. */
  readonly repeat: string;
}

const command = new Command('test')
  .description('Runs the checks of the project: without an option, those that every change needs.')
  .option('--quick', 'only what needs no build and no VS Code; before each commit', false)
  .option('--all', 'everything', false)
  .option('--rest', 'only what --all adds', false)
  .option('--unit [pattern]', 'only unit tests: those whose file, or else whose title, holds the pattern')
  .option('--title <text>', 'with --unit: only the tests whose full title holds the text')
  .option('--lessons [name]', 'only the proofs of a lesson or an exercise')
  .option('--scenario [name]', 'only a folder of test/vscode')
  .option('--vsix', 'with --scenario: from the package, installed', false)
  .addOption(
    new Option('--host <kind>', 'which VS Code: one from npm in a headless browser, or the desktop')
      .choices(['web', 'desktop'])
      .default(process.platform === 'win32' ? 'desktop' : 'web'),
  )
  .addOption(
    new Option('--vscode <version>', `newest, oldest, all, or one of ${hostVersions().join(', ')}`).argParser(
      readVersions,
    ),
  )
  .action(async (options: Options) => {
    process.exitCode = await runTiers(options);
  });
await command.parseAsync();

function readVersions(text: string): readonly HostVersion[] {
  if (text === 'newest') return [newestHost];
  if (text === 'oldest') return [oldestHost];
  if (text === 'all') return hostVersions();
  if (isHostVersion(text)) return [text];
  throw new InvalidArgumentError(`It is newest, oldest, all, or one of ${hostVersions().join(', ')}.`);
}

/** Returns the exit status. */
async function runTiers(options: Options): Promise<number> {
  const started = performance.now();
  rmSync(results, { recursive: true, force: true });
  mkdirSync(results, { recursive: true });
  const { tiers, leftOut } = plan(options);
  const summary: string[] = [];
  const slow: string[] = [];
  let total: Tally = nothing;
  for (const { title, run, repeat } of tiers) {
    console.log(`\n== ${title}`);
    const begun = performance.now();
    let tally = await run().catch((error: unknown) =>
      oneFailure(`did not finish: ${error instanceof Error ? error.message : String(error)}`),
    );
    if (tally.passed + tally.failed === 0) {
      tally = oneFailure('there was nothing to run. That is a failure: it would hide a broken set-up.');
    }
    const failures = tally.failures.map((failure) => ({
      repeat,
      ...failure,
      text: `${title}: ${failure.text}`,
    }));
    total = add(total, { passed: tally.passed, failed: tally.failed, failures });
    const seconds = ((performance.now() - begun) / 1000).toFixed(1);
    summary.push(
      `${tally.failed === 0 ? '✔' : '✘'} ${title.padEnd(44)} ${countsOf(tally).padEnd(24)} ${seconds.padStart(6)} s`,
    );
    const { slowest = [] } = tally;
    if (slowest.length > 0) slow.push(`-- ${title}`, ...slowest.map(timeLine));
  }
  if (slow.length > 0) console.log(`\n== The slowest of each tier\n${slow.join('\n')}`);
  console.log(`\n== Summary, ${((performance.now() - started) / 1000).toFixed(0)} s`);
  for (const line of summary) console.log(line);
  if (leftOut !== '') console.log(`\nLeft out: ${leftOut}`);
  // Again, at the end: what a log of many thousand lines is searched for.
  if (total.failures.length > 0) {
    console.log('\n== Failed');
    for (const { text, repeat } of total.failures) {
      console.log(`✘ ${text}${repeat === undefined ? '' : `\n  Alone: ${repeat}`}`);
    }
  }
  console.log(`\n${countsOf(total)}`);
  return total.failed === 0 ? 0 : 1;
}

function timeLine({ title, file, ms }: { title: string; file: string; ms: number }): string {
  return `${(ms / 1000).toFixed(1).padStart(7)} s  ${title}${file === '' ? '' : `  (${file})`}`;
}

function countsOf({ passed, failed }: Tally): string {
  return `${passed} passed, ${failed} failed`;
}

/** What is to be run, in this order, and what of everything is not. */
function plan(options: Options): { tiers: Tier[]; leftOut: string } {
  const { host } = options;
  const build: Tier = {
    title: 'Build',
    run: () => script(['esbuild.mjs', '--tests']),
    repeat: 'node esbuild.mjs --tests',
  };
  const vsix: Tier = {
    title: 'Package (VSIX)',
    run: () => script(['scripts/package.ts']),
    repeat: 'npm run package',
  };
  const statics: Tier[] = [
    {
      title: 'Types, lint, format, unused code',
      run: staticChecks,
      repeat: 'npm run check',
    },
  ];
  const unit: Tier = {
    title: options.quick ? 'Unit tests but for the heaviest' : 'Unit tests',
    run: () =>
      runUnitTests({
        quick: options.quick,
        pattern: typeof options.unit === 'string' ? options.unit : undefined,
        title: options.title,
        countsFile: path.join(results, 'unit.json'),
        timeoutMs: 20 * minutes,
      }),
    repeat: 'npm test -- --unit',
  };
  const lessons: Tier = {
    title: 'Lessons (itlab validate)',
    run: () => proveLessons(typeof options.lessons === 'string' ? options.lessons : undefined),
    repeat: 'npm test -- --lessons',
  };
  const inVscode = (version: HostVersion, mode: HostMode, scenarios: readonly Scenario[]): Tier => ({
    title: `VS Code ${version}, ${mode === 'vsix' ? 'installed VSIX' : 'development folder'}`,
    run: () => runScenarios(scenarios, { version, mode, host, env: scenarioEnv(options) }),
    repeat: `npm test -- --scenario --vscode ${version}${mode === 'vsix' ? ' --vsix' : ''}`,
  });

  const parts: Tier[] = [];
  if (options.unit !== undefined) parts.push(unit);
  if (options.lessons !== undefined) parts.push(build, lessons);
  if (options.scenario !== undefined) {
    const mode: HostMode = options.vsix ? 'vsix' : 'development';
    if (!parts.includes(build)) parts.push(build);
    if (options.vsix) parts.push(vsix);
    for (const version of options.vscode ?? [newestHost]) {
      const chosen = allScenarios().filter(({ name, settings }) =>
        // Who names one wants to see it.
        typeof options.scenario === 'string' ? name === options.scenario : runsIn(settings, version, mode),
      );
      parts.push(inVscode(version, mode, chosen));
    }
  }
  if (parts.length > 0) {
    return { tiers: parts, leftOut: 'everything else. "npm test" runs what every change needs.' };
  }

  if (options.quick) {
    return {
      tiers: [...statics, unit],
      leftOut:
        'the heaviest unit tests, the lessons, the package and VS Code ("npm test"), ' +
        'and what only "npm run test:all" runs.',
    };
  }

  const scenarios = allScenarios();
  const versions = options.vscode ?? [newestHost];
  const everyChange: Tier[] = [
    ...statics,
    unit,
    build,
    {
      title: 'Toolchain by itself',
      run: () => script(['scripts/checkToolchain.ts']),
      repeat: 'node scripts/checkToolchain.ts',
    },
    lessons,
    vsix,
    ...versions.map((version) =>
      inVscode(
        version,
        'development',
        scenarios.filter(({ settings }) => runsIn(settings, version, 'development')),
      ),
    ),
    ...versions.map((version) =>
      inVscode(
        version,
        'vsix',
        scenarios.filter(({ settings }) => settings.mainJob === true),
      ),
    ),
  ];
  /** What needs no other build than the one of `everyChange`. */
  const more: Tier[] = [
    {
      title: 'Classroom workflow',
      run: () => script(['scripts/checkClassroom.ts']),
      repeat: 'npm run package && node scripts/checkClassroom.ts',
    },
    inVscode(
      newestHost,
      'vsix',
      scenarios.filter(({ settings }) => settings.mainJob !== true && runsIn(settings, newestHost, 'vsix')),
    ),
    ...(['development', 'vsix'] as const).map((mode) =>
      inVscode(
        oldestHost,
        mode,
        scenarios.filter(({ settings }) => runsIn(settings, oldestHost, mode)),
      ),
    ),
  ];
  if (options.rest) {
    return { tiers: [build, vsix, ...more], leftOut: 'what "npm test" runs.' };
  }
  if (options.all) return { tiers: [...everyChange, ...more], leftOut: '' };
  return {
    tiers: everyChange,
    leftOut:
      `VS Code ${hostVersions()
        .filter((version) => !versions.includes(version))
        .join(', ')}, scenarios from the package beyond the main job, ` +
      'and the classroom workflow. "npm run test:all" runs everything.',
  };
}

function runsIn({ modes, newestOnly }: Scenario['settings'], version: HostVersion, mode: HostMode): boolean {
  return (modes?.includes(mode) ?? true) && (newestOnly !== true || version === newestHost);
}

function scenarioEnv(_options: Options): Record<string, string> {
  return {};
}

/** Side by side, because none of them keeps two cores busy alone; what they print comes one after the other. */
async function staticChecks(): Promise<Tally> {
  const programs: [string, ...string[]][] = [
    ['typescript/bin/tsc', '-b'],
    ['oxlint/bin/oxlint', '--type-aware'],
    ['oxfmt/bin/oxfmt', '--check'],
    ['knip/bin/knip.js'],
  ];
  const tallies = await Promise.all(
    programs.map(async ([program, ...args]): Promise<Tally> => {
      const begun = performance.now();
      const { status, stdout, stderr } = await runNode([path.join('node_modules', program), ...args], {
        cwd: repository,
        timeoutMs: 5 * minutes,
      });
      const name = [path.basename(program, '.js'), ...args].join(' ');
      process.stdout.write(stdout);
      process.stderr.write(stderr);
      const tally = status === 0 ? onePass : failed(`${name} ${endOf(status)}`, `npx ${name}`);
      return { ...tally, slowest: [{ title: name, file: '', ms: performance.now() - begun }] };
    }),
  );
  return tallies.reduce(add, nothing);
}

function failed(text: string, repeat: string): Tally {
  const tally = oneFailure(text);
  return { ...tally, failures: tally.failures.map((failure) => ({ ...failure, repeat })) };
}

async function script(args: readonly string[]): Promise<Tally> {
  const { status } = await runNode(args, { cwd: repository, echo: true, timeoutMs: 5 * minutes });
  return status === 0 ? onePass : oneFailure(`${args[0] ?? 'node'} ${endOf(status)}`);
}

function endOf(status: number | null): string {
  return status === null ? 'was killed, or took too long.' : `ended with exit status ${status}.`;
}

async function proveLessons(name: string | undefined): Promise<Tally> {
  const args = ['dist/cli.js', 'validate', ...(name === undefined ? [] : [name]), '--quick', '--json'];
  const { status, stdout, stderr } = await runNode(args, { cwd: repository, timeoutMs: 5 * minutes });
  process.stderr.write(stderr);
  const tally = countProofs(stdout);
  console.log(countsOf(tally));
  const repeatable = {
    ...tally,
    failures: tally.failures.map((failure) => ({
      ...failure,
      ...(failure.title?.includes('/') === true ? { repeat: `npm test -- --lessons ${failure.title}` } : {}),
    })),
  };
  if (status !== 0 && tally.failed === 0)
    return add(repeatable, oneFailure(`itlab validate ${endOf(status)}`));
  return repeatable;
}
