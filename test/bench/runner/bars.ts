import type { Bar } from '../table.ts';

const ratio = { unit: '×', direction: 'at most', by: 'median' } as const;
const none = { unit: 'count', bar: 0, stretch: null, direction: 'at most', by: 'max' } as const;

/**
 * What the runner is held to. Ratios are to a cold run: bare mocha in a process of its own, with a TypeScript hook,
 * from its start to its exit, on the same suite and right before.
 */
export const runnerBars = {
  warm: { what: 'warm: save → last result ÷ cold exit', bar: 0.3, stretch: 0.2, ...ratio },
  oneTest: { what: 'warm, one test ÷ cold', bar: 0.15, stretch: 0.05, ...ratio },
  firstEvent: { what: 'first event ÷ cold', bar: 0.15, stretch: 0.05, ...ratio },
  noSpare: { what: 'no spare ready ÷ cold', bar: 1.05, stretch: 0.9, ...ratio },
  backToBack: { what: 'back-to-back saves ÷ cold', bar: 0.6, stretch: 0.4, ...ratio },
  printing: {
    what: '10,000 printed lines ÷ cold with the same output',
    bar: 1.2,
    stretch: 1,
    ...ratio,
  },
  grade: {
    what: 'a whole grade (6 faults, 1 variant, hygiene, isolation) ÷ one cold run',
    bar: 3,
    stretch: 1.5,
    ...ratio,
  },
  discovery: { what: 'discovery of 1,000 files ÷ mocha --dry-run', bar: 0.7, stretch: 0.3, ...ratio },
  stall: {
    what: 'longest stall of the extension host during discovery',
    unit: 'ms',
    bar: 50,
    stretch: 16,
    direction: 'at most',
    by: 'median',
  },
  memory: {
    what: "a spare's memory",
    unit: 'MB',
    bar: 80,
    stretch: 60,
    direction: 'at most',
    by: 'median',
  },
  lostEvents: { what: 'hostile-output fixtures: events lost', ...none },
  cancel: {
    what: 'cancel of while(true) with a grandchild: until the tree is gone',
    unit: 'ms',
    bar: 500,
    stretch: 200,
    direction: 'at most',
    by: 'median',
  },
  orphans: { what: 'orphan processes after 200 random cancel/kill/close', ...none },
  parity: {
    what: 'verdicts equal to bare mocha over the fixture suites, warm and cold',
    unit: '%',
    bar: 100,
    stretch: null,
    direction: 'at least',
    by: 'min',
  },
} as const satisfies Record<string, Bar>;

export type RunnerBar = keyof typeof runnerBars;
