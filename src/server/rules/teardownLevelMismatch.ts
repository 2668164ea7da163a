import { assignmentTo, isEmptyValue } from '../analysis/assignments.ts';
import { isWritten } from '../analysis/bindings.ts';
import type { Binding } from '../analysis/bindings.ts';
import { databaseHandle, opensDatabase } from '../analysis/databases.ts';
import { hookName, isWithin } from '../analysis/mochaModel.ts';
import type { Hook, Suite, Test } from '../analysis/mochaModel.ts';
import { traceOwnership } from '../analysis/ownership.ts';
import { hooksRunning, madeBy, releasesOf } from '../analysis/releases.ts';
import type { Release } from '../analysis/releases.ts';
import { hookOf } from '../analysis/surroundings.ts';
import { forEachChild } from '../analysis/syntax.ts';
import type { AssignNode, IdentifierNode, SyntaxNode } from '../analysis/syntax.ts';
import type { TestFile } from '../analysis/testFile.ts';
import type { Finding, Rule } from './rule.ts';

/** Made once and released after each test, or made before each test and released once. */
export interface LevelMismatch {
  readonly binding: Binding;
  readonly release: Release;
  /** The hook that releases. */
  readonly hook: Hook;
  /** The hook that makes it. */
  readonly setup: Hook;
  /** The kind of hook in which it belongs. */
  readonly belongs: 'after' | 'afterEach';
}

export const teardownLevelMismatch: Rule<LevelMismatch> = {
  id: 'teardown-level-mismatch',
  title: 'What is made once is closed after each test, or the other way round',
  fix: 'preferred',
  severity: 'warning',
  lesson: '02-database',
  aboutAbsence: true,
  find,
};

function find(file: TestFile): readonly Finding<LevelMismatch>[] {
  const kinds = new Set(file.mocha.hooks.map(({ kind }) => kind));
  if (!(kinds.has('before') && kinds.has('afterEach')) && !(kinds.has('beforeEach') && kinds.has('after'))) {
    return [];
  }
  return file.bindings.all
    .flatMap((binding) => mismatchesOf(file, binding))
    .map((one) => findingOf(file, one));
}

function mismatchesOf(file: TestFile, binding: Binding): readonly LevelMismatch[] {
  const setup = soleSetup(file, binding);
  const releases = releasesOf(binding);
  if (setup === undefined || releases.length === 0 || !isLetGo(file, binding, setup)) return [];
  const belongs = setup.hook.kind === 'before' ? 'after' : 'afterEach';
  const wrong = belongs === 'after' ? 'afterEach' : 'after';
  const mismatches = releases.flatMap((release): LevelMismatch[] => {
    const [hook, ...others] = hooksRunning(file, release.call) ?? [];
    if (hook === undefined || others.length > 0 || hook.kind !== wrong || !isSure(release, binding, file))
      return [];
    return isWithin(hook.suite, setup.hook.suite) && hasSeveralTests(file, setup.hook.suite, hook.suite)
      ? [{ binding, release, hook, setup: setup.hook, belongs }]
      : [];
  });
  // Released elsewhere as well: somebody has thought about when.
  return mismatches.length === releases.length ? mismatches : [];
}

interface Setup {
  readonly hook: Hook;
  readonly assignment: AssignNode;
}

/** The one setup hook that fills the variable; undefined when anything else fills it too. */
function soleSetup(file: TestFile, binding: Binding): Setup | undefined {
  if ((binding.kind !== 'let' && binding.kind !== 'var') || binding.exported) return undefined;
  if (binding.initial !== undefined && !isEmptyValue(binding.initial)) return undefined;
  const written = binding.references.filter(isWritten);
  const given = written.flatMap((name) => assignmentTo(name) ?? []);
  const [assignment, ...others] = given.filter(({ right }) => !isEmptyValue(right));
  if (assignment === undefined || others.length > 0 || given.length !== written.length) return undefined;
  const [hook, ...more] = hooksRunning(file, assignment) ?? [];
  if (hook === undefined || more.length > 0 || madeBy(assignment.right) === undefined) return undefined;
  return hook.kind === 'before' || hook.kind === 'beforeEach' ? { hook, assignment } : undefined;
}

/** Calls after which what was closed is open again, by their names. */
const opens =
  /^(re)?(open|listen|connect|start|launch|init|boot|create|begin|up|use|resume|load|attach|spawn|run|serve|fork)/i;
/** Functions that use what they are handed, and leave it open or closed as it is. */
const onlyUses =
  /^(seed|insert|clear|truncate|wipe|delete|migrate|fill|populate|add|empty|find|get|count|query|select|assert|expect|check|ok|equal|deepEqual|strictEqual)/i;

/** Is the variable's content gone for good with its release, as far as this file shows? */
function isLetGo(file: TestFile, binding: Binding, setup: Setup): boolean {
  if (setup.hook.kind === 'beforeEach') return isFreshDatabase(file, setup.assignment);
  return binding.references.every((name) => {
    const hooks = hooksRunning(file, name) ?? [];
    return (hooks.length > 0 && hooks.every((hook) => hook === setup.hook)) || staysClosed(file, name);
  });
}

