import type { Finding, Frame } from '../../protocol/runEvents.ts';

/** What a watch needs to know of the run while it observes. */
export interface WatchContext {
  /** Title of the running test or hook; empty while files load. */
  current(): string;
  /** The learner's line in the present call stack. */
  here(): Frame | null;
}

/** Observes one kind of resource for the length of a run. One file per kind. */
export interface Watch {
  /** Rewrites a package's file before it is evaluated; null leaves it alone. */
  instrument(path: string): string | null;
  /** Called once, after the last hook: what is still held now was left behind. */
  findings(): Finding[];
}
