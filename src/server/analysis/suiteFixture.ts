import type { Binding } from './bindings.ts';
import { isWritten } from './bindings.ts';
import { isEmptyValue } from './assignments.ts';
import type { Hook, HookKind, Suite } from './mochaModel.ts';
import { releasesOf } from './releases.ts';
import { hookAround, testAround } from './surroundings.ts';
import { contains, forEachChild, hasOwn, unwrap } from './syntax.ts';
import type { BlockNode, FunctionNode, IdentifierNode, Span, SyntaxNode } from './syntax.ts';
import type { TestFile } from './testFile.ts';

/** How often a fixture is made: once for the suite, or for each of its tests. */
export type Lifetime = 'suite' | 'test';

export const setupOf = { suite: 'before', test: 'beforeEach' } as const satisfies Record<Lifetime, HookKind>;
export const teardownOf = { suite: 'after', test: 'afterEach' } as const satisfies Record<Lifetime, HookKind>;

/** A hook, and what of it belongs to the fixture. */
export interface FixturePart {
  readonly hook: Hook;
  /** Written in the call. */
  readonly callback: FunctionNode;
  /** In source order, never empty; of an arrow function without braces, its expression. */
  readonly statements: readonly SyntaxNode[];
  /** Is there nothing else in it? */
  readonly whole: boolean;
}

/** What hooks of a suite make and release, with everything that depends on it. */
export interface SuiteFixture {
  readonly suite: Suite;
  readonly block: BlockNode;
  /** The variables it fills, in the order in which they are filled. */
  readonly names: readonly Binding[];
  readonly setup: readonly FixturePart[];
  readonly teardown: readonly FixturePart[];
}

export interface NoFixture {
  readonly reason: string;
}

/**
 * The fixture at a selection: on one of its hooks, or on the variable it fills. Undefined where there is none, a reason
 * where there is one whose tests may need that it lives as long as it does. Whatever is not understood is such a reason.
 * @param now how long it lives.
 */
export function suiteFixtureAt(
  file: TestFile,
  selection: Span,
  now: Lifetime,
): SuiteFixture | NoFixture | undefined {
  const seed = seedAt(file, selection, now);
  if (seed === undefined) return undefined;
  const { suite, block } = seed;
  const hooks = hooksOf(file, block, now);
  const opaque = hooks.find((hook) => ownCallback(hook) === undefined);
  if (opaque !== undefined && contains(opaque.call, selection)) {
    return { reason: 'The function of the hook is written elsewhere.' };
  }
  const all = hooks.flatMap((hook) => {
    const callback = ownCallback(hook);
    return callback === undefined
      ? []
      : statementsOf(callback).map((statement) => ({ hook, callback, statement }));
  });
  const moved = closure(
    file,
    all.map(({ statement }) => statement),
    seed.statements,
  );
  // A hook's own time limit goes with what is left of it.
  for (const { hook, statement } of all) {
    const others = all.filter((one) => one.hook === hook && !isOwnLimit(one.statement));
    if (isOwnLimit(statement) && others.length > 0 && others.every((one) => moved.has(one.statement))) {
      moved.add(statement);
    }
  }
  const parts = hooks.flatMap((hook): FixturePart[] => {
    const callback = ownCallback(hook);
    if (callback === undefined) return [];
    const own = all.filter((one) => one.hook === hook).map(({ statement }) => statement);
    const statements = own.filter((statement) => moved.has(statement));
    return statements.length === 0
      ? []
      : [{ hook, callback, statements, whole: statements.length === own.length }];
  });
  const fixture: SuiteFixture = {
    suite,
    block,
    names: filledNames(file, parts, setupOf[now]),
    setup: parts.filter(({ hook }) => hook.kind === setupOf[now]),
    teardown: parts.filter(({ hook }) => hook.kind === teardownOf[now]),
  };
  if (fixture.names.length === 0) return undefined;
  const reason = whyItStays(file, fixture, now);
  return reason === undefined ? fixture : { reason };
}

interface Seed {
  readonly suite: Suite;
  readonly block: BlockNode;
  readonly statements: readonly SyntaxNode[];
}

