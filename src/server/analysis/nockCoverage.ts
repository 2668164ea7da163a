import { isOwnModule } from './bindings.ts';
import type { Suite } from './mochaModel.ts';
import { contains, forEachChild } from './syntax.ts';
import type { CallNode, SyntaxNode } from './syntax.ts';
import type { TestFile } from './testFile.ts';

/** Names of functions of other files that may well clean interceptors. */
const mayClean = /nock|mock|intercept|clean|reset|tear_?down|restore|stub/i;

/** The same for closing the network, which is done once, before all tests. */
export const mayGuard =
  /nock|mock|intercept|stub|net_?work|net_?connect|offline|set_?up|bootstrap|fixture|hooks?\b|init/i;

/**
 * The suites with a hook that runs one of `uses`, or with a hook or set-up of somebody unknown that by its name may
 * do the same; `all` when it holds for the whole file.
 */
export function coveredSuites(
  file: TestFile,
  uses: readonly SyntaxNode[],
  may: RegExp = mayClean,
): ReadonlySet<Suite> | 'all' {
  const suites = new Set<Suite>();
  let all = false;
  const cover = (suite: Suite | undefined): void => {
    if (suite === undefined) all = true;
    else suites.add(suite);
  };
  for (const node of uses) {
    const hooks = file.mocha.hooks.filter((hook) => contains(hook.call, node));
    for (const hook of hooks) cover(hook.suite);
    if (hooks.length > 0) continue;
    const ways = file.mocha.runBy(node);
    // Exported, or called by somebody unknown: that may well be the hook.
    if (ways === undefined || ways.length === 0) all = true;
    else for (const way of ways) if (way.by === 'hook') cover(way.hook.suite);
  }
  for (const hook of file.mocha.hooks) if (callsUnknownHelper(file, hook.call, may)) cover(hook.suite);
  // Set-up at the top of the file that is somebody else's, like `useNock()`, may add hooks of its own.
  if (all || file.tree.body.some((statement) => isUnknownSetup(file, statement, may))) return 'all';
  for (const suite of file.mocha.suites) {
    const body = suite.body?.body;
    if (body?.kind === 'Block' && body.body.some((statement) => isUnknownSetup(file, statement, may)))
      suites.add(suite);
  }
  return suites;
}

export function isCovered(suite: Suite | undefined, covered: ReadonlySet<Suite>): boolean {
  for (let at = suite; at !== undefined; at = at.parent) if (covered.has(at)) return true;
  return false;
}

/** Does a hook call or hand over a function of another file whose name may mean such a thing? */
function callsUnknownHelper(file: TestFile, hook: CallNode, may: RegExp): boolean {
  let found = false;
  const visit = (node: SyntaxNode): void => {
    if (node.kind === 'Identifier' || node.kind === 'Member') {
      const binding = node.kind === 'Identifier' ? file.bindings.resolve(node) : undefined;
      const source = binding?.imported?.source ?? file.bindings.origin(node)?.module ?? '';
      if (isOwnModule(source)) found ||= may.test(node.kind === 'Identifier' ? node.name : node.property);
    }
    forEachChild(node, visit);
  };
  for (const argument of hook.args) visit(argument);
  return found;
}

function isUnknownSetup(file: TestFile, statement: SyntaxNode, may: RegExp): boolean {
  if (statement.kind === 'Import') return statement.names.length === 0 && isOwnHelper(statement.source, may);
  const expression =
    statement.kind === 'ExpressionStatement'
      ? statement.expression
      : statement.kind === 'Variable'
        ? statement.declarators[0]?.initial
        : undefined;
  if (expression?.kind !== 'Call') return false;
  const { callee } = expression;
  if (callee.kind === 'Identifier' || callee.kind === 'Member') {
    const source = file.bindings.origin(callee)?.module ?? '';
    if (isOwnModule(source)) return may.test(callee.kind === 'Identifier' ? callee.name : callee.property);
  }
  // `require('./setup')` for its effect alone.
  const loaded = statement.kind === 'ExpressionStatement' ? file.bindings.origin(expression) : undefined;
  return loaded !== undefined && isOwnHelper(loaded.module, may);
}

function isOwnHelper(source: string, may: RegExp): boolean {
  return isOwnModule(source) && may.test(source);
}

/** Does one of the files that mocha loads before the tests speak of such a thing? */
export function setupMentions(file: TestFile, what: RegExp): boolean {
  return what.test(file.project.setupText ?? '');
}
