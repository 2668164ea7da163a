import type { Finding } from '../../protocol/runEvents.ts';
import { acquire, type Acquisition } from './acquisition.ts';
import type { NockLoading } from './nockLoading.ts';
import { replaceFunction } from './replaceFunction.ts';
import type { Watch, WatchContext } from './watch.ts';

/** Watches nock's interceptors: each belongs to a test, which has to use it or take it away. */
export function watchInterceptors(context: WatchContext, nock: NockLoading): Watch {
  let interceptors: { readonly interceptor: object; readonly acquired: () => Acquisition }[] = [];
  /** Those that tests have imported in this process. */
  const copies = new Set<object>();

  nock.onImport((exports) => {
    if (!context.rehearsing()) copies.add(exports);
  });
  nock.onScope((prototype) => {
    // `get`, `post` and the others all come by here.
    replaceFunction(
      prototype,
      'intercept',
      (original) =>
        function (...args) {
          const interceptor = Reflect.apply(original, this, args);
          if (typeof interceptor === 'object' && interceptor !== null) {
            interceptors.push({ interceptor, acquired: acquire(context) });
          }
          return interceptor;
        },
    );
  });

  return {
    instrument: (path) => nock.instrument(path),
    begin() {
      interceptors = [];
      // The module outlives a round; a new round gets it as it is after its import.
      for (const copy of copies) {
        callIn(copy, 'cleanAll');
        callIn(copy, 'enableNetConnect');
        if (callIn(copy, 'isActive') === false) callIn(copy, 'activate');
      }
    },
    findings() {
      return interceptors.flatMap(({ interceptor, acquired }): Finding[] => {
        const state = stateOf(interceptor);
        if (state === null) return [];
        const { test, at } = acquired();
        const name = String(Reflect.get(interceptor, '_key'));
        const message =
          state === 'pending'
            ? `The interceptor ${name} was never used, and would answer a later test. Make the request that it is for, or remove it; nock.cleanAll() in the teardown takes away what is left.`
            : `The interceptor ${name} is still active and would answer a later test. Take it away in the teardown: nock.cleanAll().`;
        return [{ rule: 'pending-interceptors', test, message, at }];
      });
    },
  };
}

/** Null when it is used up, removed, or never got its reply. */
function stateOf(interceptor: object): 'pending' | 'active' | null {
  const scope: unknown = Reflect.get(interceptor, 'scope');
  const key: unknown = Reflect.get(interceptor, '_key');
  if (typeof scope !== 'object' || scope === null || typeof key !== 'string') return null;
  const keyed: unknown = Reflect.get(scope, 'keyedInterceptors');
  const registered: unknown = typeof keyed === 'object' && keyed !== null ? Reflect.get(keyed, key) : null;
  if (!Array.isArray(registered) || !registered.includes(interceptor)) return null;
  const used = Number(Reflect.get(interceptor, 'interceptionCounter')) > 0;
  return used || Reflect.get(interceptor, 'optional') === true ? 'active' : 'pending';
}

function callIn(module: object, name: string): unknown {
  const called: unknown = Reflect.get(module, name);
  return typeof called === 'function' ? Reflect.apply(called, module, []) : undefined;
}
