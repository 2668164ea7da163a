import { isOwnModule } from './bindings.ts';
import type { Bindings, Origin } from './bindings.ts';
import { isThrow } from './awaiting.ts';
import { forEachChild, unwrap } from './syntax.ts';
import type { CallNode, IdentifierNode, SyntaxNode } from './syntax.ts';
import type { TestFile } from './testFile.ts';
import { knownValuesOf } from './values.ts';

/** `root(…).a.b(…).c`, taken apart. */
export interface Chain {
  readonly root: SyntaxNode;
  /** From the root outwards. */
  readonly properties: readonly string[];
  /** From the root outwards. */
  readonly calls: readonly CallNode[];
}

export function chainOf(expression: SyntaxNode): Chain {
  const properties: string[] = [];
  const calls: CallNode[] = [];
  let at = unwrap(expression);
  for (;;) {
    if (at.kind === 'Call') {
      calls.unshift(at);
      at = unwrap(at.callee);
    } else if (at.kind === 'Member') {
      properties.unshift(at.property);
      at = unwrap(at.object);
    } else if (at.kind === 'Index') {
      at = unwrap(at.object);
    } else {
      return { root: at, properties, calls };
    }
  }
}

/** `assert.equal(…)`, `expect(…).to…`, or `value.should…`. */
export type AssertionForm = 'assert' | 'expect' | 'should';

const assertModules = new Set(['assert', 'assert/strict', 'power-assert', 'chai/register-assert']);
const expectModules = new Set([
  'expect',
  'expect.js',
  'unexpected',
  'must',
  '@jest/globals',
  'vitest',
  'earl',
  'code',
  '@hapi/code',
]);
/** What test code calls its assertion library, when it comes from a setup file or from the project. */
const usualNames: Readonly<Record<string, AssertionForm>> = {
  assert: 'assert',
  expect: 'expect',
  expectAsync: 'expect',
  should: 'should',
};

/** Which style of assertion an expression is written in; undefined when it is none. */
export function assertionForm(expression: SyntaxNode, bindings: Bindings): AssertionForm | undefined {
  const chain = chainOf(expression);
  if (chain.root.kind === 'Identifier') {
    const form = formOfName(chain.root, chain, bindings);
    if (form !== undefined) return form;
  }
  return chain.properties.includes('should') ? 'should' : undefined;
}

function formOfName(name: IdentifierNode, chain: Chain, bindings: Bindings): AssertionForm | undefined {
  const origin = bindings.origin(name);
  if (origin !== undefined) return formOfOrigin(name, origin, chain.properties);
  // `let expect; before(async () => { ({ expect } = await import('chai')); })`
  const binding = bindings.resolve(name);
  return binding !== undefined && binding.function === undefined && binding.kind !== 'parameter'
    ? usualNames[name.name]
    : undefined;
}

function formOfOrigin(
  name: IdentifierNode,
  origin: Origin,
  properties: readonly string[],
): AssertionForm | undefined {
  const path = [...origin.path, ...properties];
  const { module } = origin;
  if (assertModules.has(module)) return 'assert';
  if (expectModules.has(module)) return 'expect';
  if (module === 'should' || module.startsWith('should/')) return 'should';
  if (module === 'chai') return usualNames[path[0] ?? ''];
  if (module === 'sinon' || (module === '' && path[0] === 'sinon')) {
    return path.includes('assert') ? 'assert' : undefined;
  }
  if (module === '' && path[0] === 'chai') return usualNames[path[1] ?? ''];
  return module === '' || isOwnModule(module) ? usualNames[origin.path.at(-1) ?? name.name] : undefined;
}

const promisingAsserts = new Set([
  'rejects',
  'doesNotReject',
  'isRejected',
  'isFulfilled',
  'becomes',
  'doesNotBecome',
  'eventually',
]);
const promisingWords = new Set([
  'rejects',
  'resolves',
  'eventually',
  'rejected',
  'rejectedWith',
  'fulfilled',
  'fulfilledWith',
  'become',
  'toBeRejected',
  'toBeRejectedWith',
  'toBeRejectedWithError',
  'toBeResolved',
  'toBeResolvedTo',
]);

