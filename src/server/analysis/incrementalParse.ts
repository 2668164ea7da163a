import type { ParsedFile, Parser } from './parser.ts';
import { enclosingFunction, forEachChild, hasOwn, mentions } from './syntax.ts';
import type { FunctionNode, Span, SyntaxNode } from './syntax.ts';

/**
 * Parses a text that differs from one parsed before by a change inside a statement, or else inside the body of a
 * function: only that is parsed, and its nodes take the place of the old ones. What is around it cannot mean anything
 * else as long as it is whole by itself, since it begins and ends where it did.
 *
 * The nodes of `before` are moved in place and belong to the result: nobody may use them as they were.
 * @returns null where the whole text has to be parsed: the change is elsewhere, or one of the two is broken.
 */
export function parseChange(
  parser: Parser,
  path: string,
  before: ParsedFile & { readonly text: string },
  text: string,
): ParsedFile | null {
  if (before.broken) return null;
  const change = changeBetween(before.text, text);
  const delta = text.length - before.text.length;
  const { statement, body } = partsAround(before.file, change);
  const parsed =
    (statement !== null && standsByItself(statement, before.text, change)
      ? parseStatement(parser, path, statement, text, delta)
      : null) ?? (body === null ? null : parseBody(parser, path, body, text, delta));
  if (parsed === null) return null;

  const { old, fresh, offset, literalSpans } = parsed;
  const { start, end } = old;
  moveAll(fresh, offset);
  const { file } = before;
  makeRoom(file, old, delta);
  put(fresh, old);
  return {
    file,
    broken: false,
    literalSpans: [
      ...before.literalSpans.filter((span) => span.end <= start),
      ...literalSpans.map((span) => moved(span, offset)),
      ...before.literalSpans.filter((span) => span.start >= end).map((span) => moved(span, delta)),
    ],
  };
}

/** A part that was parsed by itself. */
interface ParsedPart {
  readonly old: SyntaxNode;
  readonly fresh: SyntaxNode;
  /** How much further behind it is in the whole text. */
  readonly offset: number;
  /** As in the text that was parsed. */
  readonly literalSpans: readonly Span[];
}

function parseStatement(
  parser: Parser,
  path: string,
  old: SyntaxNode,
  text: string,
  delta: number,
): ParsedPart | null {
  const around = enclosingFunction(old);
  const head = `${headOf(around)} {`;
  const written = text.slice(old.start, old.end + delta);
  const parsed = parser.parse(path, `${head}${written}}`);
  const [only, ...others] = parsed.file.body;
  const body = only?.kind === 'Function' && only.body?.kind === 'Block' ? only.body.body : [];
  const [fresh] = body;
  const isWhole =
    body.length === 1 && others.length === 0 && fresh?.end === head.length + written.length && !parsed.broken;
  if (!isWhole) return null;
  // Whether that is a name at the top of a file, the rest of the file decides.
  if (around === undefined && (hasOwn(fresh, 'Await') || mentions(fresh, (name) => name === 'await')))
    return null;
  return { old, fresh, offset: old.start - head.length, literalSpans: parsed.literalSpans };
}

function parseBody(
  parser: Parser,
  path: string,
  owner: FunctionNode,
  text: string,
  delta: number,
): ParsedPart | null {
  const { body: old } = owner;
  if (old === undefined) return null;
  const head = headOf(owner);
  const written = text.slice(old.start, old.end + delta);
  const parsed = parser.parse(path, head + written);
  const [only, ...others] = parsed.file.body;
  const fresh = only?.kind === 'Function' ? only.body : undefined;
  const isWhole =
    fresh?.kind === 'Block' && fresh.end === head.length + written.length && others.length === 0;
  if (parsed.broken || !isWhole) return null;
  return { old, fresh, offset: old.start - head.length, literalSpans: parsed.literalSpans };
}

/** The start of a function in which the same words mean the same. */
function headOf(node: FunctionNode | undefined): string {
  return `${node?.async === true ? 'async ' : ''}function${node?.generator === true ? '*' : ''} f()`;
}

