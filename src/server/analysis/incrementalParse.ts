import type { ParsedFile, Parser } from './parser.ts';
import { forEachChild } from './syntax.ts';
import type { BlockNode, FunctionNode, Span, SyntaxNode } from './syntax.ts';

/**
 * Parses a text that differs from one parsed before by a change inside the body of a function: only that body is
 * parsed, and its nodes take the place of the old ones. What is around it cannot mean anything else as long as the
 * body is whole by itself, since it begins and ends where it did.
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
  const owner = innermostBody(before.file, change);
  if (owner === null) return null;
  const { node, body } = owner;
  const delta = text.length - before.text.length;
  const head = `${node.async ? 'async ' : ''}function${node.generator ? '*' : ''} f()`;
  const written = text.slice(body.start, body.end + delta);
  const parsed = parser.parse(path, head + written);
  const [only, ...others] = parsed.file.body;
  const fresh = only?.kind === 'Function' ? only.body : undefined;
  const isWhole =
    fresh?.kind === 'Block' && fresh.end === head.length + written.length && others.length === 0;
  if (parsed.broken || !isWhole) return null;

  const oldEnd = body.end;
  const offset = body.start - head.length;
  moveAll(fresh, offset);
  const { file } = before;
  makeRoom(file, body, delta);
  replaceBody(node, fresh);
  return {
    file,
    broken: false,
    literalSpans: [
      ...before.literalSpans.filter(({ end }) => end <= body.start),
      ...parsed.literalSpans.map((span) => moved(span, offset)),
      ...before.literalSpans.filter(({ start }) => start >= oldEnd).map((span) => moved(span, delta)),
    ],
  };
}

/** The smallest span of the old text that the new one replaces. */
function changeBetween(before: string, after: string): Span {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before.charCodeAt(start) === after.charCodeAt(start)) start += 1;
  let same = 0;
  while (
    same < shorter - start &&
    before.charCodeAt(before.length - 1 - same) === after.charCodeAt(after.length - 1 - same)
  ) {
    same += 1;
  }
  return { start, end: before.length - same };
}

/** The innermost function whose braces are around the change. */
function innermostBody(
  file: SyntaxNode,
  change: Span,
): { readonly node: FunctionNode; readonly body: BlockNode } | null {
  let found: { readonly node: FunctionNode; readonly body: BlockNode } | null = null;
  const visit = (node: SyntaxNode): void => {
    if (node.kind === 'Function' && node.body?.kind === 'Block') {
      const { body } = node;
      if (body.start < change.start && change.end < body.end) found = { node, body };
    }
    forEachChild(node, (child) => {
      if (child.start <= change.start && change.end <= child.end) visit(child);
    });
  };
  visit(file);
  return found;
}

interface Movable {
  start: number;
  end: number;
}

/** Everything behind the body moves, and whatever holds it ends later. */
function makeRoom(node: SyntaxNode, body: BlockNode, delta: number): void {
  if (node === body || node.end <= body.start || delta === 0) return;
  if (node.start >= body.end) {
    moveAll(node, delta);
    return;
  }
  forEachChild(node, (child) => makeRoom(child, body, delta));
  moveParts(node, (span) => (span.start >= body.end ? delta : 0));
  (node as Movable).end += delta;
}

function moveAll(node: SyntaxNode, by: number): void {
  const movable: Movable = node;
  movable.start += by;
  movable.end += by;
  moveParts(node, () => by);
  forEachChild(node, (child) => moveAll(child, by));
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

function replaceBody(owner: FunctionNode, body: BlockNode): void {
  (owner as { body: SyntaxNode | undefined }).body = body;
  body.parent = owner;
}

function moved({ start, end }: Span, by: number): Span {
  return { start: start + by, end: end + by };
}
