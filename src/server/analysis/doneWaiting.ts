import { chainOf, isSupertestRequest } from './assertions.ts';
import { isThrow } from './awaiting.ts';
import type { Binding } from './bindings.ts';
import { contains, enclosingFunction, forEachChild, unwrap } from './syntax.ts';
import type { CallNode, FunctionNode, IdentifierNode, SyntaxNode } from './syntax.ts';
import type { TestFile } from './testFile.ts';

/** What a test waits for that ends by `done`, and what happens then. */
export interface Waiting {
  /** The source text of a promise. */
  readonly promise: string;
  readonly result: SyntaxNode | undefined;
  /** The function whose statements follow; undefined when nothing does. */
  readonly follows: FunctionNode | undefined;
  /** Statements of it that are not needed any more: the guard of the error, and the end. */
  readonly dropped: readonly SyntaxNode[];
  /** The uses of `done` that this explains. */
  readonly ends: readonly IdentifierNode[];
}

export type Reason = { readonly reason: string };

const noPromise: Reason = {
  reason: 'What the test waits for is no promise, no request of supertest and no call of `fs`.',
};

/** What a call waits for that ends by `done`, as far as it can be written with a promise. */
export function waitingOf(file: TestFile, call: CallNode, done: Binding): Waiting | Reason {
  const { callee } = call;
  if (callee.kind !== 'Member') return noPromise;
  if (callee.property === 'then' || callee.property === 'catch') return promiseChain(file, call, done);
  if (isSupertestRequest(chainOf(call), file.bindings)) return request(file, call, done);
  const origin = file.bindings.origin(callee);
  const isFs = origin?.module === 'fs' && origin.path.length === 1 && callee.object.kind === 'Identifier';
  return isFs && promisedByFs.has(callee.property) ? fsCall(file, call, done) : noPromise;
}

/** `work().then((value) => { …; done(); }).catch(done)` */
function promiseChain(file: TestFile, call: CallNode, done: Binding): Waiting | Reason {
  const ends: IdentifierNode[] = [];
  let then = call;
  if (call.callee.kind === 'Member' && call.callee.property === 'catch') {
    const handled = passesError(file, call.args[0], done);
    const inner = unwrap(call.callee.object);
    if (handled === undefined || call.args.length !== 1 || inner.kind !== 'Call') return noPromise;
    ends.push(handled);
    then = inner;
  }
  if (then.callee.kind !== 'Member' || then.callee.property !== 'then') return noPromise;
  const [success, failure] = then.args;
  if (failure !== undefined) {
    const handled = passesError(file, failure, done);
    if (handled === undefined) return { reason: 'The failure is not only handed to `done`.' };
    ends.push(handled);
  }
  const { object } = then.callee;
  if (hasComment(file, object.end, then.args[0]?.start ?? then.end)) return lostComment;
  const handler = success === undefined ? undefined : unwrap(success);
  if (handler?.kind !== 'Function')
    return { reason: 'The function that gets the result is written elsewhere.' };
  if (handler.params.length > 1) return noPromise;
  return following(file, handler, done, {
    promise: source(file, object),
    result: handler.params[0],
    error: undefined,
    ends,
  });
}

/** `request(app).get('/').expect(200, done)` and `….end((err, res) => { … })` */
function request(file: TestFile, call: CallNode, done: Binding): Waiting | Reason {
  const { callee, args } = call;
  const handler = args.at(-1);
  if (callee.kind !== 'Member' || handler === undefined) return noPromise;
  if (callee.property === 'end' && args.length === 1) {
    if (hasComment(file, callee.object.end, handler.start)) return lostComment;
    return nodeCallback(file, handler, done, source(file, callee.object));
  }
  if (callee.property !== 'expect') return noPromise;
  return nodeCallback(file, handler, done, withoutLast(file, call));
}

/** Functions of `fs` with a promise of the same form in `fs.promises`. */
const promisedByFs = new Set([
  'access',
  'appendFile',
  'chmod',
  'copyFile',
  'cp',
  'link',
  'lstat',
  'mkdir',
  'mkdtemp',
  'readFile',
  'readdir',
  'readlink',
  'realpath',
  'rename',
  'rm',
  'rmdir',
  'stat',
  'symlink',
  'truncate',
  'unlink',
  'utimes',
  'writeFile',
]);

function fsCall(file: TestFile, call: CallNode, done: Binding): Waiting | Reason {
  const { callee, args } = call;
  const handler = args.at(-1);
  if (callee.kind !== 'Member' || handler === undefined) return noPromise;
  const name = `${source(file, callee.object)}.promises.${callee.property}`;
  const rest = withoutLast(file, call).slice(callee.end - call.start);
  return nodeCallback(file, handler, done, name + rest);
}

/** The call without its last argument. */
function withoutLast(file: TestFile, call: CallNode): string {
  const previous = call.args.at(-2);
  const last = call.args.at(-1);
  const open = previous?.end ?? file.text.indexOf('(', call.callee.end) + 1;
  return last === undefined ? source(file, call) : `${file.text.slice(call.start, open)})`;
}

function nodeCallback(file: TestFile, handler: SyntaxNode, done: Binding, promise: string): Waiting | Reason {
  const given = unwrap(handler);
  if (given.kind === 'Identifier' && file.bindings.resolve(given) === done) {
    return { promise, result: undefined, follows: undefined, dropped: [], ends: [given] };
  }
  if (given.kind !== 'Function') return noPromise;
  const [error, result, ...more] = given.params;
  if (more.length > 0) return { reason: 'The callback gets more than one result.' };
  return following(file, given, done, { promise, result, error, ends: [] });
}