/**
 * Is it certain that what stands in front of the statement and behind it is none of its business? It keeps its first
 * word and its last character, and they leave no choice: a statement that ends without a semicolon ends there only
 * because of what follows.
 */
function standsByItself(statement: SyntaxNode, text: string, change: Span): boolean {
  const first = /^(?:[\w$]+|.)/.exec(text.slice(statement.start, change.start))?.[0];
  if (first === undefined || statement.start + first.length >= change.start) return false;
  // They may stand only at the top of a module.
  if (first === 'import' || first === 'export') return false;
  const last = text[statement.end - 1];
  return change.end < statement.end && (last === ';' || (last === '}' && endsWithBraces.has(first)));
}

const endsWithBraces = new Set(['if', 'for', 'while', 'switch', 'try', 'function', 'class']);

/** Characters that are compared at once, which takes a tenth of the time of one after the other. */
const chunk = 256;

/** The smallest span of the old text that the new one replaces. */
function changeBetween(before: string, after: string): Span {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (
    start + chunk <= shorter &&
    before.slice(start, start + chunk) === after.slice(start, start + chunk)
  ) {
    start += chunk;
  }
  while (start < shorter && before.charCodeAt(start) === after.charCodeAt(start)) start += 1;
  let same = 0;
  while (
    same + chunk <= shorter - start &&
    before.slice(before.length - same - chunk, before.length - same) ===
      after.slice(after.length - same - chunk, after.length - same)
  ) {
    same += chunk;
  }
  while (
    same < shorter - start &&
    before.charCodeAt(before.length - 1 - same) === after.charCodeAt(after.length - 1 - same)
  ) {
    same += 1;
  }
  return { start, end: before.length - same };
}

/** The innermost statement around the change, and the innermost function whose braces are around it. */
function partsAround(
  file: SyntaxNode,
  change: Span,
): { readonly statement: SyntaxNode | null; readonly body: FunctionNode | null } {
  let statement: SyntaxNode | null = null;
  let body: FunctionNode | null = null;
  const visit = (node: SyntaxNode): void => {
    if (node.kind === 'Function' && node.body?.kind === 'Block') {
      if (node.body.start < change.start && change.end < node.body.end) body = node;
    }
    const holdsStatements = node.kind === 'Block' || node.kind === 'File';
    forEachChild(node, (child) => {
      if (child.start > change.start || change.end > child.end) return;
      if (holdsStatements) statement = child;
      visit(child);
    });
  };
  visit(file);
  return { statement, body };
}

interface Movable {
  start: number;
  end: number;
}

/** Everything behind the part moves, and whatever holds it ends later. */
function makeRoom(node: SyntaxNode, part: SyntaxNode, delta: number): void {
  if (node === part || node.end <= part.start || delta === 0) return;
  if (node.start >= part.end) {
    moveAll(node, delta);
    return;
  }
  forEachChild(node, (child) => makeRoom(child, part, delta));
  moveParts(node, (span) => (span.start >= part.end ? delta : 0));
  (node as Movable).end += delta;
}

function moveAll(node: SyntaxNode, by: number): void {
  const movable: Movable = node;
  movable.start += by;
  movable.end += by;
  moveParts(node, () => by);
  forEachChild(node, moveAll, by);
}

/** The places that a node knows besides its own. */
function moveParts(node: SyntaxNode, by: (span: Span) => number): void {
  const part = node.kind === 'Declarator' ? node.type : node.kind === 'Import' ? node.braces : undefined;
  if (part === undefined) return;
  const distance = by(part);
  const movable: Movable = part;
  movable.start += distance;
  movable.end += distance;
}

/** Puts a statement or a function's body where the old one was. */
function put(fresh: SyntaxNode, old: SyntaxNode): void {
  const { parent } = old;
  fresh.parent = parent;
  if (parent?.kind === 'Function') (parent as { body: SyntaxNode | undefined }).body = fresh;
  else if (parent?.kind === 'Block' || parent?.kind === 'File') {
    const statements = parent.body as SyntaxNode[];
    statements[statements.indexOf(old)] = fresh;
  }
}

function moved({ start, end }: Span, by: number): Span {
  return { start: start + by, end: end + by };
}
