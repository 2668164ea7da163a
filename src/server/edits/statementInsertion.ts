import { lineIndent } from '../analysis/style.ts';
import { contains } from '../analysis/syntax.ts';
import type { BlockNode, FileNode, Span, SyntaxNode } from '../analysis/syntax.ts';
import type { TestFile } from '../analysis/testFile.ts';
import type { TextChange } from './textChange.ts';

export type StatementList = BlockNode | FileNode;

/** Statements to insert, each as lines indented from its own first line; the style's end mark is added. */
export interface NewStatement {
  readonly lines: readonly string[];
  /** With an empty line before it, where the file has such lines. */
  readonly apart: boolean;
}

/** The end of a statement, with `;` where the file uses it. */
export function end(file: TestFile): string {
  return file.style.semicolons ? ';' : '';
}

/**
 * The lines of a statement that is written with `\n` between them, with the style's end mark. What is inside its
 * braces starts with the file's indentation already.
 */
export function linesOfStatement(file: TestFile, text: string): readonly string[] {
  const isBlock = /^(if|for|while|try|switch)\b.*\{$/m.test(text.split('\n')[0] ?? '') && text.includes('\n');
  return (isBlock ? text : text + end(file)).split('\n');
}

/** Inserts statements behind `anchor`, or at the start of `list` when there is none. */
export function insertStatements(
  file: TestFile,
  list: StatementList,
  anchor: SyntaxNode | undefined,
  statements: readonly NewStatement[],
): TextChange {
  return anchor === undefined ? atStart(file, list, statements) : behind(file, list, anchor, statements);
}

/** The indentation of the statements in `list`. */
export function innerIndent(file: TestFile, list: StatementList): string {
  for (const statement of list.body) {
    if (isFirstOnLine(file.text, statement.start)) return lineIndent(file.text, statement.start);
  }
  return list.kind === 'File' ? '' : lineIndent(file.text, list.start) + file.style.indent;
}

/** The offset of the end of the line, before its line ending. */
export function lineEnd(text: string, offset: number): number {
  const at = text.indexOf('\n', offset);
  if (at === -1) return text.length;
  return text[at - 1] === '\r' && at > offset ? at - 1 : at;
}

function isFirstOnLine(text: string, offset: number): boolean {
  return text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset).trim() === '';
}

/** Only white space and comments that end on the line: a new line can start behind it. */
function isRestOfLine(rest: string): boolean {
  return /^[ \t]*(\/\*([^*]|\*(?!\/))*\*\/[ \t]*)*(\/\/.*)?$/.test(rest);
}

function behind(
  file: TestFile,
  list: StatementList,
  anchor: SyntaxNode,
  statements: readonly NewStatement[],
): TextChange {
  const { text, style } = file;
  const index = list.body.indexOf(anchor);
  const next = list.body[index + 1];
  const anchorEnd = ownEnd(text, anchor);
  const stop = lineEnd(text, anchorEnd);
  if (!isRestOfLine(text.slice(anchorEnd, stop))) return inline(file, anchor, statements, next);

  const indent = isFirstOnLine(text, anchor.start) ? lineIndent(text, anchor.start) : innerIndent(file, list);
  const previous = list.body[index - 1];
  const crowded =
    next !== undefined
      ? !hasEmptyLine(text.slice(stop, next.start))
      : previous !== undefined && !hasEmptyLine(text.slice(previous.end, anchor.start));
  let inserted = '';
  for (const { lines, apart } of statements) {
    inserted += style.eol;
    if (apart && !crowded) inserted += style.eol;
    inserted += lines.map((line) => indented(line, indent)).join(style.eol);
  }
  return { start: stop, end: stop, text: inserted + (anchorEnd < anchor.end ? '' : guard(file, next)) };
}

/**
 * The end of a statement without the `;` of those who write none: it stands in front of the next statement and keeps
 * the two apart.
 */
export function ownEnd(text: string, { start, end: whole }: Span): number {
  return whole - (/\r?\n\s*;$/.exec(text.slice(start, whole))?.[0].length ?? 0);
}

