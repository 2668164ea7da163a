import { isPromiseExecutor } from './bindings.ts';
import { callsByModule } from './calls.ts';
import { contains, enclosingFunction } from './syntax.ts';
import type { CallNode, IdentifierNode, NewNode, SyntaxNode } from './syntax.ts';
import type { RunBy } from './mochaModel.ts';
import { traceOwnership } from './ownership.ts';
import type { Ownership, ResourceKind } from './ownership.ts';
import type { TestFile } from './testFile.ts';

/** Something that a test acquires and has to release: how it is recognised, and how people speak of it. */
export interface Resource {
  /** As in "The database `db` …". */
  readonly noun: string;
  /** What is done to get it, as in "… is opened here". */
  readonly acquiredWord: string;
  /** What has to be done with it, as in "Close it in …". */
  readonly releaseWord: string;
  /** As in "… and never closed". */
  readonly releasedWord: string;
  readonly kind: ResourceKind;
  /** The modules whose functions acquire it; undefined stands for a value of unknown origin. Asked for every call. */
  from(module: string | undefined): boolean;
  /** Does this expression evaluate to a fresh one? Judged by where the function comes from, not by its name here. */
  acquires(node: CallNode | NewNode, file: TestFile): boolean;
  /** Is it held from this call on, whatever its kind says about starting it? */
  startsAtOnce?(node: CallNode | NewNode, file: TestFile): boolean;
  /** Does a use that is no release leave open whether it is one? */
  mayRelease?(use: IdentifierNode, file: TestFile): boolean;
  /** True for files in which nothing certain can be said, such as under a fake clock. */
  isUncertain?(file: TestFile): boolean;
}

export interface Acquisition {
  readonly acquired: CallNode | NewNode;
  readonly ownership: Ownership;
  /** From where on it has to be released: `acquired` itself, or the calls that start it. Never empty. */
  readonly starts: readonly SyntaxNode[];
}

/** A resource that is acquired and never released. */
export interface HeldResource extends Acquisition {
  readonly resource: Resource;
  /** Who runs the code that starts to hold it. Never empty. */
  readonly runBy: readonly RunBy[];
}

/**
 * Every expression that acquires a resource, with the calls of functions of this file that return a fresh one, in
 * source order. A server that never listens is none.
 */
export function acquisitionsOf(file: TestFile, resource: Resource): readonly Acquisition[] {
  return file.once(resource, () => {
    const found = new Set<CallNode | NewNode>();
    for (const [module, calls] of callsByModule(file)) {
      if (!resource.from(module)) continue;
      for (const call of calls) if (resource.acquires(call, file)) found.add(call);
    }
    if (found.size === 0 || resource.isUncertain?.(file) === true) return [];
    const startedInside = new Set<SyntaxNode>();
    const acquisitions: Acquisition[] = [];
    // A set grows while it is walked, so factories of factories are followed too.
    for (const acquired of found) {
      const ownership = traceOwnership(acquired, resource.kind, file.bindings, file.mocha);
      const startsItself =
        resource.kind.start === undefined ||
        startedInside.has(acquired) ||
        resource.startsAtOnce?.(acquired, file) === true;
      const starts = startsItself ? [acquired] : ownership.starts;
      if (starts.length > 0) acquisitions.push({ acquired, ownership, starts });
      // A function that keeps it as well, or sees to its release, leaves its callers nothing to do.
      if (ownership.passedOn || ownership.releases.length > 0) continue;
      for (const factory of ownership.returnedFrom) {
        for (const use of file.bindings.bindingOfFunction(factory)?.references ?? []) {
          if (use.parent?.kind !== 'Call' || use.parent.callee !== use) continue;
          found.add(use.parent);
          if (starts.some((start) => contains(factory, start))) startedInside.add(use.parent);
        }
      }
    }
    return acquisitions.toSorted((a, b) => a.acquired.start - b.acquired.start);
  });
}

/** The resources of a kind that nobody releases, as far as the file shows. */
export function heldResources(file: TestFile, resource: Resource): readonly HeldResource[] {
  const { mocha } = file;
  if (mocha.tests.length + mocha.hooks.length + mocha.suites.length === 0) return [];
  const held: HeldResource[] = [];
  for (const acquisition of acquisitionsOf(file, resource)) {
    const { ownership } = acquisition;
    if (ownership.passedOn || ownership.disposed || ownership.returnedFrom.length > 0) continue;
    const uses = ownership.binding?.references ?? [];
    if (uses.some((use) => resource.mayRelease?.(use, file) === true)) continue;
    const runBy = whoStarts(file, acquisition);
    if (runBy === undefined || isReleased(file, ownership, runBy)) continue;
    held.push({ ...acquisition, resource, runBy });
  }
  return held;
}

/** Undefined when nobody is known to run it, or somebody unknown is. */
export function whoStarts(file: TestFile, { starts }: Acquisition): readonly RunBy[] | undefined {
  const all: RunBy[] = [];
  for (const start of starts) {
    const ways = runByAtOnce(file, start);
    if (ways === undefined) return undefined;
    all.push(...ways);
  }
  return all.length === 0 ? undefined : all;
}

/** Like `runBy`, but through `await new Promise((resolve) => server.listen(0, resolve))`, which is run at once. */
export function runByAtOnce(file: TestFile, node: SyntaxNode): readonly RunBy[] | undefined {
  let at = node;
  for (;;) {
    const around = enclosingFunction(at);
    if (around?.parent === undefined || !isPromiseExecutor(around, file.bindings)) break;
    at = around.parent;
  }
  return file.mocha.runBy(at);
}

export function isReleased(file: TestFile, ownership: Ownership, runBy: readonly RunBy[]): boolean {
  const releasingTests = new Set<unknown>();
  for (const release of ownership.releases) {
    const ways = file.mocha.runBy(release);
    // Somebody unknown runs the code that releases it.
    if (ways === undefined || ways.length === 0) return true;
    for (const way of ways) {
      if (way.by === 'test') releasingTests.add(way.test);
      else return true;
    }
  }
  if (releasingTests.size === 0) return false;
  // Acquired for every test and released by the tests themselves: it leaks only where a test does not release it.
  return runBy.every((way) => {
    if (way.by !== 'hook') return true;
    const scope = way.hook.suite?.call ?? file.tree;
    return file.mocha.tests
      .filter((test) => contains(scope, test.call))
      .every((test) => releasingTests.has(test));
  });
}

/** The hook that runs as often as the code that acquires: what is opened before each test closes after each. */
export function teardownKind(way: RunBy): 'after' | 'afterEach' {
  if (way.by === 'test') return 'afterEach';
  if (way.by !== 'hook') return 'after';
  return way.hook.kind === 'before' || way.hook.kind === 'after' ? 'after' : 'afterEach';
}

/** Where a resource is acquired, for people: the whole expression, or only what is called when that is long. */
export function shownSpan(
  file: TestFile,
  { acquired, starts: [start = acquired] }: Acquisition,
): { readonly start: number; readonly end: number } {
  const shown = contains(start, acquired) ? acquired : start;
  const isLong = file.text.slice(shown.start, shown.end).includes('\n');
  const called = shown.kind === 'Call' || shown.kind === 'New' ? shown.callee : shown;
  return { start: shown.start, end: isLong ? called.end : shown.end };
}
