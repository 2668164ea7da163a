import { dependencesOf } from '../../protocol/dependences.ts';
import type { GradedFinding, GradedIsolation } from '../../protocol/gradeResult.ts';
import { leaksOf, whereText } from '../../protocol/leaks.ts';
import { markedLines, oneLine } from '../../protocol/shownText.ts';

/** A count of causes, as the terminal and the log say it. */
export function hygieneText(leaks: number): string {
  return leaks === 0 ? 'clean' : leaks === 1 ? '1 leak' : `${leaks} leaks`;
}

/** @param dependences 0 also where nothing could be said about which tests they are. */
export function isolationText(clean: boolean, dependences: number): string {
  if (clean) return 'clean';
  if (dependences === 0) return 'not clean';
  return dependences === 1 ? '1 order dependence' : `${dependences} order dependences`;
}

/** Leaks and dependences on the order, each cause once, with its places and tests. */
export function findingLines(result: {
  readonly hygiene: readonly GradedFinding[];
  readonly isolation: GradedIsolation;
}): string[] {
  const lines: string[] = [];
  for (const leak of leaksOf(result)) {
    lines.push('', `! ${markedLines(`${leak.message} (${leak.rule})`)}`);
    const where = whereText(leak);
    if (where !== '') lines.push(`  ${oneLine(where)}`);
  }
  for (const dependents of dependencesOf(result)) {
    lines.push('');
    for (const [index, { message, file, line }] of dependents.entries()) {
      const rule = index === 0 ? ' (order-dependence)' : '';
      lines.push(`${index === 0 ? '!' : ' '} ${markedLines(`${message}${rule}`)}`);
      if (file !== '') lines.push(`  ${oneLine(`${file}:${line}`)}`);
    }
  }
  return lines;
}
