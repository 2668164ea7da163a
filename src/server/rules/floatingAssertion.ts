import {
  chainOf,
  containsAssertion,
  isPromisingAssertion,
  isSupertestRequest,
} from '../analysis/assertions.ts';
import type { Chain } from '../analysis/assertions.ts';
import { waitsBehind } from '../analysis/awaiting.ts';
import { endsByDone, isInTestOrHook, isSuiteBody, mochaCallbacks } from '../analysis/mochaCallbacks.ts';
import { enclosingFunction, forEachChild, unwrap } from '../analysis/syntax.ts';
import type { CallNode, ExpressionStatementNode, FunctionNode, SyntaxNode } from '../analysis/syntax.ts';
import type { TestFile } from '../analysis/testFile.ts';
import type { Finding, Rule } from './rule.ts';

/** An assertion whose promise is dropped. */
export interface FloatingAssertion {
  readonly statement: ExpressionStatementNode;
  /** The function that would have to wait. */
  readonly within: FunctionNode;
}

export const floatingAssertion: Rule<FloatingAssertion> = {
  id: 'floating-assertion',
  title: 'Nobody waits for an assertion',
  fix: 'preferred',
  severity: 'error',
  lesson: '07-time-and-retries',
  aboutAbsence: false,
  find,
};

function find(file: TestFile): readonly Finding<FloatingAssertion>[] {
  if (file.mocha.tests.length === 0) return [];
  const findings: Finding<FloatingAssertion>[] = [];
  for (const node of file.all('ExpressionStatement')) {
    const finding = judge(file, node);
    if (finding !== undefined) findings.push(finding);
  }
  return findings;
}

function judge(file: TestFile, statement: ExpressionStatementNode): Finding<FloatingAssertion> | undefined {
  const expression = unwrap(statement.expression);
  if (expression.kind !== 'Call' && expression.kind !== 'Member') return undefined;
  const within = enclosingFunction(statement);
  if (within === undefined || within.generator) return undefined;
  const message = whyFloating(file, expression, statement, within);
  if (message === undefined || isSuiteBody(file, within) || endsByDone(file, statement)) return undefined;
  return {
    start: expression.start,
    end: expression.end,
    message,
    related: [],
    subject: { statement, within },
  };
}

function whyFloating(
  file: TestFile,
  expression: SyntaxNode,
  statement: ExpressionStatementNode,
  within: FunctionNode,
): string | undefined {
  const { bindings } = file;
  if (isPromisingAssertion(expression, bindings)) {
    return isInTestOrHook(file, statement) || file.mocha.runBy(statement) !== undefined
      ? 'This assertion is a promise that nobody waits for: the test passes before it has decided anything. Put `await` in front.'
      : undefined;
  }
  if (expression.kind !== 'Call' || !mochaCallbacks(file).has(within)) return undefined;
  const chain = chainOf(expression);
  if (isUnsentRequest(expression, chain, file)) {
    return 'Nobody waits for this request, so it is not even sent and its `expect` checks nothing. Put `await` in front.';
  }
  const message = whyLost(file, expression, chain);
  if (message === undefined) return undefined;
  // What is waited for further down may be what settles it.
  const isSettled = waitsBehind(file.text, within, statement) || isDrivenBehind(within, statement);
  return isSettled ? undefined : message;
}

function whyLost(file: TestFile, expression: CallNode, chain: Chain): string | undefined {
  if (assertsInThen(file, expression, chain)) {
    return 'The test does not wait for this promise: when an assertion in its callback fails, nobody notices. Put `await` in front.';
  }
  const local = file.bindings.functionOf(expression.callee);
  return local?.async === true && !local.generator && isOwnCheck(file, local)
    ? 'This function is `async` and asserts, but nobody waits for it: a failure is lost. Put `await` in front.'
    : undefined;
}

function isOwnCheck(file: TestFile, local: FunctionNode): boolean {
  return local.body !== undefined && containsAssertion(file, local.body);
}

const settles = new Set(['then', 'catch', 'finally']);

/** `request(app).get('/').expect(200);` without `await`, `.end(…)` or a callback. */
function isUnsentRequest(expression: CallNode, chain: Chain, file: TestFile): boolean {
  const last = expression.callee;
  if (last.kind !== 'Member' || last.property !== 'expect') return false;
  if (!isSupertestRequest(chain, file.bindings)) return false;
  if (chain.properties.some((name) => name === 'end' || settles.has(name))) return false;
  return expression.args.every((argument) => {
    const value = unwrap(argument);
    if (value.kind === 'Function') return false;
    return value.kind !== 'Identifier' || file.bindings.resolve(value)?.kind !== 'parameter';
  });
}

/** Globals that put their commands in a queue of their own are no promises: Cypress, Protractor, WebdriverIO. */
const promisingGlobals = new Set(['fetch', 'Promise', 'globalThis', 'axios', 'window', 'global']);

function assertsInThen(file: TestFile, expression: CallNode, chain: Chain): boolean {
  const { callee } = expression;
  if (callee.kind !== 'Member' || !settles.has(callee.property)) return false;
  const { root } = chain;
  if (root.kind === 'Identifier' && file.bindings.resolve(root) === undefined) {
    if (!promisingGlobals.has(root.name)) return false;
  }
  return chain.calls.some(
    (call) =>
      call.callee.kind === 'Member' &&
      settles.has(call.callee.property) &&
      call.args.some((argument) => {
        const handler = file.bindings.functionOf(argument);
        return handler?.body !== undefined && containsAssertion(file, handler.body);
      }),
  );
}

const drives = /^(\$|_flush|flush|tick|run|advance|resolve|reject|emit|trigger|next|respond|digest|apply)/;

/** AngularJS, fake clocks and deferreds settle promises by a call, so the callback runs before the test ends. */
function isDrivenBehind(within: FunctionNode, statement: SyntaxNode): boolean {
  let found = false;
  const visit = (node: SyntaxNode): void => {
    if (node.kind === 'Call' && node.start >= statement.end) {
      const { callee } = node;
      const name =
        callee.kind === 'Member' ? callee.property : callee.kind === 'Identifier' ? callee.name : '';
      if (drives.test(name)) found = true;
    }
    if (!found) forEachChild(node, visit);
  };
  visit(within);
  return found;
}

/** Can the function wait without its caller knowing? */
export function canWait(file: TestFile, within: FunctionNode): boolean {
  if (within.async) return true;
  const callback = mochaCallbacks(file).get(within);
  return callback?.inline === true && within.params.length === 0;
}
