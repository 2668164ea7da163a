import type { CheckedIsolation, CheckResult } from '../../protocol/checkResult.ts';
import { markedLines, oneLine } from '../../protocol/shownText.ts';
import { isJudged } from './checkProject.ts';

/** A check as lines of text, for a terminal or a log: first the verdicts, then every finding with its place. */
export function checkSummary(result: CheckResult): string[] {
  const { project, mocha, node, tests, hygiene, isolation, problems } = result;
  const head = mocha === '' ? project : `${project}: mocha ${mocha} on Node ${node}`;
  const lines: string[] = [oneLine(head), ''];
  if (isJudged(result) || tests.length > 0) {
    const passed = tests.filter(({ state }) => state === 'passed').length;
    const skipped = tests.filter(({ state }) => state === 'pending').length;
    const leaks = hygiene.filter(({ rule }) => rule !== 'order-dependence').length;
    lines.push(
      `  Tests pass   ${passed} / ${tests.length}${skipped > 0 ? ` (${skipped} skipped)` : ''}`,
      `  Hygiene      ${leaks === 0 ? 'clean' : `${leaks} found`}`,
      `  Isolation    ${isolation.clean ? 'clean' : 'not clean'} (${effort(isolation)})`,
    );
  }
  for (const { message } of problems) lines.push('', `! ${markedLines(message)}`);
  const told = hygiene.map(({ rule, file, line, message }) => {
    const text = `! ${markedLines(`${message} (${rule})`)}`;
    return file === '' ? text : `${text}\n  ${oneLine(file)}:${line}`;
  });
  // A fixture that leaks does so in every test; the same line is told once.
  for (const text of new Set(told)) lines.push('', text);
  return lines;
}

function effort({ checked }: CheckedIsolation): string {
  if (checked.orders.length === 0 && checked.alone === 0) return 'too few passing tests to try other orders';
  const parts = [`${checked.orders.length} other orders`, `${checked.alone} of ${checked.tests} tests alone`];
  if (checked.searchRuns > 0) parts.push(`${checked.searchRuns} runs to find polluters`);
  if (checked.unsearched > 0) parts.push(`the search ended early for ${checked.unsearched}`);
  return parts.join(', ');
}
