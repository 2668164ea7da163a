import { containsAssertion } from '../analysis/assertions.ts';
import { functionAwaits, waitsBehind } from '../analysis/awaiting.ts';
import { callbackAround, isSuiteBody } from '../analysis/mochaCallbacks.ts';
import { contains, enclosingFunction, unwrap } from '../analysis/syntax.ts';
import type { CallNode, FunctionNode, MemberNode } from '../analysis/syntax.ts';
import type { TestFile } from '../analysis/testFile.ts';
import type { Finding, Rule } from './rule.ts';

/** `xs.forEach(async (x) => { … })` as a statement. */
export interface AsyncForEach {
  readonly call: CallNode;
  readonly callee: MemberNode;
  readonly callback: FunctionNode;
  /** The function that would have to wait. */
  readonly within: FunctionNode;
}

export const asyncForeach: Rule<AsyncForEach> = {
  id: 'async-foreach',
  title: 'forEach does not wait for an async function',
  fix: 'offered',
  severity: 'warning',
  lesson: '07-time-and-retries',
  aboutAbsence: false,
  find,
};

function find(file: TestFile): readonly Finding<AsyncForEach>[] {
  const findings: Finding<AsyncForEach>[] = [];
  for (const node of file.all('Call')) {
    const finding = judge(file, node);
    if (finding !== undefined) findings.push(finding);
  }
  return findings;
}

function judge(file: TestFile, call: CallNode): Finding<AsyncForEach> | undefined {
  const subject = asyncForEach(file, call);
  if (subject === undefined) return undefined;
  const { within, callback } = subject;
  const around = callbackAround(file, call);
  // Who counts and then calls `done` does wait; a helper is judged by what runs it.
  if (around !== undefined && around.function.params.length > 0) return undefined;
  const runs = file.mocha.runBy(call);
  if (
    around?.function !== within &&
    !(runs?.some((way) => way.by === 'test' || way.by === 'hook') ?? false)
  ) {
    return undefined;
  }
  const asserts = callback.body !== undefined && containsAssertion(file, callback.body);
  if (!asserts) {
    if (!functionAwaits(file.text, callback)) return undefined;
    const statement = call.parent;
    // Work that is started here and waited for below is no mistake.
    if (statement === undefined || waitsBehind(file.text, within, statement)) return undefined;
  }
  return {
    start: call.start,
    end: subject.callee.end,
    message: asserts
      ? '`forEach` does not wait for its function: the test ends first, and assertions that fail are lost. Use `for … of`.'
      : '`forEach` does not wait for its function: what follows runs before this work is done. Use `for … of`.',
    related: [],
    subject,
  };
}

function asyncForEach(file: TestFile, call: CallNode): AsyncForEach | undefined {
  const callee = unwrap(call.callee);
  if (callee.kind !== 'Member' || callee.property !== 'forEach') return undefined;
  const [first] = call.args;
  const callback = first === undefined ? undefined : file.bindings.functionOf(first);
  if (callback === undefined || !callback.async || callback.generator) return undefined;
  const within = enclosingFunction(call);
  if (within === undefined || within.generator || isSuiteBody(file, within)) return undefined;
  // A `forEach` whose result is used may be that of a stream, which is a promise.
  const { parent } = call;
  const isDropped = parent?.kind === 'ExpressionStatement';
  return isDropped && !contains(callback, within) ? { call, callee, callback, within } : undefined;
}
