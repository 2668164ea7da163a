/**
 * `npm run bench -- runner`: measures against the bars and prints every row; exit status 1 when one is missed.
 * `out/bench/runner.json` holds the rows for machines.
 *
 *   node test/bench/main.ts runner [--runs 15] [--only warm,grade]
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { barNames, runnerBench } from './runner/runnerBench.ts';
import type { RunnerBar } from './runner/bars.ts';
import { tableText } from './table.ts';

const output = join(import.meta.dirname, '../../out/bench');

interface Options {
  readonly runs: number;
  readonly only?: readonly RunnerBar[];
}

const program = new Command('bench').description('Measures the project against its bars.');
program
  .command('runner')
  .description('The test runner and the grader, against bare mocha.')
  .option('--runs <number>', 'measurements of each timed row', countOf, 15)
  .option('--only <rows>', `measure only these and write no document: ${barNames().join(', ')}`, rowsOf)
  .action(async ({ runs, only }: Options) => {
    const rows = await runnerBench({ runs, only: only ?? null, onStep: showStep });
    showStep('');
    console.log(tableText(rows));
    if (only === undefined) {
      mkdirSync(output, { recursive: true });
      writeFileSync(join(output, 'runner.json'), `${JSON.stringify(rows, null, 2)}\n`);
    }
    if (rows.some(({ holds }) => !holds)) process.exitCode = 1;
  });
await program.parseAsync();

function countOf(text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1) throw new InvalidArgumentError('It is a number from 1 on.');
  return count;
}

function rowsOf(text: string): RunnerBar[] {
  return text.split(',').map((wanted) => {
    const known = barNames().find((name) => name === wanted);
    if (known === undefined) throw new InvalidArgumentError(`There is no row '${wanted}'.`);
    return known;
  });
}

/** What is going on, on one line that the next replaces; silent where standard error is no terminal. */
function showStep(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${text}`);
}
