import type Mocha from 'mocha';
import { isInside } from '../../course/platform/paths.ts';
import { bddWords } from '../bddWords.ts';
import { framesOf } from '../stack.ts';

/**
 * From now on nobody can change mocha's classes, and its words on the global object are the same for all files and
 * rounds: they hand on to the mocha that loads a file now. A second mocha that a test makes may put its own there for a
 * while, as it does without us.
 * @param folder absolute path of mocha's package.
 * @returns what a mocha is given instead of the global object to put its words on.
 */
export function holdMocha(MochaClass: typeof Mocha, folder: string): object {
  const { Suite, Runnable, Test, Hook, Context, Runner } = MochaClass as typeof Mocha & {
    readonly Context: { readonly prototype: object };
  };
  for (const held of [MochaClass, Suite, Runnable, Test, Hook, Context, Runner]) {
    hold(held.prototype);
    Object.freeze(held);
  }
  const present: Record<string, unknown> = {};
  const inner = new Map<string, unknown>();
  for (const word of bddWords) {
    const own = new Proxy(() => undefined, {
      apply: (_, self, args: unknown[]) => call(present[word], self, args),
      get: (_, key): unknown => {
        const now = present[word];
        return typeof now === 'function' ? Reflect.get(now, key) : undefined;
      },
      set: () => false,
      defineProperty: () => false,
      deleteProperty: () => false,
    });
    Object.defineProperty(globalThis, word, {
      get: () => inner.get(word) ?? own,
      set: (value: unknown) => {
        if (value === own) inner.delete(word);
        else if (isCalledFrom(folder)) inner.set(word, value);
        else throw new TypeError(`'${word}' of mocha cannot be replaced.`);
      },
      enumerable: true,
      configurable: false,
    });
  }
  return present;
}

/** Whether the line that assigns a word lies in this folder. */
function isCalledFrom(folder: string): boolean {
  const { stackTraceLimit } = Error;
  const own = Reflect.getOwnPropertyDescriptor(Error, 'prepareStackTrace');
  // The tests may have theirs.
  Reflect.deleteProperty(Error, 'prepareStackTrace');
  Error.stackTraceLimit = 3;
  const [, , caller] = framesOf(new Error().stack ?? '');
  Error.stackTraceLimit = stackTraceLimit;
  if (own !== undefined) Object.defineProperty(Error, 'prepareStackTrace', own);
  return caller !== undefined && isInside(caller.file, [folder]);
}

function call(value: unknown, self: unknown, args: unknown[]): unknown {
  if (typeof value !== 'function') throw new TypeError('No file of tests is being loaded.');
  return Reflect.apply(value, self, args);
}

/** Methods of a class stay what they are, though an instance may have one of its own, as mocha's sometimes have. */
function hold(prototype: object): void {
  for (const key of Reflect.ownKeys(prototype)) {
    const descriptor = Reflect.getOwnPropertyDescriptor(prototype, key);
    const method: unknown = descriptor?.value;
    if (descriptor?.configurable !== true || typeof method !== 'function') continue;
    Object.defineProperty(prototype, key, {
      get: () => method,
      set(this: object, value: unknown) {
        if (this === prototype) throw new TypeError(`'${String(key)}' of mocha cannot be replaced.`);
        Object.defineProperty(this, key, { value, writable: true, enumerable: true, configurable: true });
      },
      enumerable: descriptor.enumerable ?? false,
      configurable: false,
    });
  }
  Object.preventExtensions(prototype);
}
