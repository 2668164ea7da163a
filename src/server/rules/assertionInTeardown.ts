import { assertionForm, chainOf, isScopeDone } from '../analysis/assertions.ts';
import { isOwnModule } from '../analysis/bindings.ts';
import type { Bindings } from '../analysis/bindings.ts';
import type { Hook } from '../analysis/mochaModel.ts';
import { contains, forEachChild, unwrap } from '../analysis/syntax.ts';
import type { SyntaxNode } from '../analysis/syntax.ts';
import type { TestFile } from '../analysis/testFile.ts';
import type { Finding, Rule } from './rule.ts';

/** Assertions that a hook makes after each test. */
export interface TeardownAssertions {
  readonly hook: Hook;
  /** Statements of the hook, or the expression that is its body; never empty. */
  readonly assertions: readonly [SyntaxNode, ...SyntaxNode[]];
}

export const assertionInTeardown: Rule<TeardownAssertions> = {
  id: 'assertion-in-teardown',
  title: 'An assertion in `afterEach` skips the remaining tests when it fails',
  fix: 'offered',
  severity: 'warning',
  lesson: '06-external-services',
  aboutAbsence: false,
  find,
};

function find(file: TestFile): readonly Finding<TeardownAssertions>[] {
  return file.mocha.hooks.flatMap((hook): Finding<TeardownAssertions>[] => {
    if (hook.kind !== 'afterEach' || hook.body?.body === undefined || looksAtTest(hook.body)) return [];
    const [first, ...others] = assertionsOf(file, hook);
    if (first === undefined) return [];
    const place = first.kind === 'ExpressionStatement' ? first.expression : first;
    return [
      {
        start: place.start,
        end: place.end,
        message:
          'When this fails, mocha skips the remaining tests of the suite and names the hook instead of the test. Make it at the end of the test.',
        related: others.map(({ start, end }) => ({ start, end, message: 'Another assertion of the hook.' })),
        subject: { hook, assertions: [first, ...others] },
      },
    ];
  });
}

/** Whoever asks for the test's result knows when the hook runs. */
function looksAtTest(body: SyntaxNode): boolean {
  let found = false;
  const visit = (node: SyntaxNode): void => {
    if (node.kind === 'Member' && /^(currentTest|test)$/.test(node.property)) found = true;
    if (!found) forEachChild(node, visit);
  };
  visit(body);
  return found;
}

/**
 * The assertions the hook begins with. Behind a statement that tears something down they are about that, and
 * nowhere else could they be made.
 */
function assertionsOf(file: TestFile, { body }: Hook): readonly SyntaxNode[] {
  const block = body?.body;
  if (block === undefined) return [];
  if (block.kind !== 'Block') return asserts(block, file.bindings) ? [block] : [];
  const found: SyntaxNode[] = [];
  for (const [index, statement] of block.body.entries()) {
    if (statement.kind === 'Variable') continue;
    if (statement.kind !== 'ExpressionStatement' || !asserts(statement.expression, file.bindings)) break;
    if (!isGuard(statement.expression, block.body.slice(index + 1), file.bindings)) found.push(statement);
  }
  return found;
}

function asserts(expression: SyntaxNode, bindings: Bindings): boolean {
  let at = unwrap(expression);
  if (at.kind === 'Await') at = unwrap(at.operand);
  if (at.kind !== 'Call' && at.kind !== 'Member') return false;
  if (at.kind === 'Call' && isScopeDone(at, bindings)) return true;
  const { root } = chainOf(at);
  const origin = root.kind === 'Identifier' ? bindings.origin(root) : undefined;
  // What a project calls an assertion may do something else besides.
  const isOwn = origin !== undefined && isOwnModule(origin.module);
  return !isOwn && assertionForm(at, bindings) !== undefined;
}

/** `assert(db)` in front of `db.close()`: it tells the compiler, or says what is missing. */
function isGuard(expression: SyntaxNode, behind: readonly SyntaxNode[], bindings: Bindings): boolean {
  const inner = unwrap(expression);
  const [argument] = inner.kind === 'Call' ? inner.args : [];
  let root = argument === undefined ? undefined : unwrap(argument);
  if (root?.kind === 'Binary') root = unwrap(root.left);
  while (root?.kind === 'Member') root = unwrap(root.object);
  const binding = root?.kind === 'Identifier' ? bindings.resolve(root) : undefined;
  if (binding === undefined) return false;
  const isVariable = binding.kind === 'let' || binding.kind === 'var';
  return (
    isVariable && binding.references.some((name) => behind.some((statement) => contains(statement, name)))
  );
}
