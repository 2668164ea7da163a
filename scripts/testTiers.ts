import path from 'node:path';
import { everythingVariable } from '../test/support/vscodeHost/everything.ts';
import type { HostVersion } from '../test/support/vscodeHost/hostVersions.ts';
import { installHost } from '../test/support/vscodeHost/install.ts';
import { runNode } from './childProcess.ts';
import { runScenarios, scenarioFile, type HostKind, type HostMode, type Scenario } from './scenarios.ts';
import {
  add,
  countProofs,
  nothing,
  oneFailure,
  onePass,
  repeatedBy,
  type Failure,
  type Tally,
} from './tally.ts';
import { deepSuites, runUnitTests, type UnitTestsOptions } from './unitTests.ts';

/** Checks that run, are counted and are timed together. */
export interface Tier {
  readonly title: string;
  readonly run: () => Promise<Tally>;
  /** The command that repeats it alone, for failures that name none of their own. */
  readonly repeat: string;
  /** Begins what the tier needs and other tiers need not wait for; that it failed is found out when the tier runs. */
  readonly prepare?: () => Promise<unknown>;
  /** Runs the parts again that failed, one after the other; null when it is not known which they are. */
  readonly again?: (failures: readonly Failure[]) => Promise<Tally> | null;
  /** The scenarios that it runs, by name. */
  readonly scenarios?: readonly string[];
}

const repository = path.join(import.meta.dirname, '..');
const minutes = 60_000;

/** Side by side, because none of them keeps two cores busy alone; what they print comes one after the other. */
export const staticChecks: Tier = {
  title: 'Types, lint, format, unused code',
  repeat: 'npm run check',
  run: async () => {
    const programs: [string, ...string[]][] = [
      ['typescript/bin/tsc', '-b'],
      ['oxlint/bin/oxlint', '--type-aware'],
      ['oxfmt/bin/oxfmt', '--check'],
      ['knip/bin/knip.js'],
    ];
    const tallies = await Promise.all(
      programs.map(async ([program, ...args]): Promise<Tally> => {
        const begun = performance.now();
        const file = path.join('node_modules', program);
        const { status, stdout, stderr } = await runNode([file, ...args], {
          cwd: repository,
          timeoutMs: 5 * minutes,
        });
        process.stdout.write(stdout);
        process.stderr.write(stderr);
        const name = [path.basename(program, '.js'), ...args].join(' ');
        const tally =
          status === 0 ? onePass : repeatedBy(() => `npx ${name}`, oneFailure(`${name} ${endOf(status)}`));
        return { ...tally, slowest: [{ title: name, file: '', ms: performance.now() - begun }] };
      }),
    );
    return tallies.reduce(add, nothing);
  },
};

export function unitTests(options: Omit<UnitTestsOptions, 'countsFile' | 'timeoutMs'>): Tier {
  const run = (more: Pick<UnitTestsOptions, 'only' | 'alone'> = {}): Promise<Tally> =>
    runUnitTests({
      ...options,
      ...more,
      countsFile: path.join(repository, 'out/test-results/unit.json'),
      timeoutMs: 20 * minutes,
    });
  return {
    title: options.quick === true ? 'Unit tests but for the heaviest' : 'Unit tests',
    repeat: 'npm test -- --unit',
    run,
    again: (failures) => {
      const files = new Set(failures.map(({ file = '' }) => file));
      return files.has('') ? null : run({ only: [...files], alone: true });
    },
  };
}

/** The suites that look at more where everything is to be looked at. */
export const deepUnitTests: Tier = {
  ...unitTests({ only: deepSuites, everything: true }),
  title: 'Unit tests that look at more',
};

export const build: Tier = ofScript('Build', 'esbuild.mjs', '--tests');
export const toolchain: Tier = ofScript('Toolchain by itself', 'scripts/checkToolchain.ts');
export const packaged: Tier = ofScript('Package (VSIX)', 'scripts/package.ts');
export const freshClone: Tier = ofScript('Install of a fresh clone', 'scripts/checkInstall.ts');
export const classroom: Tier = {
  ...ofScript('Classroom workflow', 'scripts/checkClassroom.ts'),
  repeat: 'npm run package && node scripts/checkClassroom.ts',
};

/** @param name of a lesson or an exercise; all when left out. */
export function lessons(name?: string): Tier {
  return {
    title: 'Lessons (itlab validate)',
    repeat: 'npm test -- --lessons',
    run: async () => {
      const args = ['validate', ...(name === undefined ? [] : [name]), '--quick', '--json', '--times'];
      const { status, stdout, stderr } = await runNode(['dist/cli.js', ...args], {
        cwd: repository,
        timeoutMs: 10 * minutes,
      });
      process.stderr.write(stderr);
      const tally = repeatedBy(
        // What concerns the course as a whole has no name to ask for.
        ({ title }) => (title?.includes('/') === true ? `npm test -- --lessons ${title}` : undefined),
        countProofs(stdout),
      );
      console.log(`${tally.passed} passed, ${tally.failed} failed`);
      if (status === 0 || tally.failed > 0) return tally;
      return add(tally, oneFailure(`itlab validate ${endOf(status)}`));
    },
  };
}

export interface VscodeTier {
  readonly version: HostVersion;
  readonly mode: HostMode;
  readonly host: HostKind;
  readonly scenarios: readonly Scenario[];
  /** Scenarios leave out nothing of what they can look at. */
  readonly everything: boolean;
}

export function inVscode({ scenarios, everything, ...run }: VscodeTier): Tier {
  const { version, mode } = run;
  const options = { ...run, env: everything ? { [everythingVariable]: '1' } : {} };
  return {
    title: `VS Code ${version}, ${mode === 'vsix' ? 'installed VSIX' : 'development folder'}`,
    repeat: `npm test -- --scenario --vscode ${version}${mode === 'vsix' ? ' --vsix' : ''}`,
    scenarios: scenarios.map(({ name }) => name),
    ...(run.host === 'web'
      ? { prepare: () => installHost(version, (line) => console.log(`[host] ${line}`)) }
      : {}),
    run: () => runScenarios(scenarios, options),
    again: (failures) =>
      runScenarios(
        scenarios.filter(({ name }) => failures.some(({ file }) => file === scenarioFile(name))),
        { ...options, alone: true },
      ),
  };
}

function ofScript(title: string, ...args: [string, ...string[]]): Tier {
  return {
    title,
    repeat: `node ${args.join(' ')}`,
    run: async () => {
      const { status } = await runNode(args, { cwd: repository, echo: true, timeoutMs: 10 * minutes });
      return status === 0 ? onePass : oneFailure(`${args[0]} ${endOf(status)}`);
    },
  };
}

function endOf(status: number | null): string {
  return status === null ? 'was killed, or took too long.' : `ended with exit status ${status}.`;
}
