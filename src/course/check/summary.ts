import type { CheckedIsolation, CheckResult } from '../../protocol/checkResult.ts';
import { markedLines, oneLine } from '../../protocol/shownText.ts';
import { isJudged } from './checkProject.ts';
import { findingLines, hygieneText, isolationText } from '../grading/findingText.ts';
import { dependencesOf } from '../../protocol/dependences.ts';
import { leaksOf } from '../../protocol/leaks.ts';

/** A check as lines of text, for a terminal or a log: first the verdicts, then every finding with its place. */
export function checkSummary(result: CheckResult): string[] {
  const { project, mocha, node, tests, isolation, problems } = result;
  const head = mocha === '' ? project : `${project}: mocha ${mocha} on Node ${node}`;
  const lines: string[] = [oneLine(head), ''];
  if (isJudged(result) || tests.length > 0) {
    const passed = tests.filter(({ state }) => state === 'passed').length;
    const skipped = tests.filter(({ state }) => state === 'pending').length;
    const leaks = leaksOf(result).length;
    const dependences = dependencesOf(result).length;
    lines.push(
      `  Tests pass   ${passed} / ${tests.length}${skipped > 0 ? ` (${skipped} skipped)` : ''}`,
      `  Hygiene      ${hygieneText(leaks)}`,
      `  Isolation    ${isolationText(isolation.clean, dependences)} (${effort(isolation)})`,
    );
  }
  for (const { message } of problems) lines.push('', `! ${markedLines(message)}`);
  lines.push(...findingLines(result));
  return lines;
}

function effort({ checked }: CheckedIsolation): string {
  if (checked.orders.length === 0 && checked.alone === 0) return 'too few passing tests to try other orders';
  const parts = [`${checked.orders.length} other orders`, `${checked.alone} of ${checked.tests} tests alone`];
  if (checked.searchRuns > 0) parts.push(`${checked.searchRuns} runs to find polluters`);
  if (checked.unsearched > 0) parts.push(`the search ended early for ${checked.unsearched}`);
  return parts.join(', ');
}
