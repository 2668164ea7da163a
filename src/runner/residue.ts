import { readdirSync } from 'node:fs';
import { createRequire, isBuiltin } from 'node:module';
import { basename } from 'node:path';
import { isInPackage } from '../course/platform/paths.ts';
import { mochaNames } from './hygiene/globals.ts';

type Owner = object;

/** What a name leads to, with everything on it that a comparison can tell. */
interface Looked {
  readonly owner: Owner;
  readonly keys: ReadonlyMap<PropertyKey, unknown>;
}

const { ownKeys, getOwnPropertyDescriptor } = Reflect;
const { cache } = createRequire(import.meta.filename);
const mostNames = 50;

/**
 * Remembers what a process holds where tests could keep something beyond their round: globals, built-ins, packages,
 * the environment, the working directory.
 * @returns what tells the names of everything that is new or has another value since: `globalThis.testDb`,
 * `Array.prototype[Symbol(seen)]`, `process.env.SEEN`, or a path in the working directory. At most fifty.
 */
export function rememberHoldings(): () => string[] {
  const before = new Map(holdings());
  const filesBefore = new Set(filesHere());
  return () => {
    const names: string[] = [];
    for (const [name, { owner, keys }] of holdings()) {
      const known = before.get(name);
      // A package that was loaded meanwhile has nothing of the tests' by that alone.
      if (known?.owner !== owner) continue;
      for (const [key, value] of keys) {
        if (isExpected(name, key)) continue;
        if (!known.keys.has(key) || !Object.is(known.keys.get(key), value)) names.push(memberName(name, key));
      }
    }
    names.push(...filesHere().filter((file) => !filesBefore.has(file)));
    return names.slice(0, mostNames);
  };
}

/** Primitive values can be compared; of others it is enough that they are there. */
function valueOf(descriptor: PropertyDescriptor | undefined): unknown {
  const value: unknown = descriptor?.value;
  return typeof value === 'object' || typeof value === 'function' ? null : value;
}

function look(owner: Owner): Looked {
  const keys = new Map<PropertyKey, unknown>();
  for (const key of ownKeys(owner)) keys.set(key, valueOf(getOwnPropertyDescriptor(owner, key)));
  return { owner, keys };
}

function* holdings(): Generator<[string, Looked]> {
  yield ['globalThis', look(globalThis)];
  yield ['process', look(process)];
  yield ['process.env', look(process.env)];
  for (const key of Object.getOwnPropertyNames(globalThis)) {
    const value: unknown = getOwnPropertyDescriptor(globalThis, key)?.value;
    if (typeof value === 'object' && value !== null && value !== globalThis && value !== process) {
      yield [key, look(value)];
    } else if (typeof value === 'function') yield* withPrototype(key, value);
  }
  for (const name of ['assert', 'assert/strict', 'fs', 'fs/promises', 'http', 'net', 'events', 'timers']) {
    if (!isBuiltin(name)) continue;
    const exported: unknown = process.getBuiltinModule(name);
    yield* exportsOf(`node:${name}`, exported);
  }
  for (const [path, module] of Object.entries(cache)) {
    // mocha itself remembers the options of its last run.
    if (isInPackage(path) && !/[\\/]node_modules[\\/]mocha[\\/]/.test(path))
      yield* exportsOf(packageFile(path), module?.exports);
  }
}

function* exportsOf(name: string, exported: unknown): Generator<[string, Looked]> {
  if (typeof exported === 'function') yield* withPrototype(name, exported);
  else if (typeof exported === 'object' && exported !== null) yield [name, look(exported)];
  else return;
  for (const key of ownKeys(exported)) {
    const value: unknown = getOwnPropertyDescriptor(exported, key)?.value;
    if (typeof value === 'function') yield* withPrototype(memberName(name, key), value);
  }
}

function* withPrototype(name: string, value: object): Generator<[string, Looked]> {
  yield [name, look(value)];
  const prototype: unknown = getOwnPropertyDescriptor(value, 'prototype')?.value;
  if (typeof prototype === 'object' && prototype !== null) yield [`${name}.prototype`, look(prototype)];
}

/** Changes by itself, or by what runs the tests. */
function isExpected(name: string, key: PropertyKey): boolean {
  // Node keeps some of its own there, by symbols of its libraries.
  if (name === 'globalThis')
    return mochaNames.has(String(key)) || /^Symbol\((?:undici|nodejs)\./.test(String(key));
  if (name === 'process') return key === 'exitCode' || String(key).startsWith('_');
  return name === 'process.env' && ['TMPDIR', 'TMP', 'TEMP'].includes(String(key));
}

function memberName(name: string, key: PropertyKey): string {
  return typeof key === 'symbol' ? `${name}[${String(key)}]` : `${name}.${String(key)}`;
}

/** The package, and its file where it has several. */
function packageFile(path: string): string {
  return (
    path
      .split(/[\\/]node_modules[\\/]/)
      .at(-1)
      ?.replaceAll('\\', '/') ?? basename(path)
  );
}

function filesHere(): string[] {
  try {
    return readdirSync('.', { recursive: true }).map(String);
  } catch {
    return [];
  }
}
