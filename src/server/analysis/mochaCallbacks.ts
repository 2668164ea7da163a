import type { Binding } from './bindings.ts';
import type { Hook, Test } from './mochaModel.ts';
import { contains, enclosingFunction } from './syntax.ts';
import type { FunctionNode, SyntaxNode } from './syntax.ts';
import type { TestFile } from './testFile.ts';

/** A function that mocha runs as a test or a hook, and waits for. */
export interface MochaCallback {
  readonly function: FunctionNode;
  /** The first test or hook that is handed it. */
  readonly of: Test | Hook;
  /** Written where it is handed over, so that nobody else calls it. */
  readonly inline: boolean;
  /** The first parameter: mocha then waits for it to be called, whatever its name. */
  readonly done: Binding | undefined;
}

const key = {};

/** By the function; each function once, also when several tests are handed it. */
export function mochaCallbacks(file: TestFile): ReadonlyMap<FunctionNode, MochaCallback> {
  return file.once(key, () => {
    const found = new Map<FunctionNode, MochaCallback>();
    for (const of of [...file.mocha.tests, ...file.mocha.hooks]) {
      const { body } = of;
      if (body === undefined || found.has(body)) continue;
      found.set(body, { function: body, of, inline: body.parent === of.call, done: doneOf(file, body) });
    }
    return found;
  });
}

function doneOf(file: TestFile, node: FunctionNode): Binding | undefined {
  const [first] = node.params;
  if (first?.kind !== 'Parameter' || first.rest || first.initial !== undefined) return undefined;
  return first.target.kind === 'Identifier' ? file.bindings.resolve(first.target) : undefined;
}

/** The test or hook whose function holds `node`, perhaps inside further functions. */
export function callbackAround(file: TestFile, node: SyntaxNode): MochaCallback | undefined {
  const callbacks = mochaCallbacks(file);
  for (let at = enclosingFunction(node); at !== undefined; at = enclosingFunction(at)) {
    const callback = callbacks.get(at);
    if (callback !== undefined) return callback;
  }
  return undefined;
}

/** Is the code in a test or hook that ends by calling `done`, and not by a promise? */
export function endsByDone(file: TestFile, node: SyntaxNode): boolean {
  const callback = callbackAround(file, node);
  return callback !== undefined && callback.function.params.length > 0;
}

export function isSuiteBody(file: TestFile, node: FunctionNode): boolean {
  return file.mocha.suites.some((suite) => suite.body === node);
}

/** Is the code part of a test or a hook of this file, also through functions of somebody else? */
export function isInTestOrHook(file: TestFile, node: SyntaxNode): boolean {
  return [...file.mocha.tests, ...file.mocha.hooks].some(({ call }) => contains(call, node));
}
