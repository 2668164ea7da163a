import { unwrap } from './syntax.ts';
import type { AssignNode, IdentifierNode, SyntaxNode } from './syntax.ts';

/** The assignment that gives this name a value as a whole; undefined for `x += 1`, `[x] = …` and plain uses. */
export function assignmentTo(name: IdentifierNode): AssignNode | undefined {
  let at: SyntaxNode = name;
  while (at.parent?.kind === 'Wrapped') at = at.parent;
  const assign = at.parent;
  return assign?.kind === 'Assign' && assign.left === at && assign.operator === '=' ? assign : undefined;
}

/** `undefined`, `null` and `void 0`: what empties a variable. */
export function isEmptyValue(node: SyntaxNode): boolean {
  const inner = unwrap(node);
  if (inner.kind === 'Identifier') return inner.name === 'undefined';
  if (inner.kind === 'Unary') return inner.operator === 'void';
  return inner.kind === 'Atom' && inner.text === 'null';
}

/** `(x = 1)`, as an arrow function without braces has to write it: the assignment as a statement would be written. */
export function assignmentInParentheses(node: SyntaxNode): AssignNode | undefined {
  const inner = node.kind === 'Wrapped' ? unwrap(node) : undefined;
  return inner?.kind === 'Assign' ? inner : undefined;
}
