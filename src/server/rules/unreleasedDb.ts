import { opensDatabase, databaseHandle } from '../analysis/databases.ts';
import { hookName } from '../analysis/mochaModel.ts';
import type { RunBy } from '../analysis/mochaModel.ts';
import { traceOwnership } from '../analysis/ownership.ts';
import type { Ownership } from '../analysis/ownership.ts';
import { contains, forEachChild } from '../analysis/syntax.ts';
import type { CallNode, NewNode, SyntaxNode } from '../analysis/syntax.ts';
import type { TestFile } from '../analysis/testFile.ts';
import type { Finding, Rule } from './rule.ts';

/** A database that is opened and never closed. */
export interface OpenDatabase {
  readonly acquired: CallNode | NewNode;
  readonly ownership: Ownership;
  /** Never empty. */
  readonly runBy: readonly RunBy[];
}

export const unreleasedDb: Rule<OpenDatabase> = {
  id: 'unreleased-db',
  title: 'A database is opened and never closed',
  fix: 'preferred',
  severity: 'warning',
  lesson: '02-database',
  aboutAbsence: true,
  find,
};

function find(file: TestFile): readonly Finding<OpenDatabase>[] {
  const { mocha } = file;
  if (mocha.tests.length + mocha.hooks.length + mocha.suites.length === 0) return [];
  const findings: Finding<OpenDatabase>[] = [];
  for (const acquired of acquisitions(file)) {
    const ownership = traceOwnership(acquired, databaseHandle, file.bindings, mocha);
    if (ownership.passedOn || ownership.disposed || ownership.returnedFrom.length > 0) continue;
    const runBy = mocha.runBy(acquired);
    if (runBy === undefined || runBy.length === 0) continue;
    if (isReleased(file, ownership, runBy)) continue;
    const subject: OpenDatabase = { acquired, ownership, runBy };
    findings.push({
      start: acquired.start,
      end: acquired.end,
      message: message(file, subject),
      related: runBy.flatMap((way) => relatedTo(acquired, way)),
      subject,
    });
  }
  return findings;
}

/** Every expression that opens a database, with the calls of functions of this file that return a fresh one. */
function acquisitions(file: TestFile): readonly (CallNode | NewNode)[] {
  const { bindings, mocha } = file;
  const found = new Set<CallNode | NewNode>();
  const visit = (node: SyntaxNode): void => {
    if (opensDatabase(node, bindings)) found.add(node);
    forEachChild(node, visit);
  };
  visit(file.tree);
  // A set grows while it is walked, so factories of factories are followed too.
  for (const acquired of found) {
    for (const factory of traceOwnership(acquired, databaseHandle, bindings, mocha).returnedFrom) {
      for (const use of bindings.bindingOfFunction(factory)?.references ?? []) {
        if (use.parent?.kind === 'Call' && use.parent.callee === use) found.add(use.parent);
      }
    }
  }
  return [...found].toSorted((a, b) => a.start - b.start);
}

function isReleased(file: TestFile, ownership: Ownership, runBy: readonly RunBy[]): boolean {
  const closingTests = new Set<unknown>();
  for (const release of ownership.releases) {
    const ways = file.mocha.runBy(release);
    // Somebody unknown runs the code that closes it.
    if (ways === undefined || ways.length === 0) return true;
    for (const way of ways) {
      if (way.by === 'test') closingTests.add(way.test);
      else return true;
    }
  }
  if (closingTests.size === 0) return false;
  // Opened for every test and closed by the tests themselves: it leaks only where a test does not close it.
  return runBy.every((way) => {
    if (way.by !== 'hook') return true;
    const scope = way.hook.suite?.call ?? file.tree;
    return file.mocha.tests
      .filter((test) => contains(scope, test.call))
      .every((test) => closingTests.has(test));
  });
}

/** The hook that runs as often as the code that acquires: what is opened before each test closes after each. */
export function teardownKind(way: RunBy): 'after' | 'afterEach' {
  if (way.by === 'test') return 'afterEach';
  if (way.by !== 'hook') return 'after';
  return way.hook.kind === 'before' || way.hook.kind === 'after' ? 'after' : 'afterEach';
}

function message(file: TestFile, { ownership, runBy }: OpenDatabase): string {
  const name =
    ownership.binding === undefined ? 'This database' : `The database \`${ownership.binding.name}\``;
  const [first] = runBy;
  const hook = hookName(first === undefined ? 'after' : teardownKind(first), file.mocha.interface);
  return `${name} is opened here and never closed. Close it in \`${hook}\`, which runs even when a test fails.`;
}

/** For code in a function of its own: the hook or test that calls it. */
function relatedTo(acquired: SyntaxNode, way: RunBy): Finding['related'] {
  const call = way.by === 'hook' ? way.hook.call : way.by === 'test' ? way.test.call : undefined;
  if (call === undefined || contains(call, acquired)) return [];
  return [{ start: call.callee.start, end: call.callee.end, message: `Opened by this \`${way.by}\`.` }];
}
