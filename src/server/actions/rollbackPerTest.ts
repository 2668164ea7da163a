import type { Binding } from '../analysis/bindings.ts';
import { isWritten } from '../analysis/bindings.ts';
import { callsIn } from '../analysis/calls.ts';
import { databaseHandle, opensDatabase } from '../analysis/databases.ts';
import { isWithin, suiteOf } from '../analysis/mochaModel.ts';
import type { RunBy, Suite } from '../analysis/mochaModel.ts';
import { traceOwnership } from '../analysis/ownership.ts';
import { contains, forEachChild, literalText } from '../analysis/syntax.ts';
import type { BlockNode, CallNode, NewNode, Span, SyntaxNode } from '../analysis/syntax.ts';
import type { TestFile } from '../analysis/testFile.ts';
import { innermostSuite } from '../edits/fixtureInsertion.ts';
import { insertTeardown, lineNumber } from '../edits/hookInsertion.ts';
import { insertIntoHook } from '../edits/hookJoining.ts';
import { end } from '../edits/statementInsertion.ts';
import { impossible, possible } from '../edits/textChange.ts';
import type { Edit } from '../edits/textChange.ts';
import type { Action } from './action.ts';

/**
 * Runs each test of a suite inside a transaction that is rolled back. better-sqlite3 turns a transaction of the
 * code under test into a savepoint then, so it works on as before.
 */
export const rollbackPerTest: Action = {
  id: 'rollback-per-test',
  title: 'Roll back the database after each test',
  kind: 'refactor.rewrite.rollback-per-test',
  rule: undefined,
  offers(file, selection) {
    if (file.mocha.suites.length === 0) return [];
    return [
      {
        title: 'Roll back the database after each test',
        key: `rollback:${selection.start}`,
        preferred: false,
        finding: undefined,
        edit: () => rollBack(file, selection),
      },
    ];
  },
};

/** A database that is opened somewhere in the file. */
interface Opened {
  readonly acquired: CallNode | NewNode;
  readonly binding: Binding | undefined;
  /** Undefined when nobody knows who opens it. */
  readonly runBy: readonly RunBy[] | undefined;
}

interface Reason {
  readonly reason: string;
}

function rollBack(file: TestFile, selection: Span): Edit {
  if (file.broken) return impossible('The file has syntax errors. Repair them first.');
  const around = innermostSuite(file, selection);
  if (around === undefined) return impossible('Put the cursor inside a suite.');
  const found = databaseOf(file, around.suite);
  if ('reason' in found) return impossible(found.reason);
  const { block, name, binding, opened } = found;
  const state = transactionState(file, opened);
  if (typeof state !== 'string') return impossible(state.reason);
  const obstacle = obstacleTo(file) ?? handedOn(file, block, binding);
  if (obstacle !== undefined) return impossible(obstacle.reason);
  if (file.bindings.lookup(name, block) !== binding)
    return impossible(`\`${name}\` cannot be used in hooks of the suite that opens it.`);

  const { quote } = file.style;
  const setup = insertIntoHook(file, {
    list: block,
    kind: 'beforeEach',
    lines: [`${name}.exec(${quote}BEGIN${quote})${end(file)}`],
    async: false,
    // What other hooks write has to be rolled back too.
    order: 'first',
  });
  if (!setup.possible) return setup;
  const teardown = insertTeardown(file, {
    list: block,
    kind: 'afterEach',
    statements: [`if (${name}.${state}) ${name}.exec(${quote}ROLLBACK${quote})`],
    async: false,
    declarations: [],
    behind: undefined,
    looksAt: (word) => word === name,
  });
  if (!teardown.possible) return teardown;
  // Where both extend one import, it is at one place: once is enough for equal changes.
  const known = setup.changes;
  const more = teardown.changes.filter(
    (change) => !known.some((one) => one.start === change.start && one.text === change.text),
  );
  return possible([...known, ...more]);
}

interface SuiteDatabase {
  readonly opened: Opened;
  readonly binding: Binding;
  readonly name: string;
  readonly block: BlockNode;
}

