import { holdsComment } from '../analysis/comments.ts';
import type { Span, SyntaxNode } from '../analysis/syntax.ts';
import type { TestFile } from '../analysis/testFile.ts';
import { lineEnd } from './statementInsertion.ts';
import { impossible, possible } from './textChange.ts';
import type { Edit, TextChange } from './textChange.ts';

/**
 * Ways to take statements away with their lines. They differ in what else goes, and where a removal ends:
 * - `removeStatement`: an empty line in front of a closing brace goes too, others stay. Removes from the start of its
 *   line to that of the next. What stands beside it on its line stays.
 * - `removeStatements`: those that stand together go as one, with one of the empty lines around them.
 * - `deleteStatement`: with one of the empty lines around it, from the end of the line before to the end of its own, so
 *   that something can be inserted at either end. Refused where a comment would be lost.
 */
export function removeStatement({ text }: TestFile, statement: SyntaxNode): TextChange {
  const { lineStart, next, isFirst, isLast } = placeOf(text, statement);
  if (isFirst && isLast) {
    const empty = closesBehind(text, next) ? emptyLineBefore(text, lineStart) : '';
    return { start: lineStart - empty.length, end: next, text: '' };
  }
  if (isFirst) return { start: statement.start, end: withSpace(text, statement.end), text: '' };
  const gap = /[ \t]*$/.exec(text.slice(0, statement.start))?.[0].length ?? 0;
  return { start: statement.start - gap, end: statement.end, text: '' };
}

/** See `removeStatement`. */
export function removeStatements(text: string, statements: readonly Span[]): readonly TextChange[] {
  const joined: Span[] = [];
  for (const statement of statements.toSorted((a, b) => a.start - b.start)) {
    const before = joined.at(-1);
    const stand = before !== undefined && text.slice(before.end, statement.start).trim() === '';
    if (stand) joined[joined.length - 1] = { start: before.start, end: statement.end };
    else joined.push(statement);
  }
  return joined.map((span) => ({ ...wholeLines(text, span), text: '' }));
}

/** Only the statement itself when something else, such as a comment, stands on its lines. */
function wholeLines(text: string, statement: Span): Span {
  const { lineStart, next, isFirst, isLast } = placeOf(text, statement);
  if (!isFirst || !isLast) return { start: statement.start, end: withSpace(text, statement.end) };
  const emptyBehind = /^[ \t]*\r?\n/.exec(text.slice(next))?.[0] ?? '';
  const emptyBefore = emptyLineBefore(text, lineStart);
  const opens = /\{[ \t]*\r?\n$/.test(text.slice(0, lineStart));
  if (emptyBehind !== '' && (emptyBefore !== '' || opens)) {
    return { start: lineStart, end: next + emptyBehind.length };
  }
  return { start: closesBehind(text, next) ? lineStart - emptyBefore.length : lineStart, end: next };
}

/** See `removeStatement`. */
export function deleteStatement(file: TestFile, statement: SyntaxNode): Edit {
  const { text } = file;
  const { lineStart, stop, isFirst, isLast } = placeOf(text, statement);
  if (holdsComment(file, statement)) return impossible('There is a comment in what would be taken away.');
  if (!isFirst || !isLast) {
    if (/\/[/*]/.test(text.slice(statement.end, stop))) return impossible('A comment stands behind it.');
    return possible([{ start: statement.start, end: withSpace(text, statement.end), text: '' }]);
  }
  const before = text.slice(0, lineStart);
  const gap = /\r?\n[ \t]*\r?\n$/.exec(before);
  const previous = before.endsWith('\r\n') ? lineStart - 2 : Math.max(lineStart - 1, 0);
  const after = text.slice(stop);
  const gapBehind = /^\r?\n[ \t]*(?=\r?\n)/.exec(after)?.[0].length ?? 0;
  const start = gap !== null && (/^\s*\}/.test(after) || gapBehind > 0) ? gap.index : previous;
  const removal = { start, end: stop, text: '' };
  // The first of a block leaves no empty line at its start; apart, so that something can be inserted at `stop`.
  if (/\{\s*$/.test(before) && gap === null && gapBehind > 0) {
    return possible([removal, { start: stop, end: stop + gapBehind, text: '' }]);
  }
  return possible([removal]);
}

interface Place {
  /** Where its first line starts. */
  readonly lineStart: number;
  /** Where its last line ends, in front of the line break. */
  readonly stop: number;
  /** Where the line behind it starts; the end of the text when there is none. */
  readonly next: number;
  /** Does nothing stand in front of it on its line? */
  readonly isFirst: boolean;
  /** Does nothing stand behind it on its line? */
  readonly isLast: boolean;
}

function placeOf(text: string, { start, end }: Span): Place {
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const stop = lineEnd(text, end);
  const next = text.indexOf('\n', stop) + 1;
  return {
    lineStart,
    stop,
    next: next === 0 ? text.length : next,
    isFirst: text.slice(lineStart, start).trim() === '',
    isLast: text.slice(end, stop).trim() === '',
  };
}

/** The empty line in front of a line, with its line break. */
function emptyLineBefore(text: string, lineStart: number): string {
  return /\n([ \t]*\r?\n)$/.exec(text.slice(Math.max(0, lineStart - 200), lineStart))?.[1] ?? '';
}

function closesBehind(text: string, next: number): boolean {
  return /^[ \t]*\}/.test(text.slice(next, next + 200));
}

/** The offset behind blanks. */
function withSpace(text: string, offset: number): number {
  return offset + (/^[ \t]*/.exec(text.slice(offset))?.[0].length ?? 0);
}
