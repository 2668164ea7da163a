import assert from 'node:assert';
import assertStrict from 'node:assert/strict';

/** Never replaced by tests of the course; what runs and judges them goes through these. */
const held: readonly (keyof typeof globalThis)[] = [
  'Array',
  'Map',
  'Set',
  'WeakMap',
  'WeakSet',
  'String',
  'RegExp',
  'Promise',
  'Symbol',
  'TextEncoder',
  'TextDecoder',
];

const freeze = Object.freeze;

/**
 * From now on nobody can change what judges: `node:assert`, and the language's own collections, texts and promises.
 * Whoever tries gets a TypeError at the line. Functions that tests replace for a while with good reason (of `Date`,
 * `Math`, `JSON`, `console`, timers, `fetch`, …) stay as free as they were.
 */
export function holdBuiltins(): void {
  for (const name of held) {
    const value: unknown = Reflect.get(globalThis, name);
    if (typeof value !== 'function') continue;
    freeze(value);
    const prototype: unknown = value.prototype;
    if (typeof prototype === 'object' && prototype !== null) freeze(prototype);
  }
  for (const iterator of [[].values(), new Map().entries(), new Set().values(), ''.matchAll(/x/g)]) {
    freeze(Object.getPrototypeOf(iterator));
  }
  freeze(Reflect);
  freeze(Object);
  for (const judge of [assert, assertStrict]) {
    freeze(judge);
    freeze(judge.AssertionError);
    freeze(judge.AssertionError.prototype);
    const { Assert } = judge as { readonly Assert?: { readonly prototype: object } };
    if (Assert !== undefined) freeze(Assert.prototype);
  }
}