function atStart(file: TestFile, list: StatementList, statements: readonly NewStatement[]): TextChange {
  const { text, style } = file;
  const indent = innerIndent(file, list);
  const next = list.body[0];
  const opening = list.kind === 'File' ? 0 : list.start + 1;
  const stop = lineEnd(text, opening);
  const bodyText = statements
    .map(({ lines, apart }, index) => {
      const gap = apart && index > 0 ? style.eol : '';
      return gap + lines.map((line) => indented(line, indent)).join(style.eol);
    })
    .join(style.eol);
  if (list.kind === 'File') {
    const gap = next === undefined ? style.eol : style.eol + style.eol;
    return { start: 0, end: 0, text: bodyText + guard(file, next) + gap };
  }
  const rest = text.slice(opening, stop);
  if (isRestOfLine(rest)) {
    const follows = next !== undefined && !hasEmptyLine(text.slice(stop, next.start));
    const apartFromNext =
      follows && (next.kind !== 'Variable' || statements.some((statement) => statement.apart))
        ? style.eol
        : '';
    return {
      start: stop,
      end: next === undefined ? endOfEmptyLines(text, stop, list) : stop,
      text: style.eol + bodyText + guard(file, next) + apartFromNext,
    };
  }
  const oneLine = statements.map(({ lines }) => ` ${joinLines(lines)}`).join('');
  return { start: opening, end: opening, text: oneLine + (rest.startsWith(' ') ? '' : ' ') };
}

/** Where the lines without anything end that stand in front of the block's end, such as the one with the cursor. */
function endOfEmptyLines(text: string, stop: number, { end: blockEnd }: BlockNode): number {
  const inside = text.slice(stop, blockEnd - 1);
  const lastLine = /\r?\n[ \t]*$/.exec(inside);
  return lastLine === null || inside.trim() !== '' ? stop : stop + lastLine.index;
}

/** Empty lines stay empty. */
function indented(line: string, indent: string): string {
  return line === '' ? '' : indent + line;
}

function inline(
  file: TestFile,
  anchor: SyntaxNode,
  statements: readonly NewStatement[],
  next: SyntaxNode | undefined,
): TextChange {
  const { text } = file;
  const last = text[anchor.end - 1];
  const ended = last === ';' || (anchor.kind !== 'ExpressionStatement' && anchor.kind !== 'Variable');
  const written = statements.map(({ lines }) => ` ${joinLines(lines)}`).join('');
  const spaced = /\s/.test(text[anchor.end] ?? '') || next === undefined ? '' : ' ';
  return { start: anchor.end, end: anchor.end, text: (ended ? '' : ';') + written + spaced };
}

/** On one line every statement needs its end mark, whatever the file's habit; the block of an `if` has none. */
function joinLines(lines: readonly string[]): string {
  const parts = lines.map((line) => line.trim());
  const opened: string[] = [];
  const ended = parts.map((part) => {
    if (part.endsWith('{')) opened.push(part);
    const ends = part === '}' ? opened.pop()?.startsWith('if ') : /[{;,]$/.test(part);
    return ends === true ? part : `${part};`;
  });
  return ended.join(' ');
}

function hasEmptyLine(between: string): boolean {
  return /\n[ \t]*\r?\n/.test(between);
}

/** Without semicolons, a next line that starts like this would be read as part of the inserted statement. */
function guard(file: TestFile, next: SyntaxNode | undefined): string {
  if (file.style.semicolons || next === undefined) return '';
  return /[([`/+\-*]/.test(file.text[next.start] ?? '') ? ';' : '';
}

/** The first of some names that means nothing else in the list yet, neither declared nor used. */
export function freeName(
  file: TestFile,
  list: StatementList,
  names: readonly string[] = ['db', 'database', 'testDb'],
): string | undefined {
  return names.find(
    (name) =>
      file.bindings.lookup(name, list) === undefined &&
      !file.bindings.references.some((reference) => reference.name === name && contains(list, reference)) &&
      !file.bindings.all.some((binding) => binding.name === name && contains(list, binding.declaration)),
  );
}
