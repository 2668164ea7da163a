import { unwrap } from './syntax.ts';
import type { AwaitNode, CallNode, FunctionNode, SyntaxNode } from './syntax.ts';
import type { TestFile } from './testFile.ts';
import { returnedValues } from './values.ts';

/** How long something sleeps: in milliseconds, or not known. */
export interface Sleep {
  readonly ms: number | undefined;
}

/** Is this an expression that waits for nothing but time to pass? */
export function sleepIn(file: TestFile, { operand }: AwaitNode): Sleep | undefined {
  return sleepOf(file, operand, 0);
}

function sleepOf(file: TestFile, expression: SyntaxNode, depth: number): Sleep | undefined {
  // Functions that return each other's calls, in broken code, come to no end.
  if (depth > 4) return undefined;
  const node = unwrap(expression);
  if (node.kind === 'Await') return sleepOf(file, node.operand, depth + 1);
  if (node.kind === 'New') {
    const timer = isPromise(file, node.callee) ? timerOf(file, node.args[0]) : undefined;
    return timer === undefined ? undefined : { ms: milliseconds(file, timer.args[1]) };
  }
  if (node.kind !== 'Call') return undefined;
  const origin = file.bindings.origin(node.callee);
  const name = origin?.path.join('.') ?? '';
  if (origin?.module === 'timers/promises' && /^(setTimeout|scheduler\.wait)$/.test(name)) {
    return { ms: milliseconds(file, node.args[0]) };
  }
  if (origin?.module === 'timers' && name === 'promises.setTimeout') {
    return { ms: milliseconds(file, node.args[0]) };
  }
  if (origin?.module === 'delay' && name === '') return { ms: milliseconds(file, node.args[0]) };
  const local = file.bindings.functionOf(node.callee);
  if (local !== undefined) return helperSleep(file, local, node, depth);
  if (isPromisified(file, node.callee)) return { ms: milliseconds(file, node.args[0]) };
  const isOwn = origin !== undefined && /^[.#]/.test(origin.module);
  const called = origin?.path.at(-1) ?? (node.callee.kind === 'Identifier' ? node.callee.name : '');
  if (!isOwn || node.args.length !== 1 || !/^(sleep|delay|pause|wait)(For)?(Ms)?$/.test(called))
    return undefined;
  // By the name alone, so that it has to be handed a number.
  const ms = milliseconds(file, node.args[0]);
  return ms === undefined ? undefined : { ms };
}

function isPromise(file: TestFile, callee: SyntaxNode): boolean {
  const origin = file.bindings.origin(callee);
  return origin?.module === '' && origin.path.join('.') === 'Promise';
}

/** The `setTimeout` of `(resolve) => setTimeout(resolve, 5)`, when the function does nothing else. */
function timerOf(file: TestFile, executor: SyntaxNode | undefined): CallNode | undefined {
  const made = executor === undefined ? undefined : unwrap(executor);
  if (made?.kind !== 'Function' || made.params.length === 0) return undefined;
  const call = onlyExpression(made);
  if (call?.kind !== 'Call') return undefined;
  const origin = file.bindings.origin(call.callee);
  const isTimer =
    (origin?.module === '' || origin?.module === 'timers') && origin.path.at(-1) === 'setTimeout';
  const resolve = made.params[0]?.kind === 'Parameter' ? made.params[0].target : undefined;
  const called = call.args[0];
  if (!isTimer || called === undefined || resolve?.kind !== 'Identifier') return undefined;
  const binding = file.bindings.resolve(resolve);
  const isResolve = (at: SyntaxNode | undefined): boolean =>
    at?.kind === 'Identifier' && file.bindings.resolve(at) === binding;
  if (isResolve(called)) return call;
  const inner = called.kind === 'Function' ? onlyExpression(called) : undefined;
  return inner?.kind === 'Call' && isResolve(inner.callee) ? call : undefined;
}

function onlyExpression({ body }: FunctionNode): SyntaxNode | undefined {
  if (body === undefined || body.kind !== 'Block') return body === undefined ? undefined : unwrap(body);
  const [only, ...others] = body.body;
  if (only === undefined || others.length > 0) return undefined;
  if (only.kind === 'ExpressionStatement') return unwrap(only.expression);
  return only.kind === 'Return' && only.operand !== undefined ? unwrap(only.operand) : undefined;
}

/** A function of the file that only sleeps. How long, says the call when it is a parameter. */
function helperSleep(file: TestFile, local: FunctionNode, call: CallNode, depth: number): Sleep | undefined {
  if (local.generator) return undefined;
  const value = onlyExpression(local) ?? onlyReturn(local);
  const sleep = value === undefined ? undefined : sleepOf(file, value, depth + 1);
  if (sleep === undefined || sleep.ms !== undefined) return sleep;
  const [first] = local.params;
  const usual = first?.kind === 'Parameter' ? first.initial : undefined;
  return { ms: milliseconds(file, call.args[0] ?? usual) };
}

function onlyReturn(local: FunctionNode): SyntaxNode | undefined {
  const [only, ...others] = returnedValues(local);
  const isWhole = local.body?.kind === 'Block' && local.body.body.length === 1;
  return isWhole && others.length === 0 ? only : undefined;
}

function isPromisified(file: TestFile, callee: SyntaxNode): boolean {
  const binding = callee.kind === 'Identifier' ? file.bindings.resolve(callee) : undefined;
  const made =
    binding?.kind === 'const' && binding.initial !== undefined ? unwrap(binding.initial) : undefined;
  if (made?.kind !== 'Call') return false;
  const origin = file.bindings.origin(made.callee);
  const timer = made.args[0] === undefined ? undefined : file.bindings.origin(made.args[0]);
  return origin?.module === 'util' && origin.path[0] === 'promisify' && timer?.path.at(-1) === 'setTimeout';
}

/** Without a time it is none, as for `setTimeout` itself; undefined when it cannot be read here. */
function milliseconds(file: TestFile, node: SyntaxNode | undefined): number | undefined {
  if (node === undefined) return 0;
  const inner = unwrap(node);
  if (inner.kind === 'Identifier') {
    const binding = file.bindings.resolve(inner);
    const isConstant = binding?.kind === 'const' && binding.initial !== undefined;
    return isConstant ? milliseconds(file, binding.initial) : undefined;
  }
  if (inner.kind !== 'Atom') return undefined;
  const number = Number(inner.text.replaceAll('_', ''));
  return Number.isNaN(number) ? undefined : number;
}
