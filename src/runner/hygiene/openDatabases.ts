import { readFileSync } from 'node:fs';
import type { Finding, Frame } from '../../protocol/runEvents.ts';
import type { Watch, WatchContext } from './watch.ts';

const packageMain = /[\\/]better-sqlite3[\\/]lib[\\/]index\.js$/;
const wrapperName = 'itlab.watch.better-sqlite3';

interface Handle {
  readonly open: boolean;
  readonly name: string;
}

interface Acquisition {
  readonly handle: Handle;
  readonly test: string;
  readonly at: Frame | null;
}

/**
 * Watches every better-sqlite3 handle. The package's main file is given a last line that passes
 * its constructor through a proxy, which holds for `import` and `require` alike; replacing the entry in
 * `require.cache` does not (an ES import keeps the original).
 * @param onFile told of each database file that is opened, or made.
 */
export function watchOpenDatabases(context: WatchContext, onFile: (path: string) => void): Watch {
  let acquired: Acquisition[] = [];

  const record = (handle: unknown): void => {
    if (!isHandle(handle)) return;
    acquired.push({ handle, test: context.current(), at: context.here() });
    if (handle.name !== '' && handle.name !== ':memory:') onFile(handle.name);
  };
  const watchConstructor = (constructor: unknown): unknown => {
    if (typeof constructor !== 'function') return constructor;
    return new Proxy(constructor, {
      construct(target, args, newTarget) {
        const handle: unknown = Reflect.construct(target, args, newTarget);
        record(handle);
        return typeof handle === 'object' && handle !== null ? handle : {};
      },
      // better-sqlite3 may be called without `new`.
      apply(target, self, args) {
        const handle: unknown = Reflect.apply(target, self, args);
        record(handle);
        return handle;
      },
    });
  };
  Object.defineProperty(globalThis, Symbol.for(wrapperName), { value: watchConstructor, enumerable: false });

  return {
    instrument: (path) => {
      if (!packageMain.test(path)) return null;
      return `${readFileSync(path, 'utf8')}\nmodule.exports = globalThis[Symbol.for(${JSON.stringify(wrapperName)})](module.exports);\n`;
    },
    begin() {
      acquired = [];
    },
    findings(): Finding[] {
      return acquired
        .filter(({ handle }) => handle.open)
        .map(({ handle, test, at }) => ({
          rule: 'open-databases',
          test,
          message: `The database ${handle.name === '' ? '' : `'${handle.name}' `}opened here was never closed. Close it in the teardown of the same level (afterEach for beforeEach, after for before).`,
          at,
        }));
    },
  };
}

function isHandle(value: unknown): value is Handle {
  return (
    typeof value === 'object' &&
    value !== null &&
    'open' in value &&
    typeof value.open === 'boolean' &&
    'name' in value &&
    typeof value.name === 'string'
  );
}
