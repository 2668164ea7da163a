/**
 * `npm test`, `npm run check`, `npm run test:all`: the checks of the project, tier by tier, with one count at the end.
 *
 *   node scripts/test.ts [--quick | --all | --rest]
 *   node scripts/test.ts [--unit [PATTERN]] [--lessons [NAME]] [--scenario [NAME]] …
 *
 * A tier that crashes, finds nothing to run or lacks what it needs counts as a failure; the tiers after it still run.
 * The last line is `N passed, N failed`.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import {
  hostVersions,
  isHostVersion,
  newestHost,
  oldestHost,
  type HostVersion,
} from '../test/support/vscodeHost/hostVersions.ts';
import type { HostKind } from './scenarios.ts';
import { add, afterSecondRun, nothing, oneFailure, onePass, type Failure, type Tally } from './tally.ts';
import { planOf, type TestPlan } from './testPlan.ts';
import { changedFiles } from './workTree.ts';

const repository = path.join(import.meta.dirname, '..');
const results = path.join(repository, 'out/test-results');

interface Options {
  quick?: true;
  all?: true;
  rest?: true;
  unit?: string | true;
  title?: string;
  lessons?: string | true;
  scenario?: string | true;
  vsix: boolean;
  host: HostKind;
  vscode?: readonly HostVersion[];
}

const command = new Command('test')
  .description('Runs the checks of the project: without an option, those that every change needs.')
  .addOption(
    new Option('--quick', 'what needs no build and no VS Code; before each commit').conflicts([
      'all',
      'rest',
    ]),
  )
  .addOption(new Option('--all', 'everything').conflicts('rest'))
  .option('--rest', 'only what --all adds')
  .option('--unit [pattern]', 'only unit tests: those whose file, or else whose title, holds the pattern')
  .option('--title <text>', 'with --unit: only the tests whose full title holds the text')
  .option('--lessons [name]', 'only the proofs of a lesson or an exercise')
  .option('--scenario [name]', 'only a folder of test/vscode')
  .option('--vsix', 'with --scenario: from the package', false)
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
  .action(async ({ quick, all, rest, vscode, ...parts }: Options) => {
    const whole = quick ? 'quick' : all ? 'all' : rest ? 'rest' : undefined;
    const ofParts = [parts.unit, parts.lessons, parts.scenario].some((part) => part !== undefined);
    process.exitCode = await run(
      planOf({
        ...parts,
        ...(whole === undefined ? {} : { whole }),
        ...(vscode === undefined ? {} : { versions: vscode }),
      }),
      // Who runs a part looks for its failure, and wants it at once.
      ofParts ? null : (whole ?? 'test'),
    );
  });
await command.parseAsync();

function readVersions(text: string): readonly HostVersion[] {
  if (text === 'newest') return [newestHost];
  if (text === 'oldest') return [oldestHost];
  if (text === 'all') return hostVersions();
  if (isHostVersion(text)) return [text];
  throw new InvalidArgumentError(`It is newest, oldest, all, or one of ${hostVersions().join(', ')}.`);
}

/**
 * Returns the exit status.
 *
 * @param whole the name of the run, when it is no run of parts. What fails in a whole is run again alone, once: what
 * passes then is told as flaky. The end of its report is kept as `out/test-report-NAME.txt`.
 */
async function run({ tiers, leftOut }: TestPlan, whole: string | null): Promise<number> {
  const started = performance.now();
  const changedBefore = await changedFiles(repository).catch(() => null);
  rmSync(results, { recursive: true, force: true });
  mkdirSync(results, { recursive: true });
  const summary: string[] = [];
  const slow: string[] = [];
  let total: Tally = nothing;
  // Downloads while the checks before it keep the processor busy.
  void Promise.allSettled(tiers.flatMap(({ prepare }) => (prepare === undefined ? [] : [prepare()])));
  for (const tier of tiers) {
    const { title, repeat } = tier;
    console.log(`\n== ${title}`);
    const begun = performance.now();
    let tally = await tier
      .run()
      .catch((error: unknown) =>
        oneFailure(`did not finish: ${error instanceof Error ? error.message : String(error)}`),
      );
    if (tally.passed + tally.failed === 0) {
      tally = oneFailure('there was nothing to run. That is a failure: it would hide a broken set-up.');
    }
    if (whole !== null && tally.failed > 0) {
      const again = tier.again?.(tally.failures) ?? null;
      if (again !== null) {
        console.log(`\n== ${title}: what failed, again alone`);
        tally = afterSecondRun(tally, await again.catch(() => nothing));
      }
    }
    const named = (failures: readonly Failure[]): Failure[] =>
      failures.map((failure) => ({ repeat, ...failure, text: `${title}: ${failure.text}` }));
    total = add(total, {
      passed: tally.passed,
      failed: tally.failed,
      failures: named(tally.failures),
      flaky: named(tally.flaky ?? []),
    });
    const seconds = ((performance.now() - begun) / 1000).toFixed(1);
    summary.push(
      `${tally.failed === 0 ? '✔' : '✘'} ${title.padEnd(44)} ${countsOf(tally).padEnd(24)} ${seconds.padStart(6)} s`,
    );
    const { slowest = [] } = tally;
    if (slowest.length > 1) slow.push(`-- ${title}`, ...slowest.map(timeLine));
  }
  const workTree = await leftAlone(changedBefore);
  total = add(total, workTree);
  if (slow.length > 0) console.log(`\n== The slowest of each tier\n${slow.join('\n')}`);
  const { failures, flaky = [] } = total;
  // Failures again, at the end: what a log of many thousand lines is searched for.
  const report = [
    `== Summary, ${((performance.now() - started) / 1000).toFixed(0)} s`,
    ...summary,
    ...(leftOut === '' ? [] : [`\nLeft out: ${leftOut}`]),
    ...(flaky.length === 0 ? [] : ['\n== Flaky: failed, and passed when run again alone. To be mended.']),
    ...flaky.map(failureLine),
    ...(failures.length === 0 ? [] : ['\n== Failed']),
    ...failures.map(failureLine),
    `\n${countsOf(total)}${flaky.length === 0 ? '' : `, ${flaky.length} flaky`}`,
  ].join('\n');
  console.log(`\n${report}`);
  if (whole !== null) writeFileSync(path.join(repository, 'out', `test-report-${whole}.txt`), `${report}\n`);
  return total.failed === 0 ? 0 : 1;
}

function failureLine({ text, repeat }: Failure): string {
  return `✘ ${text}${repeat === undefined ? '' : `\n  Alone: ${repeat}`}`;
}

/** A run of the tests changes no file that git knows or would offer. */
async function leftAlone(before: readonly string[] | null): Promise<Tally> {
  // Not everybody has a work tree of git.
  if (before === null) return nothing;
  const changed = (await changedFiles(repository)).filter((file) => !before.includes(file));
  if (changed.length === 0) return onePass;
  return oneFailure(`The run changed files of the repository: ${changed.join(', ')}`);
}

function timeLine({ title, file, ms }: { title: string; file: string; ms: number }): string {
  return `${(ms / 1000).toFixed(1).padStart(7)} s  ${title}${file === '' ? '' : `  (${file})`}`;
}

function countsOf({ passed, failed }: Tally): string {
  return `${passed} passed, ${failed} failed`;
}
