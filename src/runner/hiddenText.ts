import { basename } from 'node:path';
import type { VariedText } from './moduleHook.ts';
import { replaceFunction } from './hygiene/replaceFunction.ts';

/**
 * From now on the functions of some sources do not tell their text: whoever reads the code of the system instead of
 * using it learns nothing of it. All others tell theirs.
 * @param sources by path, asked whenever somebody wants a text.
 */
export function hideTextOf(sources: () => readonly VariedText[]): void {
  replaceFunction(
    Function.prototype,
    'toString',
    (original) =>
      function (...args) {
        const text: unknown = Reflect.apply(original, this, args);
        if (typeof text !== 'string') return text;
        const source = sources().find((one) => one.text.includes(text));
        if (source === undefined) return text;
        const name: unknown = typeof this === 'function' ? this.name : '';
        return `function ${String(name)}() { [code of ${basename(source.path)}] }`;
      },
  );
}
