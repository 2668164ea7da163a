import { isEmptyValue } from './assignments.ts';
import { isWritten } from './bindings.ts';
import type { Binding, Bindings } from './bindings.ts';
import { enclosingFunction, forEachChild } from './syntax.ts';
import type { FunctionNode, IdentifierNode, SyntaxNode } from './syntax.ts';

/**
 * Every expression a name is given, in source order, without `undefined` and `null`. Undefined when it may also
 * hold something that cannot be seen here: a parameter, an import, a part of something taken apart.
 */
export function allValuesOf(binding: Binding): readonly SyntaxNode[] | undefined {
  if (binding.part !== undefined || !/^(const|let|var|using|await using)$/.test(binding.kind)) {
    return undefined;
  }
  const values = binding.initial === undefined ? [] : [binding.initial];
  for (const reference of binding.references) {
    if (!isWritten(reference)) continue;
    const value = valueGiven(reference);
    if (value === undefined) return undefined;
    values.push(value);
  }
  return values.filter((value) => !isEmptyValue(value));
}

/** Every expression a name is given, as far as it is written down; there may be others. */
export function knownValuesOf(binding: Binding): readonly SyntaxNode[] {
  const given = binding.references.filter(isWritten).flatMap((name) => valueGiven(name) ?? []);
  return binding.initial === undefined ? given : [binding.initial, ...given];
}

/** `name = value`, and `??=` and the like. */
function valueGiven(name: IdentifierNode): SyntaxNode | undefined {
  let target: SyntaxNode = name;
  while (target.parent?.kind === 'Wrapped') target = target.parent;
  const assign = target.parent;
  if (assign?.kind !== 'Assign' || assign.left !== target) return undefined;
  return /^(\?\?|\|\||&&)?=$/.test(assign.operator) ? assign.right : undefined;
}

/** What a function gives back, as far as it is written in it; not what functions inside it return. */
export function returnedValues(node: FunctionNode): readonly SyntaxNode[] {
  if (node.body === undefined) return [];
  if (node.body.kind !== 'Block') return [node.body];
  const values: SyntaxNode[] = [];
  const visit = (at: SyntaxNode): void => {
    if (at.kind === 'Function') return;
    if (at.kind === 'Return' && at.operand !== undefined) values.push(at.operand);
    forEachChild(at, visit);
  };
  visit(node.body);
  return values;
}

/** Does the code around `node` assert that it fails, as in `assert.throws(() => …)` or `expect(() => …)`? */
export function isExpectedToFail(node: SyntaxNode, bindings: Bindings): boolean {
  for (let at = enclosingFunction(node); at !== undefined; at = enclosingFunction(at)) {
    const call = at.parent;
    if (call?.kind !== 'Call' || call.callee === at) continue;
    const origin = bindings.origin(call.callee);
    if (origin === undefined) continue;
    const last = origin.path.at(-1) ?? '';
    if (/^(throws|rejects|doesNotThrow|doesNotReject|expect)$/.test(last)) return true;
  }
  return false;
}

/** Is anything in the file run by mocha? Other files are not the business of rules about tests. */
export function hasMocha(mocha: {
  readonly tests: readonly unknown[];
  readonly hooks: readonly unknown[];
  readonly suites: readonly unknown[];
}): boolean {
  return mocha.tests.length + mocha.hooks.length + mocha.suites.length > 0;
}