interface Known {
  readonly promise: string;
  readonly result: SyntaxNode | undefined;
  readonly error: SyntaxNode | undefined;
  readonly ends: readonly IdentifierNode[];
}

/** Checks that a callback ends with `done()`, can stand without its function, and only guards its error. */
function following(file: TestFile, then: FunctionNode, done: Binding, known: Known): Waiting | Reason {
  const { promise, result } = known;
  const inside = done.references.filter((reference) => contains(then, reference));
  const guard = known.error === undefined ? [] : guardOf(file, then, known.error, done);
  if ('reason' in guard) return guard;
  const ends = [...known.ends, ...inside];
  const final = inside.at(-1);
  if (final === undefined) return { reason: `The callback does not call \`${done.name}\`.` };
  if (inside.some((use) => use !== final && !guard.some((statement) => contains(statement, use)))) {
    return { reason: `\`${done.name}\` is called in more than one place.` };
  }
  if (result !== undefined && (result.kind !== 'Parameter' || result.initial !== undefined || result.rest)) {
    return { reason: 'The parameter of the callback has a default.' };
  }
  const call = final.parent;
  if (call?.kind !== 'Call' || call.callee !== final || call.args.length > 0) {
    return { reason: `\`${done.name}\` is handed on, or called with an error.` };
  }
  if (then.body === call) return { promise, result: undefined, follows: undefined, dropped: [], ends };
  const last = then.body?.kind === 'Block' ? then.body.body.at(-1) : undefined;
  const isLast =
    (last?.kind === 'ExpressionStatement' && last.expression === call) ||
    (last?.kind === 'Return' && last.operand === call);
  if (last === undefined || !isLast) return { reason: `\`${done.name}()\` is not the last statement.` };
  const dropped = [...guard, last];
  if (leavesEarly(then, dropped) || usesOwnThis(then)) {
    return { reason: 'The callback returns early, or has a `this` of its own.' };
  }
  return { promise, result, follows: then, dropped, ends };
}

/** `if (err) return done(err);` or `if (err) throw err;` at the start; nothing else may look at the error. */
function guardOf(
  file: TestFile,
  then: FunctionNode,
  parameter: SyntaxNode,
  done: Binding,
): readonly SyntaxNode[] | Reason {
  const target = parameter.kind === 'Parameter' ? parameter.target : undefined;
  const error = target?.kind === 'Identifier' ? file.bindings.resolve(target) : undefined;
  const first = then.body?.kind === 'Block' ? then.body.body[0] : undefined;
  const isGuard =
    first?.kind === 'If' &&
    first.alternate === undefined &&
    first.test.kind === 'Identifier' &&
    file.bindings.resolve(first.test) === error &&
    isFailure(file, first.consequent, done);
  const guard = isGuard ? [first] : [];
  const looks =
    error?.references.some((use) => !guard.some((statement) => contains(statement, use))) ?? false;
  return looks ? { reason: 'The test looks at the error of the callback.' } : guard;
}

function isFailure(file: TestFile, statement: SyntaxNode, done: Binding): boolean {
  if (statement.kind === 'Block') {
    const [only, ...others] = statement.body;
    return only !== undefined && others.length === 0 && isFailure(file, only, done);
  }
  if (isThrow(file.text, statement)) return true;
  const call = statement.kind === 'Return' ? statement.operand : undefined;
  return (
    call?.kind === 'Call' && call.callee.kind === 'Identifier' && file.bindings.resolve(call.callee) === done
  );
}

/** `done`, or a function that does nothing but hand its parameter to it: the use of `done` in it. */
function passesError(
  file: TestFile,
  handler: SyntaxNode | undefined,
  done: Binding,
): IdentifierNode | undefined {
  const given = handler === undefined ? undefined : unwrap(handler);
  if (given?.kind === 'Identifier') return file.bindings.resolve(given) === done ? given : undefined;
  if (given?.kind !== 'Function' || given.params.length !== 1) return undefined;
  const { body } = given;
  const only = body?.kind === 'Block' && body.body.length === 1 ? body.body[0] : body;
  const call =
    only?.kind === 'ExpressionStatement' ? only.expression : only?.kind === 'Return' ? only.operand : only;
  if (call?.kind !== 'Call' || call.callee.kind !== 'Identifier') return undefined;
  const [argument] = call.args;
  const isPassed = argument?.kind === 'Identifier' && file.bindings.resolve(argument)?.scope.node === given;
  return isPassed && file.bindings.resolve(call.callee) === done ? call.callee : undefined;
}

function leavesEarly(then: FunctionNode, dropped: readonly SyntaxNode[]): boolean {
  let found = false;
  const visit = (node: SyntaxNode): void => {
    if (dropped.includes(node)) return;
    if (node.kind === 'Return' && enclosingFunction(node) === then) found = true;
    if (!found) forEachChild(node, visit);
  };
  visit(then);
  return found;
}

function usesOwnThis(then: FunctionNode): boolean {
  if (then.form === 'arrow') return false;
  let found = false;
  const visit = (node: SyntaxNode): void => {
    if (node.kind === 'Atom' && node.text === 'this') found = true;
    if (!found && (node.kind !== 'Function' || node === then || node.form === 'arrow'))
      forEachChild(node, visit);
  };
  visit(then);
  return found;
}

const lostComment: Reason = { reason: 'There is a comment that would be lost.' };

function hasComment(file: TestFile, start: number, stop: number): boolean {
  return /\/[/*]/.test(file.text.slice(start, stop));
}

function source(file: TestFile, node: SyntaxNode): string {
  return file.text.slice(node.start, node.end);
}
