/**
 * `npm run fuzz`: breaks 10,000 real test files and asks every rule and action about them; exit status 1 when one
 * throws, edits what is not there, or does not come to an end. The texts lie in out/fuzz then.
 *
 *   node test/fuzz/main.ts [--count 10000] [--seed 1]
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { fuzzInThread } from './fuzzInThread.ts';

const output = join(import.meta.dirname, '../../out/fuzz');

const { count, seed } = new Command('fuzz')
  .description('Breaks real test files and asks every rule and action about them.')
  .option('--count <number>', 'how many texts', whole, 10_000)
  .option('--seed <number>', 'of the random numbers', whole, 1)
  .parse()
  .opts<{ count: number; seed: number }>();

const failures = await fuzzInThread({ count, seed }, (done) => {
  if (process.stderr.isTTY && done % 50 === 0) process.stderr.write(`\r${done}/${count}`);
});
mkdirSync(output, { recursive: true });
for (const [index, { source, mutations, text, message }] of failures.entries()) {
  const file = join(output, `${seed}-${index}-${basename(source)}`);
  writeFileSync(file, text);
  console.log(`${source} (${mutations.join(', ')}), kept as ${file}:\n${message}\n`);
}
console.log(`${count} texts (seed ${seed}), ${failures.length} failures.`);
if (failures.length > 0) process.exitCode = 1;

function whole(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 0) throw new InvalidArgumentError('It is a whole number.');
  return number;
}
