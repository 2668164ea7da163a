import { summarize, type Statistic } from './statistics.ts';

/** `×` is a ratio to the alternative that the benchmark names. */
export type Unit = '×' | 'ms' | 'MB' | '%' | 'count';

/** What a row of a bar table asks for. */
export interface Bar {
  readonly what: string;
  readonly unit: Unit;
  /** Measured values must reach it: be at most this (`at most`), or at least this. */
  readonly bar: number;
  /** Better still; null where the bar is all there is to reach. */
  readonly stretch: number | null;
  readonly direction: 'at most' | 'at least';
  /** Which of the measurements stands for the row. */
  readonly by: Statistic;
}

/** A row of the document that a benchmark writes; `measured` and its ends are null when it could not be measured. */
export interface Row {
  readonly what: string;
  readonly measured: number | null;
  readonly bar: number;
  readonly stretch: number | null;
  readonly unit: Unit;
  readonly holds: boolean;
  readonly runs: number;
  readonly min: number | null;
  readonly max: number | null;
  readonly note?: string;
}

/** Judges measurements against their bar. What was not measured does not hold. */
export function rowOf(bar: Bar, values: readonly number[], note?: string): Row {
  const { what, unit, stretch } = bar;
  const common = { what, bar: bar.bar, stretch, unit, ...(note === undefined ? {} : { note }) };
  if (values.length === 0) {
    return { ...common, measured: null, holds: false, runs: 0, min: null, max: null };
  }
  const summary = summarize(values);
  const measured = summary[bar.by];
  return { ...common, measured, holds: reaches(bar, measured, bar.bar), ...endsOf(summary) };
}

function endsOf({ runs, min, max }: ReturnType<typeof summarize>): Pick<Row, 'runs' | 'min' | 'max'> {
  return { runs, min, max };
}

function reaches({ direction }: Bar, measured: number, goal: number): boolean {
  return direction === 'at most' ? measured <= goal : measured >= goal;
}

/** The rows as aligned columns, one line each, with what the notes say below. */
export function tableText(rows: readonly Row[]): string {
  const header = ['', 'what', 'measured', 'bar', 'stretch', 'min', 'max', 'runs'];
  const body = rows.map((row) => [
    row.holds ? '✔' : '✘',
    row.what,
    shown(row.measured, row.unit),
    shown(row.bar, row.unit),
    row.stretch === null ? '' : shown(row.stretch, row.unit),
    shown(row.min, row.unit),
    shown(row.max, row.unit),
    String(row.runs),
  ]);
  const lines = [header, ...body];
  const widths = header.map((_, column) => Math.max(...lines.map((line) => (line[column] ?? '').length)));
  const text = lines.map((line) =>
    line
      .map((cell, column) => {
        const width = widths[column] ?? 0;
        return column < 2 ? cell.padEnd(width) : cell.padStart(width);
      })
      .join('  ')
      .trimEnd(),
  );
  const notes = rows.flatMap(({ what, note }) => (note === undefined ? [] : [`${what}: ${note}`]));
  return [...text, ...(notes.length === 0 ? [] : ['', ...notes]), ''].join('\n');
}

function shown(value: number | null, unit: Unit): string {
  if (value === null) return 'not measured';
  switch (unit) {
    case '×':
      return `${value.toFixed(2)} ×`;
    case 'ms':
      return `${value.toFixed(value < 10 ? 1 : 0)} ms`;
    case 'MB':
      return `${value.toFixed(1)} MB`;
    case '%':
      return `${value} %`;
    case 'count':
      return String(value);
  }
}

/** The names of bars, in the order of the table. */
export function barNames<Name extends string>(bars: Readonly<Record<Name, Bar>>): Name[] {
  // The keys of an object literal are these names and nothing else.
  return Object.keys(bars) as Name[];
}
