import type { Binding } from './bindings.ts';
import { contains, enclosingFunction, forEachChild } from './syntax.ts';
import type { BlockNode, SyntaxNode } from './syntax.ts';
import type { TestFile } from './testFile.ts';

/** Statements of a suite's body that belong together. */
export interface SuiteStatements {
  /** In source order, the first one first. */
  readonly statements: readonly SyntaxNode[];
  /** A statement that needs what they make while the suite is defined, and cannot move with them. */
  readonly blockedBy: SyntaxNode | undefined;
}

/**
 * A statement of a suite's body with all further ones that use what it makes while the suite is defined. Undefined
 * when tests or suites are defined with it, such as one test for each row.
 */
export function dependentsOf(
  file: TestFile,
  block: BlockNode,
  first: SyntaxNode,
  made: Binding | undefined,
): SuiteStatements | undefined {
  const names = new Set<Binding>(declaredBy(file, first));
  // A server that is made further up and starts here: from here on it is needed.
  if (made !== undefined) names.add(made);
  const statements = [first];
  let blockedBy = canMove(first) ? undefined : first;
  if (definesTests(file, first) || isHook(file, first)) return undefined;
  for (const statement of block.body.slice(block.body.indexOf(first) + 1)) {
    if (!usesNow(file, block, statement, names)) continue;
    if (definesTests(file, statement)) return undefined;
    if (canMove(statement) && !isHook(file, statement)) {
      statements.push(statement);
      for (const name of declaredBy(file, statement)) names.add(name);
    } else blockedBy ??= statement;
  }
  return { statements, blockedBy };
}

/** Does the statement use one of the names itself, and not only in a function that runs later? */
function usesNow(
  file: TestFile,
  block: BlockNode,
  statement: SyntaxNode,
  names: ReadonlySet<Binding>,
): boolean {
  for (const name of names) {
    for (const reference of name.references) {
      if (!contains(statement, reference)) continue;
      const around = enclosingFunction(reference);
      if (around === block.parent) return true;
      // A function that is called on the spot, such as that of `rows.forEach`.
      const ways = around === undefined ? undefined : file.mocha.runBy(reference);
      if (ways?.some((way) => way.by === 'suite') === true) return true;
    }
  }
  return false;
}

function definesTests(file: TestFile, statement: SyntaxNode): boolean {
  return [...file.mocha.tests, ...file.mocha.suites].some(({ call }) => contains(statement, call));
}

function isHook(file: TestFile, statement: SyntaxNode): boolean {
  return file.mocha.hooks.some(({ call }) => contains(statement, call));
}

/** One variable with a plain name, or an expression. */
function canMove(statement: SyntaxNode): boolean {
  if (statement.kind === 'ExpressionStatement') return true;
  if (statement.kind !== 'Variable' || statement.declarators.length !== 1) return false;
  const [declarator] = statement.declarators;
  return declarator?.target.kind === 'Identifier' && !statement.keyword.includes('using');
}

function declaredBy(file: TestFile, statement: SyntaxNode): readonly Binding[] {
  if (statement.kind !== 'Variable') return [];
  const found: Binding[] = [];
  const visit = (node: SyntaxNode): void => {
    const binding = node.kind === 'Identifier' ? file.bindings.resolve(node) : undefined;
    if (binding?.declaration === node) found.push(binding);
    forEachChild(node, visit);
  };
  for (const { target } of statement.declarators) visit(target);
  return found;
}
