import { assignmentTo, isEmptyValue } from '../analysis/assignments.ts';
import { isWritten } from '../analysis/bindings.ts';
import type { Binding } from '../analysis/bindings.ts';
import { hooksRunning, isTeardown, madeBy, releasesOf } from '../analysis/releases.ts';
import type { Release } from '../analysis/releases.ts';
import { contains, enclosingFunction, forEachChild, unwrap } from '../analysis/syntax.ts';
import type { AssignNode, CallNode, NewNode, SyntaxNode } from '../analysis/syntax.ts';
import type { TestFile } from '../analysis/testFile.ts';
import type { Finding, Rule } from './rule.ts';

/** A teardown that calls a method of a variable which is still empty when the setup has failed. */
export type UnguardedRelease = Release;

export const unguardedTeardown: Rule<UnguardedRelease> = {
  id: 'unguarded-teardown',
  title: 'A teardown fails when the setup has failed',
  fix: 'automatic',
  severity: 'hint',
  lesson: '02-database',
  aboutAbsence: false,
  find,
};

function find(file: TestFile): readonly Finding<UnguardedRelease>[] {
  if (!file.mocha.hooks.some(isTeardown)) return [];
  return file.bindings.all
    .flatMap((binding) => {
      const filled = filledBySetup(file, binding);
      if (filled === undefined) return [];
      return releasesOf(binding).filter(
        (release) =>
          isUnguarded(file, binding, release) && filled.some((one) => mayNotBeReached(file, one, release)),
      );
    })
    .map((release) => findingOf(file, release));
}

function findingOf(file: TestFile, release: Release): Finding<UnguardedRelease> {
  const { name, call } = release;
  // A cast stands in brackets, of which the place holds one only.
  const isHalf = file.text.slice(call.start, name.start).includes('(');
  const written =
    isHalf && call.callee.kind === 'Member'
      ? `${name.name}.${call.callee.property}()`
      : file.text.slice(name.start, call.end);
  return {
    start: name.start,
    end: call.end,
    message: `\`${name.name}\` is still empty when the setup fails or skips, and then \`${written}\` throws a TypeError besides. Use \`?.\`.`,
    related: [],
    subject: release,
  };
}

/** What gives a value to a variable that is declared without one; undefined unless only setup hooks do. */
function filledBySetup(file: TestFile, binding: Binding): readonly AssignNode[] | undefined {
  if ((binding.kind !== 'let' && binding.kind !== 'var') || binding.exported) return undefined;
  if (binding.part !== undefined || (binding.initial !== undefined && !isEmptyValue(binding.initial))) {
    return undefined;
  }
  const written = binding.references.filter(isWritten);
  const given = written.flatMap((name) => assignmentTo(name) ?? []);
  if (given.length !== written.length) return undefined;
  const filled = given.filter(({ right }) => !isEmptyValue(right));
  const isByHooks =
    filled.some(({ right }) => madeBy(right) !== undefined) &&
    !filled.every(({ right }) => isServerOfThisLine(file, right)) &&
    filled.every((one) => hooksRunning(file, one)?.every((hook) => !isTeardown(hook)) ?? false);
  return isByHooks ? filled : undefined;
}

/** Can something that runs before it fail or skip? What fails by itself in that line is told first, and plainly. */
function mayNotBeReached(file: TestFile, assignment: SyntaxNode, release: Release): boolean {
  const hooks = hooksRunning(file, assignment) ?? [];
  // When a `before` fails, mocha leaves out what runs around each test.
  const isAroundEach = hooksRunning(file, release.call)?.every(({ kind }) => kind === 'afterEach') ?? false;
  const around = enclosingFunction(assignment);
  const own = hooks.find((hook) => hook.body === around);
  if (own === undefined) return true;
  const statements = around?.body?.kind === 'Block' ? around.body.body : [];
  const earlier = statements.filter(({ end }) => end <= assignment.start);
  if (earlier.some((one) => mayFail(file, one))) return true;
  return file.mocha.hooks.some(
    (hook) =>
      hook !== own &&
      !isTeardown(hook) &&
      (hook.kind !== 'before' || !isAroundEach) &&
      hook.call.start < own.call.start &&
      (hook.suite === undefined || own.suite === undefined || contains(hook.suite.call, own.call)) &&
      hook.body !== undefined &&
      mayFail(file, hook.body),
  );
}

