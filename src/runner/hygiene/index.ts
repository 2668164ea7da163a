import { watchOpenDatabases } from './openDatabases.ts';
import type { Watch, WatchContext } from './watch.ts';

/** Every watch of a run, in the order their findings are told. */
export function allWatches(context: WatchContext): Watch[] {
  return [watchOpenDatabases(context)];
}
