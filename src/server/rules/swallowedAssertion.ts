import { assertionForm, chainOf, containsAssertion } from '../analysis/assertions.ts';
import { expectsError } from '../analysis/expectedErrors.ts';
import { isThrow } from '../analysis/awaiting.ts';
import type { Binding } from '../analysis/bindings.ts';
import { isWritten } from '../analysis/bindings.ts';
import { mochaCallbacks } from '../analysis/mochaCallbacks.ts';
import { contains, enclosingFunction, forEachChild, unwrap } from '../analysis/syntax.ts';
import type { CallNode, CatchNode, FunctionNode, SyntaxNode, TryNode } from '../analysis/syntax.ts';
import type { TestFile } from '../analysis/testFile.ts';
import type { Finding, Rule } from './rule.ts';

/** A `catch` that asserts on an error, behind a `try` that may well not throw. */
export interface SwallowedAssertion {
  readonly statement: TryNode;
  readonly caught: CatchNode;
  /** The test. */
  readonly within: FunctionNode;
}

export const swallowedAssertion: Rule<SwallowedAssertion> = {
  id: 'swallowed-assertion',
  title: 'An expected error is asserted only if it comes',
  fix: 'offered',
  severity: 'warning',
  lesson: '06-external-services',
  aboutAbsence: true,
  find,
};

function find(file: TestFile): readonly Finding<SwallowedAssertion>[] {
  const findings: Finding<SwallowedAssertion>[] = [];
  for (const node of file.all('Try')) {
    const finding = judge(file, node);
    if (finding !== undefined) findings.push(finding);
  }
  return findings;
}

function judge(file: TestFile, statement: TryNode): Finding<SwallowedAssertion> | undefined {
  const { caught } = statement;
  const within = enclosingFunction(statement);
  if (caught === undefined || within === undefined) return undefined;
  const callback = mochaCallbacks(file).get(within);
  // With `done`, a missing error is a missing call, which times out.
  if (callback?.of.kind !== 'test' || within.params.length > 0) return undefined;
  const error = parameterOf(file, caught);
  if (error === undefined || !expectsError(file, caught.body, error)) return undefined;
  if (containsAssertion(file, statement.block) || mayFail(file, statement.block)) return undefined;
  if (isRetried(file, statement, within) || plansAssertions(within)) return undefined;
  if (assertsBehind(file, statement, within)) return undefined;
  if (keepsOutcome(file, statement) || decidesLater(file, statement, within)) return undefined;
  return {
    start: statement.start,
    end: statement.start + 'try'.length,
    message:
      'When nothing throws here, the assertions in `catch` never run and the test passes. Expect the error: `assert.rejects` or `assert.throws`.',
    related: [
      {
        start: caught.start,
        end: caught.start + 'catch'.length,
        message: 'These assertions run only when an error comes.',
      },
    ],
    subject: { statement, caught, within },
  };
}

function parameterOf(file: TestFile, caught: CatchNode): Binding | undefined {
  return caught.parameter?.kind === 'Identifier' ? file.bindings.resolve(caught.parameter) : undefined;
}

const failing = /^(fail|reject|unreachable|should|not|never|expect|assert|missing|throw|done|skip|plan)/i;

/** Something in the `try` that fails the test, or may: a call with such a word in it, a `throw`, or leaving early. */
function mayFail(file: TestFile, block: SyntaxNode): boolean {
  let found = false;
  const visit = (node: SyntaxNode): void => {
    if (node.kind === 'Return' || isThrow(file.text, node)) found = true;
    if (node.kind === 'Call') {
      const { root, properties } = chainOf(node);
      const words = root.kind === 'Identifier' ? [root.name, ...properties] : properties;
      if (words.some((word) => failing.test(word)) || isHandedOn(file, node)) found = true;
    }
    if (!found && node.kind !== 'Function') forEachChild(node, visit);
  };
  visit(block);
  return found;
}

