import type { Bindings } from './bindings.ts';
import { enclosingFunction, enclosingStatement, forEachChild, literalText } from './syntax.ts';
import type { CallNode, FileNode, FunctionNode, SyntaxNode } from './syntax.ts';

export type HookKind = 'before' | 'beforeEach' | 'after' | 'afterEach';

/**
 * The two vocabularies of mocha, `describe`/`it`/`after` and `suite`/`test`/`suiteTeardown`, and that of Jest and its
 * like, `describe`/`test`/`afterAll`.
 */
export type MochaInterface = 'bdd' | 'tdd' | 'jest';

/** What mocha's settings call an interface. `qunit` has the hooks of `bdd`. */
export type MochaUi = 'bdd' | 'tdd' | 'qunit';

export interface Suite {
  readonly kind: 'suite';
  readonly call: CallNode;
  /** Undefined when the title is known only at run time. */
  readonly title: string | undefined;
  readonly body: FunctionNode | undefined;
  readonly parent: Suite | undefined;
  readonly children: readonly (Suite | Test)[];
  /** Defined in a loop or in a function that is called who knows how often. */
  readonly dynamic: boolean;
}

export interface Test {
  readonly kind: 'test';
  readonly call: CallNode;
  readonly title: string | undefined;
  readonly body: FunctionNode | undefined;
  readonly suite: Suite | undefined;
  readonly dynamic: boolean;
}

export interface Hook {
  readonly kind: HookKind;
  readonly call: CallNode;
  /** What mocha is handed, also when it is written elsewhere or unknown. */
  readonly callback: SyntaxNode | undefined;
  readonly body: FunctionNode | undefined;
  /** Undefined for a root hook, which runs around the tests of every file. */
  readonly suite: Suite | undefined;
  readonly statement: SyntaxNode | undefined;
}

/** Who runs a piece of code. */
export type RunBy =
  | { readonly by: 'module' }
  | { readonly by: 'suite'; readonly suite: Suite }
  | { readonly by: 'hook'; readonly hook: Hook }
  | { readonly by: 'test'; readonly test: Test };

export interface MochaModel {
  readonly interface: MochaInterface;
  /** Outermost suites and tests outside any suite, in source order. */
  readonly roots: readonly (Suite | Test)[];
  readonly suites: readonly Suite[];
  readonly tests: readonly Test[];
  readonly hooks: readonly Hook[];
  /** Every way `node` gets run; undefined when some way is unknown (a callback of somebody else's). */
  runBy(node: SyntaxNode): readonly RunBy[] | undefined;
  /** Is the function handed to mocha as a suite, hook or test? Mocha ignores what such a function returns. */
  isMochaCallback(node: FunctionNode): boolean;
}

type MochaWord = {
  /** Undefined for a word of several vocabularies. */
  readonly interface: MochaInterface | undefined;
} & ({ readonly what: 'suite' | 'test' } | { readonly what: 'hook'; readonly kind: HookKind });

const words: ReadonlyMap<string, MochaWord> = new Map<string, MochaWord>([
  ...['describe', 'context', 'xdescribe', 'xcontext'].map((name): [string, MochaWord] => [
    name,
    { what: 'suite', interface: 'bdd' },
  ]),
  ...['it', 'specify', 'xit', 'xspecify'].map((name): [string, MochaWord] => [
    name,
    { what: 'test', interface: 'bdd' },
  ]),
  ['suite', { what: 'suite', interface: 'tdd' }],
  // Also Jest's, node:test's, and qunit's in mocha: it says nothing about the hooks.
  ['test', { what: 'test', interface: undefined }],
  ['before', { what: 'hook', kind: 'before', interface: 'bdd' }],
  ['beforeEach', { what: 'hook', kind: 'beforeEach', interface: undefined }],
  ['after', { what: 'hook', kind: 'after', interface: 'bdd' }],
  ['afterEach', { what: 'hook', kind: 'afterEach', interface: undefined }],
  ['beforeAll', { what: 'hook', kind: 'before', interface: 'jest' }],
  ['afterAll', { what: 'hook', kind: 'after', interface: 'jest' }],
  ['suiteSetup', { what: 'hook', kind: 'before', interface: 'tdd' }],
  ['setup', { what: 'hook', kind: 'beforeEach', interface: 'tdd' }],
  ['suiteTeardown', { what: 'hook', kind: 'after', interface: 'tdd' }],
  ['teardown', { what: 'hook', kind: 'afterEach', interface: 'tdd' }],
]);

/** What is handed to these is run later, after every suite and test is defined. */
export const runLater: ReadonlySet<string> = new Set(
  [...words].filter(([, { what }]) => what !== 'suite').map(([name]) => name),
);

const hookNames: Record<MochaInterface, Record<HookKind, string>> = {
  bdd: { before: 'before', beforeEach: 'beforeEach', after: 'after', afterEach: 'afterEach' },
  tdd: { before: 'suiteSetup', beforeEach: 'setup', after: 'suiteTeardown', afterEach: 'teardown' },
  jest: { before: 'beforeAll', beforeEach: 'beforeEach', after: 'afterAll', afterEach: 'afterEach' },
};

