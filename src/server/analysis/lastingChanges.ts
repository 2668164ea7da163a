import { knownValuesOf } from './values.ts';
import type { Origin } from './bindings.ts';
import { isWithin, outermost, suiteOf } from './mochaModel.ts';
import type { RunBy, Suite, Test } from './mochaModel.ts';
import { isTeardown } from './releases.ts';
import { hookAround, hookOf, testAround } from './surroundings.ts';
import { unwrap } from './syntax.ts';
import type { SyntaxNode } from './syntax.ts';
import type { TestFile } from './testFile.ts';

/**
 * Changes of something that belongs to the whole process (a variable of the environment, the working directory)
 * which nobody takes back. All those within one outermost suite are one.
 */
export interface LastingChange<N extends SyntaxNode = SyntaxNode> {
  /** In source order, never empty. */
  readonly changes: readonly [N, ...N[]];
  /** The smallest suite with all of them in it; undefined for tests outside any suite. */
  readonly suite: Suite | undefined;
  /** `after` when some are made once for all tests: taking them back after each would take them from the second. */
  readonly undo: 'after' | 'afterEach';
}

export interface ProcessState<N extends SyntaxNode = SyntaxNode> {
  readonly changes: readonly N[];
  /** Where the old state is brought back, or may be. */
  readonly undone: readonly SyntaxNode[];
  /** Names of functions of other files that may bring it back. */
  readonly undoer: RegExp;
}

export function lastingChanges<N extends SyntaxNode>(
  file: TestFile,
  state: ProcessState<N>,
): readonly LastingChange<N>[] {
  // A file with nothing but hooks is loaded to set up the whole run: what it sets is meant to stay.
  if (state.changes.length === 0 || file.mocha.tests.length === 0) return [];
  const covered = coveredBy(file, state);
  if (covered === 'everything') return [];
  const groups = new Map<Suite | undefined, { readonly changes: Set<N>; readonly ways: RunBy[] }>();
  for (const change of state.changes) {
    const ways = (file.mocha.runBy(change) ?? []).filter(
      (way) => isForItsTests(way) && !isCovered(way, covered),
    );
    for (const way of ways) {
      const suite = suiteOf(way);
      const top = suite === undefined ? undefined : outermost(suite);
      const group = groups.get(top) ?? { changes: new Set<N>(), ways: [] };
      groups.set(top, group);
      group.changes.add(change);
      group.ways.push(way);
    }
  }
  return [...groups.values()].flatMap(({ changes, ways }): LastingChange<N>[] => {
    const [first, ...others] = [...changes].toSorted((a, b) => a.start - b.start);
    if (first === undefined) return [];
    const once = ways.some((way) => way.by === 'suite' || (way.by === 'hook' && way.hook.kind === 'before'));
    return [
      {
        changes: [first, ...others],
        suite: ways.map(suiteOf).reduce(commonSuite),
        undo: once ? 'after' : 'afterEach',
      },
    ];
  });
}

/** Module code and root hooks set up the whole run; a teardown hook takes back rather than changes. */
function isForItsTests(way: RunBy): boolean {
  if (way.by === 'module') return false;
  if (way.by !== 'hook') return true;
  return way.hook.suite !== undefined && (way.hook.kind === 'before' || way.hook.kind === 'beforeEach');
}

function commonSuite(a: Suite | undefined, b: Suite | undefined): Suite | undefined {
  for (let at = a; at !== undefined; at = at.parent) if (isWithin(b, at)) return at;
  return undefined;
}

interface Covered {
  readonly suites: ReadonlySet<Suite>;
  /** Tests that bring it back themselves. */
  readonly tests: ReadonlySet<Test>;
}

function isCovered(way: RunBy, { suites, tests }: Covered): boolean {
  if (way.by === 'test' && tests.has(way.test)) return true;
  for (let at = suiteOf(way); at !== undefined; at = at.parent) if (suites.has(at)) return true;
  return false;
}

