import { hookName, outermost, suiteOf } from '../analysis/mochaModel.ts';
import type { HookKind, RunBy, Suite } from '../analysis/mochaModel.ts';
import { contains, forEachChild } from '../analysis/syntax.ts';
import type { CallNode, SyntaxNode } from '../analysis/syntax.ts';
import type { TestFile } from '../analysis/testFile.ts';
import type { Finding, Rule } from './rule.ts';

/** Interceptors that outlive their test, all made within one outermost suite. */
export interface UncleanedInterceptors {
  /** The first call that makes one. */
  readonly made: CallNode;
  /** Undefined for tests outside any suite. */
  readonly suite: Suite | undefined;
  /** `after` when some are made once for all tests: cleaning after each would take them from the second test. */
  readonly clean: Extract<HookKind, 'after' | 'afterEach'>;
}

export const nockNotCleaned: Rule<UncleanedInterceptors> = {
  id: 'nock-not-cleaned',
  title: 'nock interceptors are left for the next test',
  fix: 'preferred',
  severity: 'warning',
  lesson: '06-external-services',
  aboutAbsence: true,
  find,
};

/** Calls that end interceptors. `restore` is a different mistake, with a rule of its own. */
const cleaners = new Set(['cleanAll', 'removeInterceptor', 'restore', 'abortPendingRequests']);

function find(file: TestFile): readonly Finding<UncleanedInterceptors>[] {
  const { bindings, mocha } = file;
  const made: CallNode[] = [];
  const cleaned: SyntaxNode[] = [];
  const visit = (node: SyntaxNode): void => {
    if (node.kind === 'Call') {
      const origin = bindings.origin(node.callee);
      if (origin?.module === 'nock' && origin.path.length === 0) made.push(node);
    } else if (node.kind === 'Member' || node.kind === 'Identifier') {
      const origin = node.parent?.kind === 'ImportedName' ? undefined : bindings.origin(node);
      if (origin?.module === 'nock' && cleaners.has(origin.path[0] ?? '')) cleaned.push(node);
    }
    forEachChild(node, visit);
  };
  visit(file.tree);
  if (made.length === 0) return [];

  const covered = coveredSuites(file, cleaned);
  if (covered === 'all') return [];
  const groups = new Map<Suite | undefined, { readonly calls: CallNode[]; readonly ways: RunBy[] }>();
  for (const call of made) {
    const ways = mocha.runBy(call) ?? [];
    for (const way of ways) {
      const suite = suiteOf(way);
      // Made when the file is loaded: whoever cleans, cleans for the whole file.
      if (way.by === 'module' || isCovered(suite, covered) || cleansItself(file, call, cleaned)) continue;
      const top = suite === undefined ? undefined : outermost(suite);
      const group = groups.get(top) ?? { calls: [], ways: [] };
      groups.set(top, group);
      group.calls.push(call);
      group.ways.push(way);
    }
  }
  const findings: Finding<UncleanedInterceptors>[] = [];
  for (const [suite, { calls, ways }] of groups) {
    const [first] = calls;
    if (first === undefined) continue;
    const shared = ways.some(
      (way) => way.by === 'suite' || (way.by === 'hook' && way.hook.kind === 'before'),
    );
    const clean = shared ? 'after' : 'afterEach';
    const hook = hookName(clean, mocha.interface);
    findings.push({
      start: first.start,
      end: first.end,
      message: `Interceptors made here stay when the test ends, so the next test can get the old reply. Clean them in \`${hook}\`.`,
      related: calls
        .filter((call, index) => call !== first && calls.indexOf(call) === index)
        .map((call) => ({ start: call.start, end: call.end, message: 'Another interceptor that stays.' })),
      subject: { made: first, suite, clean },
    });
  }
  return findings;
}

/** The suites with a hook that cleans, or that may: `all` when it holds for the whole file. */
function coveredSuites(file: TestFile, cleaned: readonly SyntaxNode[]): ReadonlySet<Suite> | 'all' {
  const suites = new Set<Suite>();
  let all = false;
  const cover = (suite: Suite | undefined): void => {
    if (suite === undefined) all = true;
    else suites.add(suite);
  };
  for (const node of cleaned) {
    const hooks = file.mocha.hooks.filter((hook) => contains(hook.call, node));
    for (const hook of hooks) cover(hook.suite);
    if (hooks.length > 0) continue;
    const ways = file.mocha.runBy(node);
    // Exported, or called by somebody unknown: that may well be the cleaning hook.
    if (ways === undefined || ways.length === 0) all = true;
    else for (const way of ways) if (way.by === 'hook') cover(way.hook.suite);
  }
  for (const hook of file.mocha.hooks) if (callsUnknownCleaner(file, hook.call)) cover(hook.suite);
  // Setup at the top of the file that is somebody else's, like `useNock()`, may add hooks of its own.
  if (all || file.tree.body.some((statement) => isUnknownSetup(file, statement))) return 'all';
  for (const suite of file.mocha.suites) {
    const body = suite.body?.body;
    if (body?.kind === 'Block' && body.body.some((statement) => isUnknownSetup(file, statement)))
      suites.add(suite);
  }
  return suites;
}

function isCovered(suite: Suite | undefined, covered: ReadonlySet<Suite>): boolean {
  for (let at = suite; at !== undefined; at = at.parent) if (covered.has(at)) return true;
  return false;
}

/** A `finally` in the same test cleans as surely as a hook does. */
function cleansItself(file: TestFile, made: CallNode, cleaned: readonly SyntaxNode[]): boolean {
  return cleaned.some((node) => {
    for (let at: SyntaxNode | undefined = node; at?.parent !== undefined; at = at.parent) {
      if (at.parent.kind === 'Function') return false;
      if (at.parent.kind === 'Try' && at.parent.finalizer === at) {
        return file.mocha.tests.some((test) => contains(test.call, node) && contains(test.call, made));
      }
    }
    return false;
  });
}

const cleanerName = /nock|mock|intercept|clean|reset|tear_?down|restore|stub/i;

/** Does a hook call or hand over a function of another file whose name may mean cleaning? */
function callsUnknownCleaner(file: TestFile, hook: CallNode): boolean {
  let found = false;
  const visit = (node: SyntaxNode): void => {
    if (node.kind === 'Identifier') {
      const binding = file.bindings.resolve(node);
      const source = binding?.imported?.source ?? file.bindings.origin(node)?.module;
      if (source !== undefined && source !== '' && source !== 'nock' && isOwn(source)) {
        found ||= cleanerName.test(node.name);
      }
    }
    forEachChild(node, visit);
  };
  for (const argument of hook.args) visit(argument);
  return found;
}

function isUnknownSetup(file: TestFile, statement: SyntaxNode): boolean {
  const expression =
    statement.kind === 'ExpressionStatement'
      ? statement.expression
      : statement.kind === 'Variable'
        ? statement.declarators[0]?.initial
        : undefined;
  if (expression?.kind !== 'Call' || expression.callee.kind !== 'Identifier') return false;
  const source = file.bindings.origin(expression.callee)?.module ?? '';
  return isOwn(source) && cleanerName.test(expression.callee.name);
}

function isOwn(source: string): boolean {
  return source.startsWith('.') || source.startsWith('#');
}