/** The one database that is opened once for all tests of the suite or of a suite around it. */
function databaseOf(file: TestFile, inner: Suite): SuiteDatabase | Reason {
  const all = openedDatabases(file);
  let anew: Opened | undefined;
  for (let suite: Suite | undefined = inner; suite !== undefined; suite = suite.parent) {
    const here: Suite = suite;
    const [opened, other] = all.filter(({ runBy }) => runBy?.some((way) => isOnceFor(file, way, here)));
    if (opened !== undefined) return checked(file, here, opened, other, all);
    anew ??= all.find(({ runBy }) =>
      runBy?.some(
        (way) =>
          (way.by === 'hook' && way.hook.kind === 'beforeEach' && way.hook.suite === here) ||
          (way.by === 'test' && way.test.suite === here),
      ),
    );
  }
  if (anew === undefined) return { reason: 'No database is opened once for this suite, in `before`.' };
  const line = lineNumber(file.text, anew.acquired.start);
  return { reason: `Each test has a database of its own (line ${line}), so there is nothing to roll back.` };
}

function checked(
  file: TestFile,
  suite: Suite,
  opened: Opened,
  other: Opened | undefined,
  all: readonly Opened[],
): SuiteDatabase | Reason {
  const second =
    other ??
    all.find(
      (one) =>
        one !== opened &&
        (one.runBy?.some((way) => isWithin(suiteOf(way), suite)) ?? contains(suite.call, one.acquired)),
    );
  if (second !== undefined) {
    const line = lineNumber(file.text, second.acquired.start);
    return {
      reason: `Line ${line} opens a second database. It would not see the transaction, or wait for it.`,
    };
  }
  const { binding, runBy = [] } = opened;
  const block = suite.body?.body;
  if (block?.kind !== 'Block') return { reason: 'The suite has no body that hooks could go into.' };
  if (binding === undefined) return { reason: 'The database has no name. Keep it in a variable first.' };
  const writes = binding.references.filter(isWritten).length;
  if (runBy.length > 1 || writes > (binding.initial === undefined ? 1 : 0))
    return { reason: `\`${binding.name}\` is opened in several places.` };
  return { opened, binding, name: binding.name, block };
}

function isOnceFor(file: TestFile, way: RunBy, suite: Suite): boolean {
  if (way.by === 'suite') return way.suite === suite;
  if (way.by === 'hook') return way.hook.kind === 'before' && way.hook.suite === suite;
  // At the top of the file: only with one suite it is clear whose tests use it.
  return way.by === 'module' && file.mocha.roots.length === 1 && file.mocha.roots[0] === suite;
}

function openedDatabases(file: TestFile): readonly Opened[] {
  const { bindings, mocha } = file;
  const found = new Set(callsIn(file).filter((call) => opensDatabase(call, bindings)));
  const opened: Opened[] = [];
  // A set grows while it is walked, so calls of functions that return a fresh database are followed too.
  for (const acquired of found) {
    const { binding, returnedFrom } = traceOwnership(acquired, databaseHandle, bindings, mocha);
    if (returnedFrom.length === 0) {
      opened.push({ acquired, binding, runBy: mocha.runBy(acquired) });
      continue;
    }
    for (const factory of returnedFrom) {
      for (const use of bindings.bindingOfFunction(factory)?.references ?? []) {
        if (use.parent?.kind === 'Call' && use.parent.callee === use) found.add(use.parent);
      }
    }
  }
  return opened;
}

/** The property that says whether a transaction is open: each of the two libraries has its own. */
function transactionState(file: TestFile, { acquired }: Opened): 'inTransaction' | 'isTransaction' | Reason {
  let at: SyntaxNode | undefined = acquired.parent;
  while (at?.kind === 'Wrapped') at = at.parent;
  if (at?.kind === 'Await')
    return {
      reason: 'The database is opened with `await`, so it is neither better-sqlite3 nor node:sqlite.',
    };
  const module = file.bindings.origin(acquired.callee)?.module;
  if (module === 'sqlite') return 'isTransaction';
  if (module !== 'better-sqlite3' && file.project.resolves?.('better-sqlite3') === false)
    return { reason: 'better-sqlite3 is not installed for this file, so its transactions are unknown.' };
  return 'inTransaction';
}

