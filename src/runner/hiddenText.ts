import { basename } from 'node:path';

/** Captured before learner code can replace it. */
const { apply } = Reflect;
const textOf = Function.prototype.toString;
const includes = String.prototype.includes;

/**
 * From now on the functions of some sources do not tell their text: whoever reads the code of the system instead of
 * using it learns nothing of it. All others tell theirs.
 * @param sources by path, asked whenever somebody wants a text.
 */
export function hideTextOf(sources: () => readonly { readonly path: string; readonly text: string }[]): void {
  const replacement = {
    toString(this: unknown): string {
      const text: string = apply(textOf, this, []);
      for (const { path, text: source } of sources()) {
        if (!apply(includes, source, [text])) continue;
        const name: unknown = typeof this === 'function' ? this.name : '';
        return `function ${String(name)}() { [code of ${basename(path)}] }`;
      }
      return text;
    },
  }.toString;
  Object.defineProperty(Function.prototype, 'toString', {
    value: replacement,
    writable: true,
    enumerable: false,
    configurable: true,
  });
}
