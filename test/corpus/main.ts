/**
 * `npm run corpus`: asks every rule about the tests of real projects and prints the precision: how many of the
 * reports are right, by the labels in labels/. Exit status 1 below 95 %, or while a report has no label.
 */
import { percentage } from '../bench/statistics.ts';
import { readCorpus } from './corpus.ts';

const leastPercent = 95;

const { files, right, wrong, byRule, unlabelled, gone } = readCorpus();
for (const { package: name, place, message } of unlabelled)
  console.log(`no label: ${name} ${place}: ${message}`);
for (const place of gone) console.log(`no longer reported: ${place}`);
for (const [rule, counts] of [...byRule].sort(([one], [other]) => one.localeCompare(other))) {
  console.log(`${rule}: ${counts.right} right, ${counts.wrong} wrong`);
}
const precision = percentage(right, right + wrong);
console.log(
  `${files} files, ${right + wrong} labelled reports, precision ${precision} %, ${unlabelled.length} without a label.`,
);
if (precision < leastPercent || unlabelled.length > 0) process.exitCode = 1;
