/**
 * `npm run bench -- runner`, `-- server` and `-- experience`: measures against the bars and prints every row; exit
 * status 1 when one is missed. `out/bench/NAME.json` holds the rows for machines.
 *
 *   node test/bench/main.ts runner [--runs 15] [--only warm,grade]
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { output } from './build.ts';
import { experienceBars } from './experience/bars.ts';
import { experienceBench } from './experience/experienceBench.ts';
import { runnerBars } from './runner/bars.ts';
import { runnerBench } from './runner/runnerBench.ts';
import { serverBars } from './server/bars.ts';
import { serverBench } from './server/serverBench.ts';
import { barNames, tableText, type Row } from './table.ts';

interface Options<Name> {
  readonly runs: number;
  readonly only?: readonly Name[];
}

const program = new Command('bench').description('Measures the project against its bars.');
addBench('runner', 'The test runner and the grader, against bare mocha.', barNames(runnerBars), runnerBench);
addBench(
  'server',
  'The language server, against ESLint with eslint-plugin-mocha.',
  barNames(serverBars),
  serverBench,
);
addBench(
  'experience',
  "What a person meets in the real workbench, against VS Code's own extensions.",
  barNames(experienceBars),
  experienceBench,
);
await program.parseAsync();

function addBench<Name extends string>(
  name: string,
  description: string,
  known: readonly Name[],
  measure: (options: {
    readonly runs: number;
    readonly only: readonly Name[] | null;
    readonly onStep: (text: string) => void;
  }) => Promise<Row[]>,
): void {
  const rowsOf = (text: string): Name[] =>
    text.split(',').map((wanted) => {
      const found = known.find((one) => one === wanted);
      if (found === undefined) throw new InvalidArgumentError(`There is no row '${wanted}'.`);
      return found;
    });
  program
    .command(name)
    .description(description)
    .option('--runs <number>', 'measurements of each timed row', countOf, 15)
    .option('--only <rows>', `measure only these and write no document: ${known.join(', ')}`, rowsOf)
    .action(async ({ runs, only }: Options<Name>) => {
      const rows = await measure({ runs, only: only ?? null, onStep: showStep });
      showStep('');
      console.log(tableText(rows));
      if (only === undefined) {
        mkdirSync(output, { recursive: true });
        writeFileSync(join(output, `${name}.json`), `${JSON.stringify(rows, null, 2)}\n`);
      }
      if (rows.some(({ holds }) => !holds)) process.exitCode = 1;
    });
}

function countOf(text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1) throw new InvalidArgumentError('It is a number from 1 on.');
  return count;
}

/** What is going on, on one line that the next replaces; silent where standard error is no terminal. */
function showStep(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${text}`);
}
