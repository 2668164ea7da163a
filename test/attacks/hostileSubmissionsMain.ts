/**
 * Grades 200 submissions that do their worst, in one course and one by one; exit status 1 when one of them has
 * another verdict than it should have, or the program does not end, or takes too much memory.
 *
 *   npm run attack:submissions -- [--count 200] [--seed 1]
 */
import { Command, InvalidArgumentError } from 'commander';
import { attackWithHostileSubmissions } from './hostileSubmissions.ts';

const { count, seed } = new Command('hostileSubmissions')
  .description('Grades submissions that do their worst.')
  .option('--count <number>', 'how many submissions', whole, 200)
  .option('--seed <number>', 'of the random numbers', whole, 1)
  .parse()
  .opts<{ count: number; seed: number }>();

const { submissions, wrong, peakMb, longestFarewellMs } = await attackWithHostileSubmissions({
  count,
  seed,
  alone: true,
  onProgress: (text) => console.log(text),
});
for (const line of wrong) console.log(`✘ ${line}`);
console.log(
  `${submissions} submissions (seed ${seed}), ${wrong.length} wrong, ${peakMb} MB, ended by signals within ${longestFarewellMs} ms.`,
);
if (wrong.length > 0) process.exitCode = 1;

function whole(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1) throw new InvalidArgumentError('It is a number from 1 on.');
  return number;
}
