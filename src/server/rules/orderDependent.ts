import { assignmentTo, isEmptyValue } from '../analysis/assignments.ts';
import { assertionForm, chainOf } from '../analysis/assertions.ts';
import { isWritten } from '../analysis/bindings.ts';
import type { Binding } from '../analysis/bindings.ts';
import type { Test } from '../analysis/mochaModel.ts';
import { hookAround, testAround } from '../analysis/surroundings.ts';
import { contains, forEachChild, literalText } from '../analysis/syntax.ts';
import type { IdentifierNode, SyntaxNode } from '../analysis/syntax.ts';
import type { TestFile } from '../analysis/testFile.ts';
import type { Finding, Rule } from './rule.ts';

/** A variable that one test fills and another one reads. */
export interface SharedVariable {
  readonly binding: Binding;
  readonly written: IdentifierNode;
}

export const orderDependent: Rule<SharedVariable> = {
  id: 'order-dependent',
  title: 'A test needs what another test has left in a variable',
  fix: 'none',
  severity: 'warning',
  lesson: '03-isolation',
  aboutAbsence: true,
  find,
};

function find(file: TestFile): readonly Finding<SharedVariable>[] {
  if (file.mocha.tests.length < 2) return [];
  return file.bindings.all.flatMap((binding) => (isShared(file, binding) ? dependenceOn(file, binding) : []));
}

/** Declared empty, outside the tests. */
function isShared(file: TestFile, binding: Binding): boolean {
  if ((binding.kind !== 'let' && binding.kind !== 'var') || binding.exported || binding.part !== undefined) {
    return false;
  }
  if (binding.initial !== undefined && !isEmptyValue(binding.initial)) return false;
  const { declaration } = binding;
  return testAround(file, declaration) === undefined && hookAround(file, declaration) === undefined;
}

interface Writing {
  readonly name: IdentifierNode;
  readonly tests: readonly Test[];
}

function dependenceOn(file: TestFile, binding: Binding): readonly Finding<SharedVariable>[] {
  const writings: Writing[] = [];
  for (const name of binding.references.filter(isWritten)) {
    const assignment = assignmentTo(name);
    // `x ??= …`, `x += 1` and patterns: made when it is needed, or counted.
    if (assignment === undefined) return [];
    const tests = testsRunning(file, name);
    if (tests === undefined) {
      // Emptied by a hook or not, the other writes count; filled by a hook, no test depends on another.
      if (isEmptyValue(assignment.right)) continue;
      return [];
    }
    if (isOnCondition(name, binding, file)) return [];
    writings.push({ name, tests });
  }
  const filling = writings.filter(({ name }) => {
    const assignment = assignmentTo(name);
    return assignment !== undefined && !isEmptyValue(assignment.right);
  });
  const writers = new Set(writings.flatMap(({ tests }) => tests));
  // Whoever has asked whether it is there knows what to do without it.
  const asking = new Set(
    binding.references.flatMap((name) => (isWritten(name) || isNeeded(name) ? [] : testAround(file, name))),
  );
  const reads = binding.references.flatMap((name) => {
    if (isWritten(name)) return [];
    const test = testAround(file, name);
    if (test === undefined || writers.has(test) || asking.has(test)) return [];
    if (isExplained(file, test)) return [];
    if (isDenied(file, name)) return [];
    const written = filling.findLast(({ tests }) => tests.some(({ call }) => call.end < test.call.start));
    return written === undefined ? [] : [{ name, test, written }];
  });
  const [first, ...others] = reads.filter(
    ({ test }, index) => reads.findIndex((read) => read.test === test) === index,
  );
  if (first === undefined) return [];
  const { name, written } = first;
  const title = written.tests[0]?.title;
  const writer = title === undefined ? 'another test' : `the test \`${title}\``;
  return [
    {
      start: name.start,
      end: name.end,
      message: `\`${binding.name}\` is set by ${writer}, so alone or in another order this test fails, or proves nothing. Let it make its own, or set it in a \`beforeEach\`.`,
      related: [
        { start: written.name.start, end: written.name.end, message: 'It is set here.' },
        ...others.map((read) => ({
          start: read.name.start,
          end: read.name.end,
          message: 'This test needs it too.',
        })),
      ],
      subject: { binding, written: written.name },
    },
  ];
}

/** The tests that run a piece of code; undefined when a hook, a suite or somebody unknown does. In a callback, the test around. */
function testsRunning(file: TestFile, node: SyntaxNode): readonly Test[] | undefined {
  const ways = file.mocha.runBy(node);
  if (ways === undefined || ways.length === 0) {
    const around = testAround(file, node);
    return around === undefined ? undefined : [around];
  }
  const tests = ways.flatMap((way) => (way.by === 'test' ? [way.test] : []));
  return tests.length === ways.length ? tests : undefined;
}

/** `if (!x) x = make()`: whichever test comes first makes it. */
function isOnCondition(name: IdentifierNode, binding: Binding, file: TestFile): boolean {
  for (let at: SyntaxNode | undefined = name; at !== undefined && at.kind !== 'Function'; at = at.parent) {
    const parent: SyntaxNode | undefined = at.parent;
    const test: SyntaxNode | undefined =
      parent?.kind === 'If' || parent?.kind === 'Conditional'
        ? parent.test
        : parent?.kind === 'Binary'
          ? parent.left
          : undefined;
    if (test !== undefined && test !== at && mentions(test, binding, file)) return true;
  }
  return false;
}

function mentions(node: SyntaxNode, binding: Binding, file: TestFile): boolean {
  return binding.references.some((name) => contains(node, name) && file.bindings.resolve(name) === binding);
}

/** `assert(id, 'needs the test before')`: the dependence is known, and explained where it fails. */
function isExplained(file: TestFile, { call: test }: Test): boolean {
  let found = false;
  const visit = (node: SyntaxNode): void => {
    const [name, message] = node.kind === 'Call' && node.args.length === 2 ? node.args : [];
    if (name?.kind === 'Identifier' && literalText(message) !== undefined && isPresence(file, node)) {
      const declaration = file.bindings.resolve(name)?.declaration;
      found ||= declaration !== undefined && !contains(test, declaration);
    }
    if (!found) forEachChild(node, visit);
  };
  visit(test);
  return found;
}

function isPresence({ bindings }: TestFile, call: SyntaxNode): boolean {
  if (assertionForm(call, bindings) !== 'assert') return false;
  const { properties } = chainOf(call);
  return properties.length === 0 || /^(ok|isOk|exists|isDefined)$/.test(properties.at(-1) ?? '');
}

/** `id.should.not.eql(other)`: what is not there is different too, so the test passes alone. */
function isDenied({ bindings }: TestFile, name: IdentifierNode): boolean {
  const call = name.parent;
  if (call?.kind !== 'Call' || !call.args.includes(name)) return false;
  if (assertionForm(call, bindings) === undefined) return false;
  return chainOf(call).properties.some((word) => /^not([A-Z]|$)/.test(word));
}

/** A test that asks whether it is there has an answer for the case that it is not. */
function isNeeded(name: IdentifierNode): boolean {
  for (let at: SyntaxNode | undefined = name; at !== undefined && at.kind !== 'Function'; at = at.parent) {
    const parent: SyntaxNode | undefined = at.parent;
    if ((parent?.kind === 'If' || parent?.kind === 'Conditional') && parent.test === at) return false;
    if (parent?.kind === 'Unary' && parent.operator === 'typeof') return false;
    if (
      parent?.kind === 'Binary' &&
      (parent.operator === '??' || parent.operator === '||') &&
      parent.left === at
    ) {
      return false;
    }
  }
  return true;
}