/** The statements that are meant. */
function seedAt(file: TestFile, selection: Span, now: Lifetime): Seed | undefined {
  for (const suite of file.mocha.suites.toReversed()) {
    const block = suite.body?.body;
    if (block?.kind !== 'Block' || !contains(block, selection)) continue;
    const hooks = hooksOf(file, block, now);
    const hook = hooks.find(({ statement }) => statement !== undefined && contains(statement, selection));
    if (hook !== undefined) {
      const callback = ownCallback(hook);
      const own = callback === undefined ? [] : statementsOf(callback);
      const meant = own.filter((one) => one.start <= selection.end && selection.start <= one.end);
      return { suite, block, statements: meant.length > 0 ? meant : own };
    }
    const variable = block.body.find(
      (statement) => statement.kind === 'Variable' && contains(statement, selection),
    );
    if (variable === undefined) return undefined;
    const statements = hooks
      .filter(({ kind }) => kind === setupOf[now])
      .flatMap((one) => {
        const callback = ownCallback(one);
        return callback === undefined ? [] : statementsOf(callback);
      })
      .filter((statement) =>
        file.bindings.all.some(
          (binding) =>
            contains(variable, binding.declaration) &&
            binding.references.some((name) => isWritten(name) && contains(statement, name)),
        ),
      );
    return statements.length === 0 ? undefined : { suite, block, statements };
  }
  return undefined;
}

function hooksOf(file: TestFile, block: BlockNode, now: Lifetime): readonly Hook[] {
  return file.mocha.hooks.filter(
    ({ kind, statement }) =>
      (kind === setupOf[now] || kind === teardownOf[now]) && statement?.parent === block,
  );
}

function ownCallback({ body, callback }: Hook): FunctionNode | undefined {
  return body !== undefined && body === callback && body.body !== undefined && !body.generator
    ? body
    : undefined;
}

function statementsOf({ body }: FunctionNode): readonly SyntaxNode[] {
  if (body === undefined) return [];
  return body.kind === 'Block' ? body.body : [body];
}

/** Those that share a variable with the first ones, or with others that do. */
function closure(file: TestFile, all: readonly SyntaxNode[], first: readonly SyntaxNode[]): Set<SyntaxNode> {
  const moved = new Set(first);
  const keys = new Map(all.map((statement) => [statement, stateIn(file, statement)]));
  for (let grows = true; grows;) {
    grows = false;
    const known = new Set([...moved].flatMap((statement) => [...(keys.get(statement) ?? [])]));
    for (const statement of all) {
      if (moved.has(statement)) continue;
      if (![...(keys.get(statement) ?? [])].some((key) => known.has(key))) continue;
      moved.add(statement);
      grows = true;
    }
  }
  return moved;
}

type State = Binding | string;

/** Modules whose functions change something that all of the process shares. */
const sharedModules = /^(nock|sinon|test|proxyquire|mock-fs|timekeeper|mockdate)$/;
const fixedFacts = /^(execPath|platform|arch|version|versions|pid|argv)$/;

/** The variables that a piece of code uses, also by the file's functions, and what of the process it may change. */
function stateIn(file: TestFile, code: SyntaxNode, seen = new Set<SyntaxNode>()): ReadonlySet<State> {
  const found = new Set<State>();
  const visit = (node: SyntaxNode): void => {
    if (node.kind === 'Identifier') {
      const binding = file.bindings.resolve(node);
      const isDeclared = binding?.declaration === node;
      const module = isDeclared ? undefined : file.bindings.origin(node)?.module;
      if (binding === undefined) {
        const member = node.parent;
        const isFact =
          member?.kind === 'Member' && member.object === node && fixedFacts.test(member.property);
        if (node.name === 'process' && !isFact) found.add('process');
      } else if (module !== undefined && sharedModules.test(module)) found.add(module);
      // What a hook declares is known in it alone, so whoever uses it goes along, whatever it is.
      else if (isState(binding) || hookAround(file, binding.declaration) !== undefined) found.add(binding);
      const called = binding?.function;
      if (called !== undefined && !seen.has(called) && !contains(code, called)) {
        seen.add(called);
        for (const key of stateIn(file, called, seen)) found.add(key);
      }
    }
    forEachChild(node, visit);
  };
  visit(code);
  return found;
}

/** Can what happens to it in one place be seen in another? */
function isState({ kind, initial, function: made }: Binding): boolean {
  if (kind === 'import' || kind === 'function' || kind === 'class' || made !== undefined) return false;
  if (kind !== 'const' || initial === undefined) return true;
  const value = unwrap(initial);
  return (
    value.kind !== 'String' && value.kind !== 'Atom' && value.kind !== 'Template' && value.kind !== 'Function'
  );
}

function isOwnLimit(statement: SyntaxNode): boolean {
  const call = statement.kind === 'ExpressionStatement' ? statement.expression : statement;
  return call.kind === 'Call' && call.callee.kind === 'Member' && isLimit(call.callee);
}

