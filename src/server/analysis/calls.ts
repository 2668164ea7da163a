import type { CallNode, NewNode } from './syntax.ts';
import type { TestFile } from './testFile.ts';

const key = {};

/** Every call and `new` of a file, in source order: many refactorings look for one of them. */
export function callsIn(file: TestFile): readonly (CallNode | NewNode)[] {
  return file.once(key, () =>
    [...file.all('Call'), ...file.all('New')].toSorted((a, b) => a.start - b.start || b.end - a.end),
  );
}

type Calls = readonly (CallNode | NewNode)[];

const byModule = {};

/**
 * The calls and `new`s of a file by the module that what they call comes from (`Origin.module`: `''` for globals,
 * undefined where it is not known), those of one module with the calls first, each in source order. One look at each
 * callee for all rules.
 */
export function callsByModule(file: TestFile): ReadonlyMap<string | undefined, Calls> {
  return file.once(byModule, () => {
    const calls = new Map<string | undefined, (CallNode | NewNode)[]>();
    for (const node of [...file.all('Call'), ...file.all('New')]) {
      const { callee } = node;
      const named = callee.kind === 'Identifier' || callee.kind === 'Member' || callee.kind === 'Wrapped';
      const module = named ? file.bindings.origin(callee)?.module : undefined;
      const known = calls.get(module);
      if (known === undefined) calls.set(module, [node]);
      else known.push(node);
    }
    return calls;
  });
}

/** Those of these modules. */
export function callsFrom(file: TestFile, modules: Iterable<string>): Calls {
  const calls = callsByModule(file);
  return [...modules].flatMap((module) => calls.get(module) ?? []);
}
