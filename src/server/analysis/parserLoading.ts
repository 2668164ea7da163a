import type { Parser } from './parser.ts';

/** Loads a parser once, when it is first asked for: it is large. After a failure the next request tries again. */
export function loadOnce(load: () => Promise<Parser>): () => Promise<Parser> {
  let loading: Promise<Parser> | undefined;
  return async () => {
    loading ??= load();
    try {
      return await loading;
    } catch (error) {
      loading = undefined;
      throw error;
    }
  };
}
