import { lineIndent } from '../analysis/style.ts';
import type { Span } from '../analysis/syntax.ts';
import type { TestFile } from '../analysis/testFile.ts';
import { lineEnd } from './statementInsertion.ts';
import type { TextChange } from './textChange.ts';

/** One step more for every line of a part of the text that is code; lines that begin inside a template stay. */
export function indentLines(file: TestFile, { start, end }: Span): readonly TextChange[] {
  const { text, style } = file;
  const changes: TextChange[] = [];
  for (let line = start; line < end;) {
    const stop = lineEnd(text, line);
    const isEmpty = text.slice(line, stop).trim() === '';
    if (!isEmpty && !file.isInLiteral(line)) changes.push({ start: line, end: line, text: style.indent });
    const next = text.indexOf('\n', stop);
    if (next === -1) break;
    line = next + 1;
  }
  return changes;
}

/** The lines of a part of the text, as if it stood at the left edge; undefined when a template spans them. */
export function linesOf(file: TestFile, { start, end }: Span): readonly string[] | undefined {
  const { text } = file;
  const indent = lineIndent(text, start);
  const lines = text.slice(start, end).split(/\r?\n/);
  for (let line = text.indexOf('\n', start); line !== -1 && line < end; line = text.indexOf('\n', line + 1)) {
    if (file.isInLiteral(line + 1)) return undefined;
  }
  return lines.map((line) => (line.startsWith(indent) ? line.slice(indent.length) : line));
}