/** How a hook is called in the file's vocabulary. */
export function hookName(kind: HookKind, vocabulary: MochaInterface): string {
  return hookNames[vocabulary][kind];
}

/** Methods of arrays that call their function now and once per element, as a loop would. */
const iterators = new Set(['forEach', 'map', 'flatMap', 'filter', 'reduce', 'some', 'every', 'find']);

interface GrowingSuite extends Suite {
  readonly children: (Suite | Test)[];
}

interface Place {
  readonly suite: GrowingSuite | undefined;
  readonly dynamic: boolean;
}

/** @param ui what the project's settings say, where it counts. */
export function createMochaModel(
  file: FileNode,
  bindings: Bindings,
  ui: () => MochaUi | undefined,
): MochaModel {
  const roots: (Suite | Test)[] = [];
  const suites: Suite[] = [];
  const tests: Test[] = [];
  const hooks: Hook[] = [];
  const callbacks = new Map<FunctionNode, RunBy[]>();
  const walked = new Set<FunctionNode>();
  /** How often each word is used that tells the vocabulary. */
  const said = new Map<string, number>();
  const running = new Set<FunctionNode>();
  const deferred: { readonly node: FunctionNode; readonly place: Place }[] = [];

  let vocabulary: MochaInterface | undefined;

  walkAll(file, { suite: undefined, dynamic: false });
  // Functions come last, so that one handed to `describe` by name is walked as that suite.
  for (let next = deferred.shift(); next !== undefined; next = deferred.shift()) {
    if (walked.has(next.node)) continue;
    walked.add(next.node);
    walkAll(next.node, next.place);
  }
  return {
    get interface() {
      return (vocabulary ??= interfaceOf(said, ui));
    },
    roots,
    suites,
    tests,
    hooks,
    runBy,
    isMochaCallback: (node) => callbacks.has(node),
  };

  function walkAll(node: SyntaxNode, place: Place): void {
    forEachChild(node, walk, place);
  }

  function walk(node: SyntaxNode, place: Place): void {
    switch (node.kind) {
      case 'Call': {
        const word = mochaWord(node);
        if (word === undefined) return walkAll(node, place);
        return mochaCall(node, word, place);
      }
      case 'Function':
        // Called who knows when and how often: what is defined in it is left to the run.
        deferred.push({ node, place: { suite: place.suite, dynamic: true } });
        return;
      case 'Loop':
        return walkAll(node, { suite: place.suite, dynamic: true });
      default:
        return walkAll(node, place);
    }
  }

  function mochaWord(call: CallNode): MochaWord | undefined {
    const { callee } = call;
    if (callee.kind !== 'Identifier' && callee.kind !== 'Member') return undefined;
    const origin = bindings.origin(callee);
    if (origin === undefined || (origin.module !== '' && origin.module !== 'mocha')) return undefined;
    const [name, modifier, ...rest] = origin.path;
    if (name === undefined || rest.length > 0) return undefined;
    if (modifier !== undefined && modifier !== 'only' && modifier !== 'skip') return undefined;
    const word = words.get(name);
    return word?.what === 'hook' && modifier !== undefined ? undefined : word;
  }

  function mochaCall(call: CallNode, word: MochaWord, place: Place): void {
    const vote = word.interface === undefined ? word.what : `${word.interface} ${word.what}`;
    said.set(vote, (said.get(vote) ?? 0) + 1);
    if (word.what === 'hook') {
      // mocha takes an optional description first.
      const callback = call.args[1] ?? call.args[0];
      const body = callback === undefined ? undefined : bindings.functionOf(callback);
      const hook: Hook = {
        kind: word.kind,
        call,
        callback,
        body,
        suite: place.suite,
        statement: enclosingStatement(call),
      };
      hooks.push(hook);
      return runs(call, body, { by: 'hook', hook }, place);
    }
    const title = literalText(call.args[0]);
    const callback = call.args[1];
    const body = callback === undefined ? undefined : bindings.functionOf(callback);
    if (word.what === 'test') {
      const test: Test = { kind: 'test', call, title, body, suite: place.suite, dynamic: place.dynamic };
      tests.push(test);
      (place.suite?.children ?? roots).push(test);
      return runs(call, body, { by: 'test', test }, place);
    }
    const suite: GrowingSuite = {
      kind: 'suite',
      call,
      title,
      body,
      parent: place.suite,
      children: [],
      dynamic: place.dynamic,
    };
    suites.push(suite);
    (place.suite?.children ?? roots).push(suite);
    note(body, { by: 'suite', suite });
    if (body !== undefined && !walked.has(body)) {
      walked.add(body);
      // What is defined in a suite inside a loop repeats with it; its own marks say so already.
      walkAll(body, { suite, dynamic: false });
    }
    for (const argument of call.args) if (argument !== body) walk(argument, place);
  }

  function runs(call: CallNode, body: FunctionNode | undefined, by: RunBy, place: Place): void {
    note(body, by);
    for (const argument of call.args) walk(argument, place);
  }

  function note(body: FunctionNode | undefined, by: RunBy): void {
    if (body === undefined) return;
    const known = callbacks.get(body);
    if (known === undefined) callbacks.set(body, [by]);
    else known.push(by);
  }

  function runBy(node: SyntaxNode): readonly RunBy[] | undefined {
    const inside = enclosingFunction(node);
    if (inside === undefined) return [{ by: 'module' }];
    if (running.has(inside)) return [];
    running.add(inside);
    try {
      return runsFunction(inside);
    } finally {
      running.delete(inside);
    }
  }

  function runsFunction(node: FunctionNode): readonly RunBy[] | undefined {
    const direct = callbacks.get(node) ?? [];
    const parent = node.parent;
    if (parent?.kind === 'Call') {
      if (direct.length > 0) return direct;
      const { callee } = parent;
      return callee.kind === 'Member' && iterators.has(callee.property) ? runBy(parent) : undefined;
    }
    if (parent?.kind === 'Wrapped' && parent.parent?.kind === 'Call' && parent.parent.callee === parent) {
      return runBy(parent.parent);
    }
    const binding = bindings.bindingOfFunction(node);
    if (binding === undefined || binding.exported) return direct.length > 0 ? direct : undefined;
    const ways: RunBy[] = [...direct];
    for (const reference of binding.references) {
      const user = reference.parent;
      if (user?.kind !== 'Call') return undefined;
      if (user.callee === reference) {
        const more = runBy(user);
        if (more === undefined) return undefined;
        ways.push(...more);
      } else if (!direct.some((way) => callOf(way) === user)) {
        return undefined;
      }
    }
    return ways;
  }
}

