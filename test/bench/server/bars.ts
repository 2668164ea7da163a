import type { Bar } from '../table.ts';

const ratio = { unit: '×', direction: 'at most', by: 'median' } as const;

/**
 * What the language server is held to. Ratios are to ESLint with the recommended rules of eslint-plugin-mocha, on the
 * same text and right before.
 */
export const serverBars = {
  lint: { what: 'all rules on a file of 20 KB or more ÷ ESLint', bar: 0.3, stretch: 0.15, ...ratio },
  edit: { what: 'after a one-character edit ÷ the same ESLint run', bar: 0.15, stretch: 0.05, ...ratio },
  actions: {
    what: 'list of code actions at 700 lines, p95',
    unit: 'ms',
    bar: 10,
    stretch: 4,
    direction: 'at most',
    by: 'median',
  },
  start: { what: 'server start to first diagnostics ÷ ESLint cold', bar: 3, stretch: 1.5, ...ratio },
  size: {
    what: 'server with parser, compressed',
    unit: 'MB',
    bar: 1.3,
    stretch: null,
    direction: 'at most',
    by: 'max',
  },
  crashes: {
    what: 'crashes in 10,000 mutations',
    unit: 'count',
    bar: 0,
    stretch: null,
    direction: 'at most',
    by: 'max',
  },
  precision: {
    what: 'precision on unseen projects',
    unit: '%',
    bar: 95,
    stretch: 99,
    direction: 'at least',
    by: 'min',
  },
} as const satisfies Record<string, Bar>;

export type ServerBar = keyof typeof serverBars;