function mayFail(file: TestFile, node: SyntaxNode): boolean {
  if ((node.kind === 'Call' || node.kind === 'New') && isPlainApplication(file, node)) return false;
  if (node.kind === 'Call' || node.kind === 'New' || node.kind === 'Await') return true;
  let found = false;
  forEachChild(node, (child) => {
    found ||= mayFail(file, child);
  });
  return found;
}

/** `express()`, `new Koa()`: made of nothing but a package that has been loaded. */
function isPlainApplication(file: TestFile, { callee, args }: CallNode | NewNode): boolean {
  const origin = file.bindings.origin(callee);
  return args.length === 0 && origin?.path.length === 0 && /^[@\w]/.test(origin.module);
}

/**
 * `server = app.listen(0)` as it stands in a hook that does not wait: a port that is taken is told later, by an event,
 * and what comes before seldom throws. In a suite that may be skipped it is empty all the same.
 */
function isServerOfThisLine(file: TestFile, value: SyntaxNode): boolean {
  const made = unwrap(value);
  if (made.kind !== 'Call' || made.callee.kind !== 'Member' || made.callee.property !== 'listen')
    return false;
  const around = enclosingFunction(value);
  const isPlain = around !== undefined && !around.async && around.params.length === 0;
  return isPlain && !/\bskip\(/.test(file.text) && hooksRunning(file, value)?.length === 1;
}

function isUnguarded(file: TestFile, binding: Binding, release: Release): boolean {
  const { name, member, call } = release;
  if (/^\??\s*\?\./.test(file.text.slice(member.object.end))) return false;
  // Somebody waits for the call of an argument: skipped, it would never come.
  if (call.args.some(({ kind }) => kind !== 'String' && kind !== 'Atom')) return false;
  const around = enclosingFunction(call);
  if (
    around === undefined ||
    !file.mocha.runBy(call)?.every((way) => way.by === 'hook' && isTeardown(way.hook))
  ) {
    return false;
  }
  if (file.mocha.runBy(call)?.length === 0) return false;
  // Whatever else the teardown does with it is either a guard or fails as well.
  const others = binding.references.filter((other) => other !== name && contains(around, other));
  return others.every((other) => isEmptied(other)) && isPlainStatement(call, around);
}

function isEmptied(name: SyntaxNode): boolean {
  const assignment = name.kind === 'Identifier' ? assignmentTo(name) : undefined;
  return assignment !== undefined && isEmptyValue(assignment.right);
}

/** Called for its effect, always, and with nobody to catch what it throws. */
function isPlainStatement(call: SyntaxNode, around: SyntaxNode): boolean {
  for (let at = call; at.parent !== undefined; at = at.parent) {
    const { parent } = at;
    if (parent === around) return true;
    switch (parent.kind) {
      case 'Await':
      case 'Wrapped':
      case 'Array':
      case 'ExpressionStatement':
      case 'Return':
      case 'Block':
        break;
      case 'Member':
        if (parent.object !== at) return false;
        break;
      case 'Call':
        // `x.close().catch(…)` is skipped as a whole; of the rest only `Promise.all([…])` takes `undefined`.
        if (parent.callee !== at && !isPromiseOfAll(parent)) return false;
        break;
      default:
        return false;
    }
  }
  return false;
}

function isPromiseOfAll({
  callee,
  args,
}: {
  readonly callee: SyntaxNode;
  readonly args: readonly SyntaxNode[];
}): boolean {
  return (
    callee.kind === 'Member' &&
    callee.object.kind === 'Identifier' &&
    callee.object.name === 'Promise' &&
    /^all(Settled)?$/.test(callee.property) &&
    args[0]?.kind === 'Array'
  );
}
