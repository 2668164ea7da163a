export type AnyFunction = (this: unknown, ...args: unknown[]) => unknown;

/**
 * Puts another function in the place of one, with the name, length and properties (`util.promisify.custom`, say) of
 * the original. Does nothing where there is no such function: not every Node has every one.
 */
export function replaceFunction(
  target: object,
  name: string,
  make: (original: AnyFunction) => AnyFunction,
): void {
  const original: unknown = Reflect.get(target, name);
  if (!isFunction(original)) return;
  const replacement = make(original);
  for (const key of Reflect.ownKeys(original)) {
    const descriptor = Reflect.getOwnPropertyDescriptor(original, key);
    if (descriptor && key !== 'prototype') Reflect.defineProperty(replacement, key, descriptor);
  }
  Reflect.set(target, name, replacement);
}

function isFunction(value: unknown): value is AnyFunction {
  return typeof value === 'function';
}
