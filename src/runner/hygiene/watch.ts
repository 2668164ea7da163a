import type { Finding, Frame } from '../../protocol/runEvents.ts';

/** What a watch may ask while it observes. */
export interface WatchContext {
  /** Title of the running test or hook; empty while files load. */
  current(): string;
  /** The learner's line in the present call stack. */
  here(): Frame | null;
  /** Folder of the present round for temporary files; absolute. */
  temporary(): string;
}

/**
 * Observes one kind of resource. Made once per process, before anything of the learner's is loaded, and then
 * asked once per round. One file per kind.
 */
export interface Watch {
  /** Rewrites a package's file before it is evaluated; null leaves it alone. Left out where nothing is rewritten. */
  readonly instrument?: (path: string) => string | null;
  /** A round begins: what was acquired before does not count. */
  begin(): void;
  /** After the last hook of a round: what is still held was left behind. */
  findings(): Finding[];
}
