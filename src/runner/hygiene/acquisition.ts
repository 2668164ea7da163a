import type { Frame } from '../../protocol/runEvents.ts';
import type { WatchContext } from './watch.ts';

/** When and where a resource was acquired. */
export interface Acquisition {
  /** Title of the test or hook; empty when that was at load time. */
  readonly test: string;
  readonly at: Frame | null;
  /** A package acquired it while it was being imported, without a call of the learner's. */
  readonly byImport: boolean;
}

const commonJsLoader = /^\s*at .*node:internal\/modules\/cjs\/loader/;

/**
 * Notes the present moment and call stack. Cheap: the stack is written out when the answer is first asked for,
 * which is only ever for what was left behind.
 */
export function acquire(context: WatchContext): () => Acquisition {
  const test = context.current();
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 60;
  const trace = new Error();
  Error.stackTraceLimit = limit;
  let known: Acquisition | null = null;
  return () => {
    if (known === null) {
      // Learner code may have set an `Error.prepareStackTrace` that makes no text.
      const stack: unknown = trace.stack;
      const lines = typeof stack === 'string' ? stack.split('\n') : [];
      const loader = lines.findIndex((line) => commonJsLoader.test(line));
      // Behind the loader's frames is only who asked for the package.
      const at = context.frameOf((loader < 0 ? lines : lines.slice(0, loader)).join('\n'));
      known = { test, at, byImport: at === null && (loader >= 0 || test === '') };
    }
    return known;
  };
}