/** `load().then(shouldNotBeCalled)`: what a function that nobody sees does with a success may be to throw. */
function isHandedOn(file: TestFile, { callee, args }: CallNode): boolean {
  return args.some((value) => {
    const handed = unwrap(value);
    if (handed.kind !== 'Identifier') return false;
    if (callee.kind === 'Member' && callee.property === 'then') {
      const local = file.bindings.functionOf(handed);
      return local?.body === undefined || containsAssertion(file, local.body);
    }
    return failing.test(handed.name) && file.bindings.resolve(handed)?.kind !== 'parameter';
  });
}

/** In a loop that waits for a success, a failure is what may happen; a list of bad inputs is something else. */
function isRetried(file: TestFile, statement: TryNode, within: FunctionNode): boolean {
  for (let at: SyntaxNode | undefined = statement; at !== undefined && at !== within; at = at.parent) {
    if (
      at.kind === 'Loop' &&
      !/^for\s*\(\s*(const|let|var)\b[^;]*?\bof\b/.test(file.text.slice(at.start, at.end))
    )
      return true;
  }
  return false;
}

/** `expect.assertions(2)`, `this.plan(1)`: the number of assertions is checked elsewhere. */
function plansAssertions(within: FunctionNode): boolean {
  let found = false;
  const visit = (node: SyntaxNode): void => {
    if (node.kind === 'Member' && /^(assertions|hasAssertions|plan|expectedAssertions)$/.test(node.property))
      found = true;
    if (!found) forEachChild(node, visit);
  };
  visit(within);
  return found;
}

/** A flag or the error is kept in a variable further out, which somebody looks at later. */
function keepsOutcome(file: TestFile, statement: TryNode): boolean {
  let found = false;
  const visit = (node: SyntaxNode): void => {
    if (node.kind === 'Identifier' && isWritten(node)) {
      const binding = file.bindings.resolve(node);
      if (binding === undefined || !contains(statement, binding.declaration)) found = true;
    }
    if (node.kind === 'Assign' && node.left.kind !== 'Identifier') found = true;
    if (node.kind === 'Return') found = true;
    if (!found) forEachChild(node, visit);
  };
  visit(statement);
  return found;
}

/**
 * Does an assertion behind it look at something that the `try` works with, so that it would see the call succeed?
 * Another `catch` says nothing about this one.
 */
function assertsBehind(file: TestFile, statement: TryNode, within: FunctionNode): boolean {
  const used = new Set<Binding>();
  const collect = (node: SyntaxNode): void => {
    if (node.kind === 'Identifier' && !(node.parent?.kind === 'Call' && node.parent.callee === node)) {
      const binding = file.bindings.resolve(node);
      // What is imported is there for everybody.
      if (binding !== undefined && binding.imported === undefined) used.add(binding);
    }
    forEachChild(node, collect);
  };
  collect(statement.block);
  let found = false;
  const visit = (node: SyntaxNode): void => {
    if (node.kind === 'Catch' || node.end <= statement.end) return;
    const isChain = node.kind === 'Call' || node.kind === 'Member';
    if (node.start >= statement.end && isChain && assertionForm(node, file.bindings) !== undefined) {
      found ||= [...used].some(({ references }) => references.some((name) => contains(node, name)));
    }
    if (!found) forEachChild(node, visit);
  };
  visit(within);
  return found;
}

/** `assert.fail()` or a `throw` behind the statement. */
function decidesLater(file: TestFile, statement: TryNode, within: FunctionNode): boolean {
  let found = false;
  const visit = (node: SyntaxNode): void => {
    if (node.start >= statement.end) {
      if (isThrow(file.text, node)) found = true;
      if (node.kind === 'Member' && node.property === 'fail') found = true;
      if (node.kind === 'Identifier' && node.name === 'fail') found = true;
    }
    if (!found) forEachChild(node, visit);
  };
  visit(within);
  return found;
}
