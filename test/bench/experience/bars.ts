import type { Bar } from '../table.ts';

/** What the experience is held to. Ratios are to VS Code's own extensions, in the same window. */
export const experienceBars = {
  page: {
    what: "command → lesson page painted ÷ VS Code's own Markdown preview of the same lesson.md",
    unit: '×',
    bar: 1,
    stretch: null,
    direction: 'at most',
    by: 'median',
  },
  activation: {
    what: 'activation ÷ that of the built-in JSON language features in the same window',
    unit: '×',
    bar: 0.35,
    stretch: 0.15,
    direction: 'at most',
    by: 'median',
  },
  plain: {
    what: 'the same in a window with JavaScript and no tests',
    unit: '×',
    bar: 0.35,
    stretch: 0.15,
    direction: 'at most',
    by: 'median',
  },
  size: { what: 'VSIX for one platform', unit: 'MB', bar: 6, stretch: 4, direction: 'at most', by: 'max' },
  axe: {
    what: 'axe-core violations, every page, four themes',
    unit: 'count',
    bar: 0,
    stretch: null,
    direction: 'at most',
    by: 'max',
  },
  clicks: {
    what: 'start the course → first test run, by clicks, nothing typed',
    unit: 'count',
    bar: 4,
    stretch: null,
    direction: 'at most',
    by: 'max',
  },
} as const satisfies Record<string, Bar>;

export type ExperienceBar = keyof typeof experienceBars;
