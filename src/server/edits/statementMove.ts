import { hasOwn } from '../analysis/syntax.ts';
import type { Span, SyntaxNode } from '../analysis/syntax.ts';
import type { TestFile } from '../analysis/testFile.ts';
import { lineEnd } from './statementInsertion.ts';
import type { StatementList } from './statementInsertion.ts';
import { impossible, possible } from './textChange.ts';
import type { Edit } from './textChange.ts';

/**
 * Moves a statement behind a later one of the same list. The statements between them each go one place up, with
 * their comments; empty lines stay where they are.
 */
export function moveBehind(file: TestFile, list: StatementList, moved: SyntaxNode, behind: SyntaxNode): Edit {
  const from = list.body.indexOf(moved);
  const to = list.body.indexOf(behind);
  if (from === -1 || to <= from) return impossible('The two are not in one list of statements.');
  const statements = list.body.slice(from, to + 1);
  if (statements.slice(1).some((statement) => hasOwn(statement, 'Return'))) {
    return impossible('Something between them returns early, so what comes last may not run.');
  }
  if (!file.style.semicolons && statements.some(({ start }) => /[([`/+\-*]/.test(file.text[start] ?? ''))) {
    return impossible('Without semicolons the statements would run into each other.');
  }
  const places = placesOf(file, list, from, to);
  if (places === undefined) return impossible('Several statements share a line.');
  const texts = places.map(({ start, end }) => file.text.slice(start, end));
  const [first = '', ...others] = texts;
  return possible(
    places.map((place, index) => {
      const text = [...others, first][index] ?? '';
      const isLast = index === places.length - 1;
      const isOpen = places[0] === statements[0] && !isLast && !/[;}]$/.test(text);
      return { start: place.start, end: place.end, text: isOpen ? `${text};` : text };
    }),
  );
}

/** Each statement with the comments on its lines and above; on one line the statements alone. */
function placesOf(
  file: TestFile,
  list: StatementList,
  from: number,
  to: number,
): readonly Span[] | undefined {
  const { text } = file;
  const statements = list.body.slice(from, to + 1);
  const line = text.slice(
    lineStart(text, statements[0]?.start ?? 0),
    lineEnd(text, statements.at(-1)?.end ?? 0),
  );
  if (!line.includes('\n')) return /\/[/*]/.test(line) ? undefined : statements;
  const places = statements.map((statement, index): Span | undefined => {
    const previous = list.body[from + index - 1];
    const open = previous?.end ?? (list.kind === 'File' ? 0 : list.start + 1);
    const above = text.slice(open, statement.start);
    const rest = text.slice(statement.end, lineEnd(text, statement.end));
    if (!above.includes('\n') || !/^\s*(\/\/.*|\/\*[^*]*\*\/\s*)?$/.test(rest)) return undefined;
    // What follows an opening or a statement on its own line belongs to that.
    const start = open + above.indexOf('\n') + 1;
    const white = /^\s*/.exec(text.slice(start, statement.start))?.[0].length ?? 0;
    return { start: start + white, end: statement.end + rest.trimEnd().length };
  });
  return places.every((place) => place !== undefined) ? places : undefined;
}

function lineStart(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}
