import type { ComparedSuite } from '../../course/grading/comparedSuites.ts';
import { forMarkdown, oneLine } from '../../protocol/shownText.ts';

type Translate = (text: string, ...args: (string | number)[]) => string;

export interface ComparedColumn {
  /** Heads it. */
  readonly title: string;
  readonly suite: ComparedSuite;
}

/**
 * Which tests catch which fault, in Markdown: a row for each fault, a column for each suite.
 * @param titles of faults by id; one that has none is told by its number.
 */
export function catchesText(
  exercise: string,
  titles: ReadonlyMap<string, string>,
  columns: readonly ComparedColumn[],
  translate: Translate,
): string {
  const heads = columns.map(({ title }) => title);
  const faults = (columns[0]?.suite.caughtBy ?? []).map(({ fault }, index) => [
    cell(titles.get(fault) ?? translate('fault {0}', index + 1)),
    ...columns.map(({ suite }) => {
      const tests = suite.caughtBy[index]?.tests ?? [];
      return tests.length === 0 ? `**${cell(translate('not caught'))}**` : tests.map(cell).join('<br>');
    }),
  ]);
  const caught = ({ caughtBy }: ComparedSuite): number =>
    caughtBy.filter(({ tests }) => tests.length > 0).length;
  const row = (name: string, value: (suite: ComparedSuite) => string): string[] => [
    cell(name),
    ...columns.map(({ suite }) => cell(value(suite))),
  ];
  return [
    `# ${cell(translate('What the tests of "{0}" catch', exercise))}`,
    '',
    ...table([cell(translate('Fault')), ...heads.map(cell)], faults),
    '',
    ...table(
      ['', ...heads.map(cell)],
      [
        row(translate('Faults caught'), (suite) => `${caught(suite)} / ${suite.caughtBy.length}`),
        row(translate('Tests'), ({ tests }) => String(tests)),
        row(translate('Time of the tests'), ({ durationMs }) => translate('{0} ms', Math.round(durationMs))),
        row(translate('Lines, without blank ones'), ({ lines }) => String(lines)),
      ],
    ),
    '',
    cell(
      translate(
        'All of them were graded on this machine, in the same way. There are many good suites: one that catches the same with fewer tests is not better where a failure says less about its cause.',
      ),
    ),
    '',
  ].join('\n');
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)];
}

/** Text of others on one line, of which nothing is markup. */
function cell(text: string): string {
  return forMarkdown(oneLine(text));
}
