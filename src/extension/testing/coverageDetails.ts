import type { CoveredRange, CoveredScript } from '../../protocol/runEvents.ts';

/** Lines and columns are 0-based. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

export interface CodeSpan {
  readonly start: Place;
  readonly end: Place;
}

export interface CoveredStatement extends CodeSpan {
  readonly count: number;
  /** Blocks that begin in this statement and were executed another number of times than what is around them. */
  readonly branches: readonly (CodeSpan & { readonly count: number })[];
}

export interface CoverageDetails {
  readonly statements: readonly CoveredStatement[];
  /** Functions that have a name. */
  readonly functions: readonly (CodeSpan & { readonly name: string; readonly count: number })[];
}

/**
 * Turns V8's counts into statements, branches and functions. V8 names where statements begin and how often each
 * block was executed; where a statement ends is read from the text: before the next one, at the latest where its
 * own block ends.
 */
export function coverageDetails({ source, functions, steps }: CoveredScript): CoverageDetails {
  const text = new TextPlaces(source);
  const ranges = functions.flatMap(({ ranges: [whole, ...blocks] }) =>
    whole === undefined
      ? []
      : [{ ...whole, isFunction: true }, ...blocks.map((block) => ({ ...block, isFunction: false }))],
  );
  const file = { start: 0, end: source.length, count: 0 };
  const own = (offset: number): CoveredRange => innermost(ranges, offset) ?? file;

  const starts: { at: number; range: CoveredRange }[] = [];
  for (const step of steps) {
    const range = own(step);
    const before = starts.at(-1);
    const sameLine = before !== undefined && text.lineOf(before.at) === text.lineOf(step);
    // A line has as many statements as there are blocks in it: several steps of one block are one statement.
    if (sameLine && before.range === range) continue;
    const first = sameLine ? bodyStart(source, range, step) : text.firstOfLine(step);
    starts.push({ at: Math.min(step, Math.max(first, blockStart(source, range))), range });
  }
  const branches = functions.flatMap((one) => one.ranges.slice(1));
  const functionStarts = functions.map((one) => one.ranges[0]?.start ?? 0).filter((start) => start > 0);
  const statements = starts.map(({ at, range }, index): CoveredStatement => {
    const next = starts[index + 1]?.at ?? source.length;
    const declared = functionStarts.find((start) => start > at && text.beginsLine(start));
    const end = endOfCode(source, at, Math.min(next, range.end, declared ?? source.length));
    return {
      ...text.span(at, end),
      count: range.count,
      branches: branches
        .filter(({ start }) => start >= at && start < next)
        .map((branch) => ({ ...text.span(branch.start, branch.end), count: branch.count })),
    };
  });
  return {
    statements,
    functions: functions.flatMap(({ name, ranges: [whole] }) =>
      // V8 names the part of a constructor that sets fields `<instance_members_initializer>`.
      name === '' || name.startsWith('<') || whole === undefined
        ? []
        : [{ name, count: whole.count, ...text.span(whole.start, whole.end) }],
    ),
  };
}

function innermost(
  ranges: readonly (CoveredRange & { readonly isFunction: boolean })[],
  offset: number,
): CoveredRange | undefined {
  let best: CoveredRange | undefined;
  for (const range of ranges) {
    if (range.start > offset || offset >= range.end) continue;
    // The statement `const f = () => …` is where its function begins, and belongs to what is around it.
    if (range.isFunction && range.start === offset && offset > 0) continue;
    if (best === undefined || range.end - range.start <= best.end - best.start) best = range;
  }
  return best;
}

/** A block's range begins with the words in front of it, as in ` else {`; its code begins behind the brace. */
function blockStart(source: string, { start, end }: CoveredRange): number {
  const opening = /^\s*(?:else\s*)?\{\s*/.exec(source.slice(start, end));
  return start + (opening?.[0].length ?? 0);
}

/** V8 names the operator of `() => a * 2`; its body begins behind the arrow. */
function bodyStart(source: string, { start }: CoveredRange, step: number): number {
  const head = source.slice(start, step);
  const arrow = head.lastIndexOf('=>');
  if (arrow < 0) return step;
  return start + arrow + (/^=>\s*\{?\s*/.exec(head.slice(arrow))?.[0].length ?? 0);
}

/** Where the code that begins at `start` ends, at the latest at `limit`: without comments and closing brackets. */
function endOfCode(source: string, start: number, limit: number): number {
  const lines = source.slice(start, limit).split('\n');
  let end = start + (lines[0]?.trimEnd().length ?? 0);
  let offset = start + (lines[0]?.length ?? 0);
  for (const line of lines.slice(1)) {
    offset += 1 + line.length;
    const text = line.trim();
    const isOver = source.slice(start, end).endsWith(';') || text === '';
    if (isOver || /^(?:\/\/|\/\*|\*|[)\]};,]+$|(?:export|import|class|function)\b)/.test(text)) break;
    end = offset - (line.length - line.trimEnd().length);
  }
  return end;
}

class TextPlaces {
  private readonly source: string;
  private readonly lineStarts: readonly number[];

  constructor(source: string) {
    this.source = source;
    const starts = [0];
    for (let at = source.indexOf('\n'); at >= 0; at = source.indexOf('\n', at + 1)) starts.push(at + 1);
    this.lineStarts = starts;
  }

  lineOf(offset: number): number {
    let [low, high] = [0, this.lineStarts.length - 1];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((this.lineStarts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** Offset of the first character on the line that is no blank. */
  firstOfLine(offset: number): number {
    const start = this.lineStarts[this.lineOf(offset)] ?? 0;
    const blanks = /^\s*/.exec(this.source.slice(start, offset))?.[0].length ?? 0;
    return start + blanks;
  }

  /** Whether a function that begins here is the first on its line, but for the words that belong to it. */
  beginsLine(offset: number): boolean {
    const before = this.source.slice(this.lineStarts[this.lineOf(offset)] ?? 0, offset);
    return /^\s*(?:(?:export|default|async|static|get|set)\s+)*$/.test(before);
  }

  span(start: number, end: number): CodeSpan {
    return { start: this.place(start), end: this.place(end) };
  }

  private place(offset: number): Place {
    const line = this.lineOf(offset);
    return { line, column: offset - (this.lineStarts[line] ?? 0) };
  }
}
