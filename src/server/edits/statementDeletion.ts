import type { SyntaxNode } from '../analysis/syntax.ts';
import type { TestFile } from '../analysis/testFile.ts';
import { lineEnd } from './statementInsertion.ts';
import { impossible, possible } from './textChange.ts';
import type { Edit } from './textChange.ts';

/** Takes a statement out with its line, and with one of the empty lines around it. Comments are never lost. */
export function deleteStatement(file: TestFile, statement: SyntaxNode): Edit {
  const { text } = file;
  const lineStart = text.lastIndexOf('\n', statement.start - 1) + 1;
  const stop = lineEnd(text, statement.end);
  if (hasComment(file, statement)) return impossible('There is a comment in what would be taken away.');
  const isAlone =
    text.slice(lineStart, statement.start).trim() === '' && text.slice(statement.end, stop).trim() === '';
  if (!isAlone) {
    if (/\/[/*]/.test(text.slice(statement.end, stop))) return impossible('A comment stands behind it.');
    const space = /^[ \t]*/.exec(text.slice(statement.end))?.[0].length ?? 0;
    return possible([{ start: statement.start, end: statement.end + space, text: '' }]);
  }
  const before = text.slice(0, lineStart);
  const gap = /\r?\n[ \t]*\r?\n$/.exec(before);
  // From the end of the line before, so that an insertion at the end of this line keeps its own line.
  const previous = before.endsWith('\r\n') ? lineStart - 2 : Math.max(lineStart - 1, 0);
  const after = text.slice(stop);
  const isLast = /^\s*\}/.test(after);
  const gapBehind = /^\r?\n[ \t]*(?=\r?\n)/.exec(after)?.[0].length ?? 0;
  const start = gap !== null && (isLast || gapBehind > 0) ? gap.index : previous;
  const removal = { start, end: stop, text: '' };
  // The first of a block leaves no empty line at its start; apart, so that something can be inserted at `stop`.
  const isFirst = /\{\s*$/.test(before);
  if (isFirst && gap === null && gapBehind > 0) {
    return possible([removal, { start: stop, end: stop + gapBehind, text: '' }]);
  }
  return possible([removal]);
}

function hasComment(file: TestFile, { start, end }: SyntaxNode): boolean {
  const code = file.literalSpans
    .filter((span) => span.start >= start && span.end <= end)
    .toSorted((a, b) => b.start - a.start)
    .reduce(
      (text, span) => text.slice(0, span.start - start) + text.slice(span.end - start),
      file.text.slice(start, end),
    );
  return /\/[/*]/.test(code);
}
