import type { Binding } from './bindings.ts';
import { isWritten } from './bindings.ts';
import { unwrap } from './syntax.ts';
import type { AssignNode, IdentifierNode, SyntaxNode } from './syntax.ts';

/** The assignment that gives this name a value as a whole; undefined for `x += 1`, `[x] = …` and plain uses. */
export function assignmentTo(name: IdentifierNode): AssignNode | undefined {
  let at: SyntaxNode = name;
  while (at.parent?.kind === 'Wrapped') at = at.parent;
  const assign = at.parent;
  return assign?.kind === 'Assign' && assign.left === at && assign.operator === '=' ? assign : undefined;
}

/** Every value a variable is declared with or given, as far as it is written down. */
export function valuesOf(binding: Binding): readonly SyntaxNode[] {
  const given = binding.references.filter(isWritten).flatMap((name) => assignmentTo(name)?.right ?? []);
  return binding.initial === undefined ? given : [binding.initial, ...given];
}

/** `undefined`, `null` and `void 0`: what empties a variable. */
export function isEmptyValue(node: SyntaxNode): boolean {
  const inner = unwrap(node);
  if (inner.kind === 'Identifier') return inner.name === 'undefined';
  if (inner.kind === 'Unary') return inner.operator === 'void';
  return inner.kind === 'Atom' && inner.text === 'null';
}