/** Does this use neither open it again nor hand it to somebody who may? */
function staysClosed(file: TestFile, name: IdentifierNode): boolean {
  let at: SyntaxNode = name;
  while (at.parent?.kind === 'Wrapped') at = at.parent;
  const user = at.parent;
  switch (user?.kind) {
    case 'Member':
      return !opens.test(user.property);
    case 'Call':
      return user.callee !== at && isOnlyUsed(file, user.callee);
    case 'Assign':
      return user.left === at;
    case 'If':
    case 'Binary':
    case 'Unary':
    case 'Conditional':
    case 'Template':
    case 'ExpressionStatement':
      return true;
    default:
      return false;
  }
}

function isOnlyUsed(file: TestFile, callee: SyntaxNode): boolean {
  const name = callee.kind === 'Member' ? callee.property : callee.kind === 'Identifier' ? callee.name : '';
  return onlyUses.test(name) || file.bindings.origin(callee)?.module.startsWith('assert') === true;
}

/**
 * Only of a database is it known that each opening needs a closing. One that is opened on a condition, or kept
 * somewhere besides, may be dealt with.
 */
function isFreshDatabase(file: TestFile, assignment: AssignNode): boolean {
  const made = madeBy(assignment.right);
  if (
    made === undefined ||
    !opensDatabase(made, file.bindings) ||
    assignment.right !== outermostValue(made)
  ) {
    return false;
  }
  for (let at: SyntaxNode | undefined = assignment.parent; at !== undefined; at = at.parent) {
    if (at.kind === 'Function') break;
    if (at.kind === 'If' || at.kind === 'Conditional' || at.kind === 'Binary' || at.kind === 'Loop')
      return false;
  }
  const { passedOn, disposed } = traceOwnership(made, databaseHandle, file.bindings, file.mocha);
  return !passedOn && !disposed;
}

function outermostValue(made: SyntaxNode): SyntaxNode {
  let at = made;
  while (at.parent?.kind === 'Wrapped' || at.parent?.kind === 'Await') at = at.parent;
  return at;
}

/** Is the release made whenever the hook runs? A condition may look at the variable itself, and at nothing else. */
function isSure({ call }: Release, binding: Binding, file: TestFile): boolean {
  for (let at: SyntaxNode = call; at.parent !== undefined; at = at.parent) {
    const parent: SyntaxNode = at.parent;
    if (parent.kind === 'If' && parent.test !== at && !looksOnlyAt(parent.test, binding, file)) return false;
    if (parent.kind === 'Conditional' && !looksOnlyAt(parent.test, binding, file)) return false;
    if (parent.kind === 'Binary' && parent.right === at && !looksOnlyAt(parent.left, binding, file))
      return false;
    if (parent.kind === 'Loop') return false;
    if (hookOf(file, parent) !== undefined) return true;
  }
  return true;
}

function looksOnlyAt(test: SyntaxNode, binding: Binding, file: TestFile): boolean {
  let only = true;
  const visit = (node: SyntaxNode): void => {
    if (node.kind === 'Call') only = false;
    if (node.kind === 'Atom' && node.text === 'this') only = false;
    if (node.kind === 'Identifier' && node.name !== 'undefined' && file.bindings.resolve(node) !== binding)
      only = false;
    forEachChild(node, visit);
  };
  visit(test);
  return only;
}

/** With one test, once and for each are the same. */
function hasSeveralTests(file: TestFile, setup: Suite | undefined, teardown: Suite | undefined): boolean {
  const inner = isWithin(teardown, setup) ? teardown : setup;
  const tests = inner === undefined ? file.mocha.tests : testsIn(inner);
  return tests.length > 1 || tests.some((test) => test.dynamic || isDynamic(test.suite));
}

function testsIn(suite: Suite): readonly Test[] {
  return suite.children.flatMap((child) => (child.kind === 'test' ? [child] : testsIn(child)));
}

function isDynamic(suite: Suite | undefined): boolean {
  for (let at = suite; at !== undefined; at = at.parent) if (at.dynamic) return true;
  return false;
}

function findingOf(file: TestFile, mismatch: LevelMismatch): Finding<LevelMismatch> {
  const { binding, release, setup, belongs } = mismatch;
  const { name } = binding;
  const hook = hookName(belongs, file.mocha.interface);
  const made = hookName(setup.kind, file.mocha.interface);
  const message =
    belongs === 'after'
      ? `\`${name}\` is made once, in \`${made}\`, and released here after each test: the second test finds it released. Release it in \`${hook}\`.`
      : `\`${name}\` is opened anew for each test, in \`${made}\`, and only the last one is closed here. Close it in \`${hook}\`.`;
  return {
    start: release.name.start,
    end: release.call.end,
    message,
    related: [
      {
        start: setup.call.callee.start,
        end: setup.call.callee.end,
        message:
          belongs === 'after'
            ? `\`${name}\` is made here, once.`
            : `\`${name}\` is opened here, for each test.`,
      },
    ],
    subject: mismatch,
  };
}
