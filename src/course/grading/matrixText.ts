import type { GradeResult } from '../../protocol/gradeResult.ts';
import { oneLine } from '../../protocol/shownText.ts';

/** Longer titles are cut: a line that wraps would look like several. */
const widestTitle = 72;

/**
 * The kill matrix as lines of text: tests down, faults across, survivors without their names.
 * @param titles of faults by id; the id stands for one that has none.
 */
export function matrixLines(result: GradeResult, titles: Readonly<Record<string, string>>): string[] {
  if (result.faults.length === 0) return [];
  const rows = result.tests.map(({ title }) => ({ title, shown: shortened(oneLine(title)) }));
  const width = rows.reduce((widest, { shown }) => Math.max(widest, shown.length), 0);
  const numbers = result.faults.map((_, index) => String(index + 1).padEnd(3)).join('');
  return [
    'Which test catches which fault',
    ...result.faults.map(
      ({ id, caught }, index) => `  ${index + 1}  ${caught ? (titles[id] ?? id) : 'survived'}`,
    ),
    `  ${' '.repeat(width)}  ${numbers}`,
    ...rows.map(
      ({ title, shown }) =>
        `  ${shown.padEnd(width)}  ${result.faults.map(({ by }) => (by.includes(title) ? '●' : '·').padEnd(3)).join('')}`,
    ),
  ];
}

function shortened(title: string): string {
  return title.length <= widestTitle ? title : `${title.slice(0, widestTitle - 1)}…`;
}