function coveredBy(file: TestFile, state: ProcessState): Covered | 'everything' {
  const suites = new Set<Suite>();
  const tests = new Set<Test>();
  let everything = false;
  const cover = (suite: Suite | undefined): void => {
    if (suite === undefined) everything = true;
    else suites.add(suite);
  };
  for (const node of [...state.undone, ...unknownUndoers(file, state.undoer)]) {
    const ways = file.mocha.runBy(node) ?? [];
    if (ways.length > 0) {
      for (const way of ways) {
        if (way.by === 'hook') cover(way.hook.suite);
        else if (way.by === 'test') tests.add(way.test);
        else if (way.by === 'suite') suites.add(way.suite);
        else everything = true;
      }
      continue;
    }
    // In a callback nobody can follow: it counts for the hook or test it stands in.
    const hook = hookAround(file, node);
    const test = testAround(file, node);
    if (hook !== undefined) cover(hook.suite);
    else if (test !== undefined) tests.add(test);
    else everything = true;
  }
  return everything ? 'everything' : { suites, tests };
}

/** Calls and callbacks that may bring the old state back, in a file that is not shown here. */
function unknownUndoers(file: TestFile, undoer: RegExp): readonly SyntaxNode[] {
  // The same for every variable that a file sets.
  return file.once(undoer, () =>
    file.all('Call').flatMap((call) => {
      // Mocha's own `teardown` brings nothing back: what is handed to it may.
      if (hookOf(file, call) !== undefined) return call.args.filter((one) => mayUndo(file, one, undoer));
      return mayUndo(file, call.callee, undoer) ? [call] : [];
    }),
  );
}

function mayUndo(file: TestFile, called: SyntaxNode, undoer: RegExp): boolean {
  if (called.kind !== 'Identifier' && called.kind !== 'Member') return false;
  // The name first: it is cheap, and nearly always says no.
  if (!undoer.test(file.text.slice(called.start, called.end))) return false;
  const origin = file.bindings.origin(called);
  const isProcess = origin?.module === 'process' || (origin?.module === '' && origin.path[0] === 'process');
  if (isProcess || file.bindings.functionOf(called) !== undefined) return false;
  return !isOfPackage(file, called, undoer);
}

/** What a package is for is known by its name: sinon restores what sinon has replaced, and nothing else. */
function isOfPackage(file: TestFile, called: SyntaxNode, undoer: RegExp): boolean {
  const { bindings } = file;
  let root = called;
  while (root.kind === 'Member') root = root.object;
  const binding = root.kind === 'Identifier' ? bindings.resolve(root) : undefined;
  const sources = [
    bindings.origin(called),
    ...(binding === undefined ? [] : knownValuesOf(binding).map(madeBy)),
  ];
  return sources.some(
    (source) => source !== undefined && /^[\w@]/.test(source.module) && !undoer.test(source.module),
  );

  function madeBy(value: SyntaxNode): Origin | undefined {
    let at = unwrap(value);
    if (at.kind === 'Await') at = unwrap(at.operand);
    while (at.kind === 'Call' || at.kind === 'New') at = at.callee;
    return bindings.origin(at);
  }
}

/**
 * Changes that take an earlier one back: in a teardown hook, in `finally`, or a later one in the same test, as in
 * `chdir('a'); run(); chdir('..')`.
 */
export function takingBack<N extends SyntaxNode>(file: TestFile, changes: readonly N[]): ReadonlySet<N> {
  const firsts = new Map<Test, N>();
  return new Set(
    changes.filter((node) => {
      const test = testAround(file, node);
      const first = test === undefined ? undefined : firsts.get(test);
      if (test !== undefined && first === undefined) firsts.set(test, node);
      return first !== undefined || isTornDown(file, node);
    }),
  );
}

function isTornDown(file: TestFile, node: SyntaxNode): boolean {
  const ways = file.mocha.runBy(node) ?? [];
  if (ways.some((way) => way.by === 'hook' && isTeardown(way.hook))) return true;
  const around = hookAround(file, node);
  if (around !== undefined && isTeardown(around)) return true;
  for (let at: SyntaxNode | undefined = node; at?.parent !== undefined; at = at.parent) {
    if (at.parent.kind === 'Try' && at.parent.finalizer === at) return true;
  }
  return false;
}
