import { lineIndent } from '../analysis/style.ts';
import type { Waiting } from '../analysis/doneWaiting.ts';
import type { BlockNode, SyntaxNode } from '../analysis/syntax.ts';
import type { TestFile } from '../analysis/testFile.ts';
import { end } from './statementInsertion.ts';

/** The statement that waits, and what followed in the callback, at the indentation of the test. */
export function awaitedStatements(file: TestFile, last: SyntaxNode, waiting: Waiting): string {
  const { text, style } = file;
  const { promise, result, follows } = waiting;
  const indent = lineIndent(text, last.start);
  const isUsed = result?.kind === 'Parameter' && resultIsUsed(file, result.target);
  const name = isUsed ? `const ${source(file, result.target)} = ` : '';
  const wait = `${name}await ${promise}${end(file)}`;
  const body = follows?.body;
  if (body?.kind !== 'Block') return wait;
  const lines = keptLines(file, body, waiting.dropped, indent);
  return [wait, ...lines].join(style.eol);
}

function resultIsUsed(file: TestFile, target: SyntaxNode): boolean {
  if (target.kind !== 'Identifier') return true;
  return (file.bindings.resolve(target)?.references.length ?? 0) > 0;
}

function keptLines(
  file: TestFile,
  body: BlockNode,
  dropped: readonly SyntaxNode[],
  indent: string,
): readonly string[] {
  const { text } = file;
  const kept = body.body.filter((statement) => !dropped.includes(statement));
  const isMultiLine = text.slice(body.start, body.body[0]?.start ?? body.end).includes('\n');
  if (!isMultiLine) return kept.map((statement) => indent + oneLine(file, statement));
  const inner = lineIndent(text, body.body[0]?.start ?? body.start);
  const lines: string[] = [];
  for (let start = text.indexOf('\n', body.start) + 1; start > 0 && start < body.end;) {
    const next = text.indexOf('\n', start);
    const stop = next === -1 || next > body.end ? body.end - 1 : next;
    const line = withoutDropped(text, start, stop, dropped);
    if (line !== undefined)
      lines.push(
        file.isInLiteral(start) || !line.startsWith(inner) ? line : indent + line.slice(inner.length),
      );
    start = stop + 1;
  }
  while (lines.at(-1)?.trim() === '') lines.pop();
  while (lines[0]?.trim() === '') lines.shift();
  return lines;
}

/** Statements that shared a line had to have their end marks. */
function oneLine(file: TestFile, statement: SyntaxNode): string {
  const written = source(file, statement);
  return file.style.semicolons ? written : written.replace(/;$/, '');
}

/** A line without the parts of it that go; undefined when nothing is left of it. */
function withoutDropped(
  text: string,
  start: number,
  stop: number,
  dropped: readonly SyntaxNode[],
): string | undefined {
  let line = '';
  let at = start;
  let touched = false;
  for (const node of dropped) {
    if (node.end <= start || node.start >= stop) continue;
    touched = true;
    line += text.slice(at, Math.max(at, node.start));
    at = Math.min(stop, node.end);
  }
  line = (line + text.slice(at, stop)).replace(/\r$/, '');
  return touched && line.trim() === '' ? undefined : touched ? line.trimEnd() : line;
}

function source(file: TestFile, node: SyntaxNode): string {
  return file.text.slice(node.start, node.end);
}