/** An assertion that decides only later: its value is a promise. */
export function isPromisingAssertion(expression: SyntaxNode, bindings: Bindings): boolean {
  const form = assertionForm(expression, bindings);
  if (form === undefined) return false;
  const { properties, calls, root } = chainOf(expression);
  // chai-as-promised tells `done` itself.
  if (properties.includes('notify') || calls.length === 0) return false;
  if (form !== 'assert') return properties.some((name) => promisingWords.has(name));
  const imported = root.kind === 'Identifier' ? bindings.origin(root)?.path.at(-1) : undefined;
  return properties.some((name) => promisingAsserts.has(name)) || promisingAsserts.has(imported ?? '');
}

/**
 * A request of supertest or chai-http, whose root is the library or something that was made by it. Such a request
 * is sent only when somebody waits for it.
 */
export function isSupertestRequest(chain: Chain, bindings: Bindings): boolean {
  if (chain.calls.length === 0) return false;
  const { root } = chain;
  if (root.kind !== 'Identifier') return false;
  if (makesRequests(bindings.origin(root), chain.properties)) return true;
  const binding = bindings.resolve(root);
  return binding !== undefined && knownValuesOf(binding).some((value) => isMadeBySupertest(value, bindings));
}

function isMadeBySupertest(value: SyntaxNode, bindings: Bindings): boolean {
  const { root, calls, properties } = chainOf(value);
  return root.kind === 'Identifier' && calls.length > 0 && makesRequests(bindings.origin(root), properties);
}

function makesRequests(origin: Origin | undefined, properties: readonly string[]): boolean {
  if (origin?.module === 'supertest') return true;
  return origin?.module === 'chai' && [...origin.path, ...properties][0] === 'request';
}

const answers = new WeakMap<TestFile, Map<SyntaxNode, boolean>>();

/**
 * Does the code assert for certain, also in functions inside it and in functions of this file that it calls? A
 * `throw` counts: it fails a test as an assertion does.
 */
export function containsAssertion(file: TestFile, node: SyntaxNode): boolean {
  let known = answers.get(file);
  if (known === undefined) answers.set(file, (known = new Map()));
  const answer = known.get(node);
  if (answer !== undefined) return answer;
  // Until it is known: a function that calls itself asserts nothing by that alone.
  known.set(node, false);
  let found = false;
  const visit = (at: SyntaxNode): void => {
    if (found) return;
    if (isAssertion(file, at)) found = true;
    else forEachChild(at, visit);
  };
  visit(node);
  known.set(node, found);
  return found;
}

function isAssertion(file: TestFile, node: SyntaxNode): boolean {
  const { bindings } = file;
  if (isThrow(file.text, node)) return true;
  if (node.kind === 'Member' && node.property === 'should') return true;
  if (node.kind !== 'Call') return false;
  if (assertionForm(node, bindings) !== undefined) return true;
  const chain = chainOf(node);
  if (chain.properties.includes('expect') && isSupertestRequest(chain, bindings)) return true;
  if (isScopeDone(node, bindings)) return true;
  const local = bindings.functionOf(node.callee);
  return local !== undefined && local.body !== undefined && containsAssertion(file, local.body);
}

/** `scope.done()`: nock throws when an interceptor was not used. */
export function isScopeDone(call: CallNode, bindings: Bindings): boolean {
  const { callee } = call;
  if (callee.kind !== 'Member' || callee.property !== 'done') return false;
  const { root } = chainOf(callee.object);
  if (root.kind !== 'Identifier') return false;
  const binding = bindings.resolve(root);
  const values = binding === undefined ? [] : knownValuesOf(binding);
  return [root, ...values].some((value) => {
    const made = chainOf(value);
    return made.root.kind === 'Identifier' && bindings.origin(made.root)?.module === 'nock';
  });
}