function isLimit(member: SyntaxNode): boolean {
  return (
    member.kind === 'Member' &&
    member.object.kind === 'Atom' &&
    member.object.text === 'this' &&
    /^(timeout|slow|retries)$/.test(member.property)
  );
}

/** Variables from outside the hooks that get a value in them. */
function filledNames(file: TestFile, parts: readonly FixturePart[], setup: HookKind): readonly Binding[] {
  const names: Binding[] = [];
  for (const { hook, callback, statements } of parts) {
    if (hook.kind !== setup) continue;
    for (const name of file.bindings.references) {
      if (!isWritten(name) || !statements.some((statement) => contains(statement, name))) continue;
      const binding = file.bindings.resolve(name);
      if (binding === undefined || contains(callback, binding.declaration) || names.includes(binding))
        continue;
      names.push(binding);
    }
  }
  return names;
}

/** Undefined when nothing speaks against another lifetime. */
function whyItStays(file: TestFile, fixture: SuiteFixture, now: Lifetime): string | undefined {
  const { names, setup, teardown } = fixture;
  const parts = [...setup, ...teardown];
  const withThis = parts.flatMap(({ statements }) => statements).find((statement) => keepsInThis(statement));
  if (withThis !== undefined) return `Line ${lineOf(file, withThis)} keeps something in \`this\`.`;
  for (const binding of names) {
    const reason = whyNameStays(file, fixture, binding);
    if (reason !== undefined) return reason;
  }
  for (const { statements } of teardown) {
    const other = statements.find((statement) => !onlyReleases(file, statement, names));
    if (other !== undefined) return `Line ${lineOf(file, other)} does more than to release it.`;
  }
  return now === 'suite' ? whyShared(file, fixture) : whyAnew(file, fixture);
}

function whyNameStays(
  file: TestFile,
  { block, setup, teardown }: SuiteFixture,
  binding: Binding,
): string | undefined {
  const { name } = binding;
  const parts = [...setup, ...teardown];
  if (binding.exported) return `\`${name}\` is exported, so others may use it.`;
  const isMoved = (at: SyntaxNode): boolean =>
    parts.some(({ statements }) => statements.some((statement) => contains(statement, at)));
  for (const reference of binding.references) {
    if (isMoved(reference)) continue;
    const line = lineOf(file, reference);
    if (!contains(block, reference)) return `\`${name}\` is used outside this suite too: line ${line}.`;
    if (isWritten(reference)) return `\`${name}\` gets another value in line ${line}.`;
    if (testAround(file, reference) !== undefined) continue;
    const hook = hookAround(file, reference);
    if (hook !== undefined) {
      if (hook.kind === 'beforeEach' || hook.kind === 'afterEach') continue;
      return `A hook that runs once for a suite uses \`${name}\`: line ${line}.`;
    }
    const ways = file.mocha.runBy(reference);
    const isClear = ways?.every(
      (way) =>
        way.by === 'test' ||
        (way.by === 'hook' &&
          (way.hook.kind.endsWith('Each') || parts.some((part) => part.hook === way.hook))),
    );
    if (isClear !== true) return `Who uses \`${name}\` in line ${line}, and when, cannot be told.`;
  }
  return undefined;
}

/** Methods that only look. */
const looks =
  /^(forEach|map|flatMap|filter|reduce|some|every|find|slice|join|concat|entries|keys|values|get|has|at|includes|toString|toJSON)$/;

/** Tests that build on each other need what the ones before have left; what is made once cannot be closed twice. */
function whyShared(file: TestFile, { block, names, setup, teardown }: SuiteFixture): string | undefined {
  const moved = [...setup, ...teardown].flatMap(({ statements }) => statements);
  for (const name of file.bindings.references) {
    const member = name.parent;
    const isCalled =
      member?.kind === 'Member' &&
      member.object === name &&
      member.parent?.kind === 'Call' &&
      member.parent.callee === member;
    if (!isCalled || looks.test(member.property) || !moved.some((statement) => contains(statement, name)))
      continue;
    const binding = file.bindings.resolve(name);
    if (
      binding === undefined ||
      names.includes(binding) ||
      !isState(binding) ||
      binding.initial === undefined
    )
      continue;
    if (hookAround(file, binding.declaration) !== undefined) continue;
    return `\`${binding.name}\` is made once for all: line ${lineOf(file, binding.declaration)}.`;
  }
  for (const binding of file.bindings.all) {
    if (names.includes(binding) || (binding.kind !== 'let' && binding.kind !== 'var')) continue;
    if (testAround(file, binding.declaration) ?? hookAround(file, binding.declaration)) continue;
    const inside = binding.references.filter((name) => contains(block, name));
    const isReset = inside.some((name) => isWritten(name) && hookAround(file, name)?.kind === 'beforeEach');
    if (isReset) continue;
    const written = inside.filter((name) => isWritten(name) && testAround(file, name) !== undefined);
    const reader = inside.find((name) => {
      const test = isWritten(name) ? undefined : testAround(file, name);
      return test !== undefined && written.some((one) => testAround(file, one) !== test);
    });
    if (reader !== undefined) {
      return `The tests build on each other: line ${lineOf(file, reader)} needs \`${binding.name}\` of another test.`;
    }
  }
  return undefined;
}

