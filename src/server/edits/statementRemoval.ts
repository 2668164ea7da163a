import type { SyntaxNode } from '../analysis/syntax.ts';
import type { TestFile } from '../analysis/testFile.ts';
import { lineEnd } from './statementInsertion.ts';
import type { TextChange } from './textChange.ts';

/** Removes a statement of a block with its line, when it has one of its own. Comments beside it stay. */
export function removeStatement(file: TestFile, statement: SyntaxNode): TextChange {
  const { text } = file;
  const lineStart = text.lastIndexOf('\n', statement.start - 1) + 1;
  const stop = lineEnd(text, statement.end);
  const isFirst = text.slice(lineStart, statement.start).trim() === '';
  const isLast = text.slice(statement.end, stop).trim() === '';
  if (isFirst && isLast) {
    const next = text.indexOf('\n', stop) + 1;
    return { start: withEmptyLine(text, lineStart, next), end: next === 0 ? text.length : next, text: '' };
  }
  if (isFirst) {
    const gap = /^[ \t]*/.exec(text.slice(statement.end))?.[0].length ?? 0;
    return { start: statement.start, end: statement.end + gap, text: '' };
  }
  const gap = /[ \t]*$/.exec(text.slice(0, statement.start))?.[0].length ?? 0;
  return { start: statement.start - gap, end: statement.end, text: '' };
}

/** An empty line that would be left in front of the closing brace goes too. */
function withEmptyLine(text: string, lineStart: number, next: number): number {
  if (!/^[ \t]*\}/.test(text.slice(next, next + 200))) return lineStart;
  const empty = /\n([ \t]*\r?\n)$/.exec(text.slice(Math.max(0, lineStart - 200), lineStart))?.[1];
  return lineStart - (empty?.length ?? 0);
}
