import fs from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isInside } from '../../course/platform/paths.ts';
import type { Finding } from '../../protocol/runEvents.ts';
import { acquire, type Acquisition } from './acquisition.ts';
import { replaceFunction, type AnyFunction } from './replaceFunction.ts';
import type { Watch, WatchContext } from './watch.ts';

/** Captured before learner code can replace them. */
const { existsSync, readdirSync, statSync } = fs;

/** Functions that may make what lies at a path, and which of their arguments that path is. */
const makers: Readonly<Record<string, number>> = {
  appendFile: 0,
  copyFile: 1,
  cp: 1,
  link: 1,
  mkdir: 0,
  open: 0,
  rename: 1,
  symlink: 1,
  writeFile: 0,
};

export interface TemporaryFilesWatch extends Watch {
  /** Something outside `node:fs` may have made a file. */
  acquired(path: string): void;
}

/**
 * Watches the round's own folder for temporary files, which must be empty in the end. The functions of `node:fs`
 * that make files tell where each came from; what nothing told of is found nevertheless, without a line.
 */
export function watchTemporaryFiles(context: WatchContext): TemporaryFilesWatch {
  /** By absolute path; the one who made it first counts. */
  let made = new Map<string, () => Acquisition>();
  let folder = '';
  let watching = false;

  const record = (path: unknown, acquired: () => Acquisition = acquire(context)): void => {
    const absolute = pathOf(path);
    if (absolute === null || !isInside(absolute, [folder])) return;
    const known = made.get(absolute);
    // What was removed and made again belongs to who made it again; a stream opens its file out of sight of the call.
    if (known === undefined || (!existsSync(absolute) && acquired().at !== null))
      made.set(absolute, acquired);
  };
  const mayBeInside = (path: unknown): boolean => {
    const absolute = pathOf(path);
    return absolute !== null && isInside(absolute, [folder]);
  };

  const watchMaker = (target: object, name: string, argument: number): void => {
    replaceFunction(
      target,
      name,
      (original) =>
        function (...args) {
          if (mayBeInside(args[argument])) record(args[argument]);
          return Reflect.apply(original, this, args);
        },
    );
  };
  /** Only the result of `mkdtemp` is the path. */
  const watchMkdtemp = (
    target: object,
    name: string,
    recordFrom: (acquired: () => Acquisition, call: Call) => unknown,
  ): void => {
    replaceFunction(
      target,
      name,
      (original) =>
        function (...args) {
          if (!mayBeInside(args[0])) return Reflect.apply(original, this, args);
          return recordFrom(acquire(context), { original, self: this, args });
        },
    );
  };

  const install = (): void => {
    for (const [name, argument] of Object.entries(makers)) {
      for (const target of [fs, fs.promises]) watchMaker(target, name, argument);
      watchMaker(fs, `${name}Sync`, argument);
    }
    watchMaker(fs, 'createWriteStream', 0);
    watchMkdtemp(fs, 'mkdtempSync', (acquired, call) => {
      const path = apply(call);
      record(path, acquired);
      return path;
    });
    watchMkdtemp(fs, 'mkdtempDisposableSync', (acquired, call) => {
      const result = apply(call);
      record(pathProperty(result), acquired);
      return result;
    });
    watchMkdtemp(fs, 'mkdtemp', (acquired, { args, ...call }) => {
      const callback = args.at(-1);
      if (typeof callback !== 'function') return apply({ ...call, args });
      const noting = (error: unknown, path: unknown): void => {
        if (!error) record(path, acquired);
        Reflect.apply(callback, undefined, error ? [error] : [null, path]);
      };
      return apply({ ...call, args: [...args.slice(0, -1), noting] });
    });
    watchMkdtemp(fs.promises, 'mkdtemp', async (acquired, call) => {
      const path = await apply(call);
      record(path, acquired);
      return path;
    });
    watchMkdtemp(fs.promises, 'mkdtempDisposable', async (acquired, call) => {
      const result = await apply(call);
      record(pathProperty(result), acquired);
      return result;
    });
  };

  /** Who made an entry of the folder, or the first thing in it, or the database it is a part of. */
  const originOf = (path: string): (() => Acquisition) | null => {
    const exact = made.get(path);
    if (exact) return exact;
    for (const [other, acquired] of made) if (isInside(other, [path])) return acquired;
    return made.get(path.replace(/-(?:wal|shm|journal)$/, '')) ?? null;
  };

  return {
    begin() {
      folder = context.temporary();
      made = new Map();
      if (!watching) install();
      watching = true;
    },
    acquired: (path) => record(path),
    findings() {
      return entriesOf(folder).map((path): Finding => {
        const acquired = originOf(path)?.() ?? null;
        const what = isFolder(path) ? 'folder' : 'file';
        return {
          rule: 'temp-files',
          test: acquired?.test ?? '',
          message: `The temporary ${what} '${basename(path)}' made here was never removed. Remove it in the teardown of the same level: rmSync(path, { recursive: true, force: true }).`,
          at: acquired?.at ?? null,
        };
      });
    },
  };
}

interface Call {
  readonly original: AnyFunction;
  readonly self: unknown;
  readonly args: readonly unknown[];
}

function apply({ original, self, args }: Call): unknown {
  return Reflect.apply(original, self, args);
}

function pathProperty(value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'path' in value ? value.path : null;
}

/** Absolute path of what `node:fs` takes as one; null for a descriptor or handle. */
function pathOf(path: unknown): string | null {
  if (typeof path === 'string') return resolve(path);
  if (path instanceof URL) return path.protocol === 'file:' ? fileURLToPath(path) : null;
  return Buffer.isBuffer(path) ? resolve(path.toString()) : null;
}

function entriesOf(folder: string): string[] {
  try {
    return readdirSync(folder).map((name) => join(folder, name));
  } catch {
    // A test removed the folder itself: nothing is left in it.
    return [];
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}
