import { isSamePath } from '../../course/platform/paths.ts';
import type { Finding } from '../../protocol/runEvents.ts';
import { acquire, type Acquisition } from './acquisition.ts';
import { replaceFunction } from './replaceFunction.ts';
import type { Watch, WatchContext } from './watch.ts';

/**
 * Watches the environment variables and the working directory. `process.env` is put behind a proxy that notes who
 * wrote a variable last; what counts is whether the values are the old ones in the end.
 */
export function watchEnvironment(context: WatchContext): Watch {
  const variables = process.env;
  let before: NodeJS.ProcessEnv = {};
  let folder = '';
  let writers = new Map<string, () => Acquisition>();
  let moved: (() => Acquisition) | null = null;
  let watching = false;

  const noted = (key: string | symbol): void => {
    if (typeof key === 'string') writers.set(key, acquire(context));
  };
  const watched = new Proxy(variables, {
    set(target, key, value) {
      noted(key);
      return Reflect.set(target, key, value);
    },
    defineProperty(target, key, descriptor) {
      noted(key);
      return Reflect.defineProperty(target, key, descriptor);
    },
    deleteProperty(target, key) {
      noted(key);
      return Reflect.deleteProperty(target, key);
    },
  });

  const install = (): void => {
    replaceFunction(
      process,
      'chdir',
      (original) =>
        function (...args) {
          moved = acquire(context);
          return Reflect.apply(original, this, args);
        },
    );
  };
  /** An object that a test put in the place of the environment: its content becomes the environment's. */
  const takeOver = (other: NodeJS.ProcessEnv): void => {
    for (const key of Object.keys(variables)) if (!(key in other)) delete variables[key];
    for (const [key, value] of Object.entries(other)) if (variables[key] !== value) variables[key] = value;
    process.env = watched;
  };
  const finding = (acquired: (() => Acquisition) | null | undefined, message: string): Finding => ({
    rule: 'timers-env-globals',
    test: acquired?.().test ?? '',
    message,
    at: acquired?.().at ?? null,
  });

  return {
    begin() {
      if (!watching) install();
      watching = true;
      if (process.env !== watched) takeOver(process.env);
      before = { ...variables };
      folder = process.cwd();
      writers = new Map();
      moved = null;
    },
    findings() {
      const found: Finding[] = [];
      // `process.env = saved` is a common way to restore it, so the content counts and not the object.
      const now = process.env;
      for (const key of new Set([...Object.keys(before), ...Object.keys(now)])) {
        if (now[key] === before[key]) continue;
        found.push(finding(writers.get(key), messageOf(key, before[key], now[key])));
      }
      const present = currentFolder();
      if (present === null || !isSamePath(present, folder)) {
        const words =
          'The working directory was changed here and not changed back. Keep process.cwd() before and give it to process.chdir() in the teardown.';
        found.push(finding(moved, words));
      }
      return found;
    },
  };
}

function currentFolder(): string | null {
  try {
    return process.cwd();
  } catch {
    // It was removed while it was the working directory.
    return null;
  }
}

function messageOf(key: string, before: string | undefined, now: string | undefined): string {
  const name = `The environment variable ${key}`;
  if (now === 'undefined') {
    return `${name} now holds the word 'undefined': that is what assigning undefined does. In the teardown, delete process.env.${key} when it was not set before.`;
  }
  if (before === undefined)
    return `${name} was set here and is still set. In the teardown: delete process.env.${key}.`;
  if (now === undefined)
    return `${name} was removed here and not put back. Keep its value and assign it in the teardown.`;
  return `${name} was changed here and not restored. Keep its value before and assign it in the teardown.`;
}