const ownTransaction = /(^|;)\s*(BEGIN|COMMIT|ROLLBACK|SAVEPOINT)\b/;
const notInside = /(^|;)\s*(VACUUM|ATTACH|DETACH)\b|\bforeign_keys\s*=/i;
const runsSql = new Set(['exec', 'prepare', 'run', 'query', 'all', 'get', 'pragma']);

/** Something in the file that a transaction around every test would break. */
function obstacleTo(file: TestFile): Reason | undefined {
  // The first argument of a hook may be its function.
  const titles = new Set(
    [...file.mocha.suites, ...file.mocha.tests, ...file.mocha.hooks]
      .map(({ call }) => call.args[0])
      .filter((title) => title !== undefined && isTextNode(title)),
  );
  let obstacle: Reason | undefined;
  const visit = (node: SyntaxNode): void => {
    if (obstacle !== undefined || titles.has(node)) return;
    obstacle = obstacleAt(file, node);
    if (obstacle === undefined) forEachChild(node, visit);
  };
  visit(file.tree);
  return obstacle;
}

function isTextNode(node: SyntaxNode): boolean {
  return node.kind === 'String' || node.kind === 'Template';
}

function obstacleAt(file: TestFile, node: SyntaxNode): Reason | undefined {
  const line = (): number => lineNumber(file.text, node.start);
  if (node.kind === 'Call' && node.callee.kind === 'Member' && node.callee.property === 'transaction') {
    const [first] = node.args;
    if (first !== undefined && file.bindings.functionOf(first)?.async === true) {
      return { reason: `The transaction in line ${line()} is async: it would end after the test's own.` };
    }
  }
  if (!isTextNode(node)) return undefined;
  const sql = literalText(node) ?? (node.kind === 'Template' ? node.strings.join('?') : '');
  const call = node.parent;
  const isSql = call?.kind === 'Call' && call.callee.kind === 'Member' && runsSql.has(call.callee.property);
  if (ownTransaction.test(isSql ? sql.toUpperCase() : sql)) {
    return { reason: `Line ${line()} has a transaction of its own, and transactions cannot be nested.` };
  }
  if (notInside.test(sql) && runsInTests(file, node)) {
    return { reason: `Line ${line()} does what has no effect, or fails, inside a transaction.` };
  }
  return undefined;
}

const aboutTransactions = /begin|roll_?back|transaction|savepoint|commit/i;

/** A function of another file that is given the database may add hooks, or begin a transaction itself. */
function handedOn(file: TestFile, block: BlockNode, binding: Binding): Reason | undefined {
  for (const reference of binding.references) {
    let call: SyntaxNode | undefined = reference;
    while (call !== undefined && call.kind !== 'ExpressionStatement') {
      if (call.kind === 'Call' && !contains(call.callee, reference)) {
        const callee = file.bindings.functionOf(call.callee) === undefined ? call.callee : undefined;
        const name = callee?.kind === 'Identifier' ? callee.name : '';
        const definesHooks = call.parent?.kind === 'ExpressionStatement' && call.parent.parent === block;
        const isMocha = file.mocha.hooks.some((hook) => hook.call === call) || isBlockCall(file, call);
        if (!isMocha && callee !== undefined && (definesHooks || aboutTransactions.test(name))) {
          const line = lineNumber(file.text, call.start);
          return { reason: `What line ${line} does with the database may be a transaction as well.` };
        }
      }
      call = call.parent;
    }
  }
  return undefined;
}

function isBlockCall(file: TestFile, call: CallNode): boolean {
  return [...file.mocha.suites, ...file.mocha.tests].some((block) => block.call === call);
}

function runsInTests(file: TestFile, node: SyntaxNode): boolean {
  const ways = file.mocha.runBy(node);
  if (ways === undefined) return true;
  return ways.some(
    (way) =>
      way.by === 'test' ||
      (way.by === 'hook' && (way.hook.kind === 'beforeEach' || way.hook.kind === 'afterEach')),
  );
}