/**
 * Hooks that are there say how others are called; then suites and tests do, and only then the settings. `test` beside
 * `describe` is Jest's way: mocha has no interface with both.
 */
function interfaceOf(said: ReadonlyMap<string, number>, ui: () => MochaUi | undefined): MochaInterface {
  const count = (vote: string): number => said.get(vote) ?? 0;
  const all: readonly MochaInterface[] = ['bdd', 'tdd', 'jest'];
  const most = (what: 'hook' | 'suite'): MochaInterface | undefined =>
    all
      .filter((one) => count(`${one} ${what}`) > 0)
      .toSorted((a, b) => count(`${b} ${what}`) - count(`${a} ${what}`))[0];
  const hooks = most('hook');
  if (hooks !== undefined) return hooks;
  // `beforeEach` and `afterEach`: mocha's `bdd`, its `qunit`, or Jest.
  const each = count('hook') > 0;
  if (most('suite') === 'tdd') return each || ui() === 'qunit' ? 'bdd' : 'tdd';
  if (count('bdd test') > 0) return 'bdd';
  if (count('test') === 0) return most('suite') ?? (ui() === 'tdd' ? 'tdd' : 'bdd');
  const known = ui();
  if (known === undefined) return 'jest';
  return known === 'tdd' && most('suite') === undefined ? 'tdd' : 'bdd';
}

function callOf(way: RunBy): CallNode | undefined {
  if (way.by === 'suite') return way.suite.call;
  if (way.by === 'hook') return way.hook.call;
  return way.by === 'test' ? way.test.call : undefined;
}

/** `xit`, `it.skip`, or in a suite of that kind. */
export function isSwitchedOff(one: Suite | Test): boolean {
  if (isSwitchedOffItself(one) === true) return true;
  const around = one.kind === 'test' ? one.suite : one.parent;
  return around !== undefined && isSwitchedOff(around);
}

/** `xit`, `it.skip`. Undefined where that cannot be read: `(process.env.ONLINE ? it : it.skip)(…)`. */
export function isSwitchedOffItself({ call: { callee } }: Suite | Test): boolean | undefined {
  if (callee.kind !== 'Identifier' && callee.kind !== 'Member') return undefined;
  const word = callee.kind === 'Identifier' ? callee.name : callee.property;
  return word === 'skip' || word.startsWith('x');
}

/** The suite in which a piece of code is run; undefined outside any. */
export function suiteOf(way: RunBy): Suite | undefined {
  if (way.by === 'suite') return way.suite;
  if (way.by === 'hook') return way.hook.suite;
  return way.by === 'test' ? way.test.suite : undefined;
}

export function outermost(suite: Suite): Suite {
  let at = suite;
  while (at.parent !== undefined) at = at.parent;
  return at;
}

/** Is a suite the other one, or somewhere inside it? Everything is inside the file, which stands for no suite. */
export function isWithin(inner: Suite | undefined, outer: Suite | undefined): boolean {
  if (outer === undefined) return true;
  for (let at = inner; at !== undefined; at = at.parent) if (at === outer) return true;
  return false;
}