/** What each test has for itself on purpose. */
function whyAnew(file: TestFile, fixture: SuiteFixture): string | undefined {
  const { names, setup, teardown } = fixture;
  if (teardown.length === 0) return 'Nothing releases it, so there is nothing to gain.';
  const moved = [...setup, ...teardown].flatMap(({ statements }) => statements);
  for (const binding of names) {
    const { name } = binding;
    const plain = binding.references.find((reference) => isPlain(reference));
    if (plain !== undefined) return `\`${name}\` begins anew for each test: line ${lineOf(file, plain)}.`;
    const released = releasesOf(binding).find((release) => testAround(file, release.call) !== undefined);
    if (released !== undefined)
      return `A test releases \`${name}\` itself: line ${lineOf(file, released.call)}.`;
  }
  const needed = new Set(moved.flatMap((statement) => [...stateIn(file, statement)]));
  for (const key of needed) {
    if (typeof key === 'string') return 'It changes what all of the process shares.';
    const made = key.references.find(
      (name) =>
        isWritten(name) &&
        !moved.some((one) => contains(one, name)) &&
        hookAround(file, name)?.kind === 'beforeEach',
    );
    if (made !== undefined)
      return `It needs \`${key.name}\`, which each test gets anew: line ${lineOf(file, made)}.`;
  }
  return undefined;
}

/** A number, a text, an empty list: a value that tests fill. */
function isPlain(name: IdentifierNode): boolean {
  const assign = name.parent;
  if (assign?.kind !== 'Assign' || assign.left !== name || isEmptyValue(assign.right)) return false;
  const value = unwrap(assign.right);
  if (value.kind === 'New') {
    return (
      value.callee.kind === 'Identifier' && /^(Map|Set|Array|WeakMap|WeakSet|Date)$/.test(value.callee.name)
    );
  }
  return /^(Atom|String|Template|Array|Object|Function|Unary|Binary)$/.test(value.kind);
}

function keepsInThis(code: SyntaxNode): boolean {
  let found = false;
  const visit = (node: SyntaxNode): void => {
    if (node.kind === 'Atom' && node.text === 'this' && node.parent !== undefined && !isLimit(node.parent))
      found = true;
    if (!found) forEachChild(node, visit);
  };
  visit(code);
  return found;
}

/** Words of what lets something go, or waits for its end. */
const letsGo =
  /^(close|dispose|destroy|tear_?down|clean|release|shut_?down|stop|end$|quit|disconnect|kill|terminate|rm|unlink|remove|restore|clear|abort|unref|once$|off$)/i;
const checks = /^(assert|expect|should|verify|check|equal|deepEqual|ok$|match$)/i;

function onlyReleases(file: TestFile, code: SyntaxNode, names: readonly Binding[]): boolean {
  let only = true;
  const visit = (node: SyntaxNode): void => {
    if (node.kind === 'Call') {
      const { callee } = node;
      const word =
        callee.kind === 'Member' ? callee.property : callee.kind === 'Identifier' ? callee.name : '';
      const uses = [...node.args.map(unwrap), rootOf(callee)].some(
        (one) => one.kind === 'Identifier' && names.some((name) => file.bindings.resolve(one) === name),
      );
      if (checks.test(word) || rootIs(callee, /^(assert|expect|should)$/)) only = false;
      else if (uses && !letsGo.test(word)) only = false;
    }
    if (only) forEachChild(node, visit);
  };
  visit(code);
  return only && !hasOwn(code, 'Return');
}

function rootIs(node: SyntaxNode, name: RegExp): boolean {
  const root = rootOf(node);
  return root.kind === 'Identifier' && name.test(root.name);
}

function rootOf(node: SyntaxNode): SyntaxNode {
  const inner = unwrap(node);
  if (inner.kind === 'Member') return rootOf(inner.object);
  return inner.kind === 'Call' ? rootOf(inner.callee) : inner;
}

/** 1-based. */
function lineOf(file: TestFile, { start }: Span): number {
  return file.text.slice(0, start).split('\n').length;
}
