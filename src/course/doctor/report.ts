import { markedLines } from '../../protocol/shownText.ts';
import type { TitledFinding } from './examine.ts';

const marks = { ok: '✔', information: 'ℹ', warning: '⚠', problem: '✘' } as const;

/** Everything that was found as plain text, for an issue or a terminal. */
export function reportText(findings: readonly TitledFinding[]): string {
  const lines = findings.flatMap((finding) => {
    const head = `${marks[finding.health]} ${markedLines(`${finding.title}: ${finding.what}`)}`;
    return finding.health === 'ok'
      ? [head]
      : [head, `    ${markedLines(finding.why)}`, `    → ${markedLines(finding.remedy)}`];
  });
  return `${lines.join('\n')}\n`;
}
