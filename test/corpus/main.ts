/**
 * `npm run corpus`: asks every rule about the tests of real projects and prints the precision: how many of the
 * reports are right, by the labels in labels/ (the rules were mended on these) and in unseen/, batch by batch. Exit
 * status 1 below 95 % in labels/ or in the last batch, or while a report has no label.
 */
import { percentage } from '../bench/statistics.ts';
import { readCorpus, readUnseen, unseenBatches } from './corpus.ts';
import type { CorpusResult } from './corpus.ts';

const leastPercent = 95;

const seen = readCorpus();
for (const place of seen.gone) console.log(`no longer reported: ${place}`);
print('in sample', seen);
let last: CorpusResult = seen;
for (const number of unseenBatches()) {
  const batch = readUnseen(number);
  print(`unseen batch ${number}, as the rules are now`, batch);
  const { right, wrong } = batch.first;
  console.log(`unseen batch ${number}, when it was new: ${inWords(right, wrong)}`);
  last = batch;
}
for (const { right, wrong } of [seen, last]) {
  if (percentage(right, right + wrong) < leastPercent) process.exitCode = 1;
}

function print(title: string, { packages, files, right, wrong, byRule, unlabelled }: CorpusResult): void {
  console.log(`\n${title}: ${packages} packages, ${files} test files`);
  for (const { package: name, place, message } of unlabelled) {
    console.log(`no label: ${name} ${place}: ${message}`);
    process.exitCode = 1;
  }
  for (const [rule, counts] of [...byRule].sort(([one], [other]) => one.localeCompare(other))) {
    console.log(`  ${rule}: ${counts.right} right, ${counts.wrong} wrong`);
  }
  console.log(`${title}: ${inWords(right, wrong)}, ${unlabelled.length} without a label`);
}

function inWords(right: number, wrong: number): string {
  return `${right} right, ${wrong} wrong, precision ${percentage(right, right + wrong)} %`;
}
