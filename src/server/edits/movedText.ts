import { lineIndent } from '../analysis/style.ts';
import type { Span } from '../analysis/syntax.ts';
import type { TestFile } from '../analysis/testFile.ts';
import type { StatementList } from './statementInsertion.ts';
import type { TextChange } from './textChange.ts';
import { applyChanges } from './textChange.ts';

/** Stands for a line break that may be indented anew. No source text holds it. */
export const lineBreak = '\u0000';

/**
 * A piece of the text as lines that are indented from its first one, so that it can be put elsewhere. Line breaks
 * inside strings and templates are part of their line: what is in them must not change.
 * @param changes what to change in it on the way.
 */
export function movedLines(
  file: TestFile,
  span: Span,
  changes: readonly TextChange[] = [],
): readonly string[] {
  const { text } = file;
  const indent = lineIndent(text, span.start);
  const breaks: TextChange[] = [];
  const pattern = /\r?\n[ \t]*/g;
  pattern.lastIndex = span.start;
  for (let found = pattern.exec(text); found !== null; found = pattern.exec(text)) {
    const start = found.index;
    if (start >= span.end) break;
    if (file.isInLiteral(start)) continue;
    if (changes.some((change) => change.start <= start && start < change.end)) continue;
    const [written] = found;
    const inner = written.slice(written.indexOf('\n') + 1);
    const kept = inner.startsWith(indent) ? inner.slice(indent.length) : '';
    const isEmpty = /[\r\n]/.test(text[start + written.length] ?? '\n');
    breaks.push({ start, end: start + written.length, text: lineBreak + (isEmpty ? '' : kept) });
  }
  const moved = applyChanges(
    text.slice(0, span.end),
    [...breaks, ...changes].filter((change) => change.end <= span.end),
  );
  return moved.slice(span.start).split(lineBreak);
}

/** Where a statement ends together with a comment that stands behind it in its line. */
export function endWithComment(text: string, end: number): number {
  const rest = /^[ \t]*(?:\/\/[^\r\n]*|\/\*(?:[^*\r\n]|\*(?!\/))*\*\/)(?=[ \t]*\r?(?:\n|$))/.exec(
    text.slice(end),
  );
  return end + (rest?.[0].length ?? 0);
}

/** The offset of what follows, behind white space and line breaks. */
export function nextToken(text: string, offset: number): number {
  return offset + (/^\s*/.exec(text.slice(offset))?.[0].length ?? 0);
}

/** Has every statement of a list lines of its own, so that others can come between them as they are? */
export function standsOnLines(text: string, list: StatementList): boolean {
  return list.body.every(({ start, end }) => {
    const before = text.slice(text.lastIndexOf('\n', start - 1) + 1, start);
    const stop = text.indexOf('\n', end);
    const behind = text.slice(endWithComment(text, end), stop === -1 ? text.length : stop);
    return before.trim() === '' && behind.trim() === '';
  });
}
