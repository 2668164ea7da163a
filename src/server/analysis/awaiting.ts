import { forEachChild } from './syntax.ts';
import type { FunctionNode, SyntaxNode } from './syntax.ts';

/** Does the code wait for something itself, not only in functions inside it? */
export function awaitsDirectly(text: string, node: SyntaxNode): boolean {
  let found = false;
  const visit = (at: SyntaxNode): void => {
    if (isAwaiting(text, at)) found = true;
    if (!found && at.kind !== 'Function') forEachChild(at, visit);
  };
  visit(node);
  return found;
}

export function functionAwaits(text: string, node: FunctionNode): boolean {
  const parts = [...node.params, ...(node.body === undefined ? [] : [node.body])];
  return parts.some((part) => part.kind !== 'Function' && awaitsDirectly(text, part));
}

function isAwaiting(text: string, node: SyntaxNode): boolean {
  if (node.kind === 'Await') return true;
  if (node.kind === 'Variable') return node.keyword === 'await using';
  // The tree does not tell `for await` from `for`.
  return (
    node.kind === 'Loop' && /^for\s*(\/\*[^]*?\*\/\s*)*await\b/.test(text.slice(node.start, node.body.start))
  );
}

/** Does a function wait for something, or hand back a value, behind this statement of its own? */
export function waitsBehind(text: string, within: FunctionNode, statement: SyntaxNode): boolean {
  let found = false;
  const visit = (at: SyntaxNode): void => {
    if (at.start >= statement.end) {
      if (isAwaiting(text, at)) found = true;
      if (at.kind === 'Return' && at.operand !== undefined) found = true;
    }
    if (!found && at.kind !== 'Function') forEachChild(at, visit);
  };
  if (within.body !== undefined && within.body.kind !== 'Function') visit(within.body);
  return found;
}

/** `throw` is a statement without a kind of its own in the tree. */
export function isThrow(text: string, node: SyntaxNode): boolean {
  return node.kind === 'Other' && /^throw\b/.test(text.slice(node.start, node.start + 6));
}
