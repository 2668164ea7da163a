import type { Finding, Frame } from '../../protocol/runEvents.ts';

/** What a watch may ask while it observes. */
export interface WatchContext {
  /** Title of the running test or hook; empty while files load. */
  current(): string;
  /** The learner's line in the present call stack. */
  here(): Frame | null;
  /** The learner's line in the text of a stack that was taken earlier: writing a stack out is what takes time. */
  frameOf(stack: string): Frame | null;
  /** Folder of the present round for temporary files; absolute. */
  temporary(): string;
  /** Whether connections to other machines are refused. */
  offline(): boolean;
  /** Whether what runs is the runner's own, ahead of its job. */
  rehearsing(): boolean;
  /** The learner's own files of the present round, to find a line that left no call stack. Asked for findings only. */
  ownSources(): readonly OwnSource[];
}

export interface OwnSource {
  /** Absolute path. */
  readonly file: string;
  readonly text: string;
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
  /** A test or hook begins; `current` names it already. For what can only be seen by comparing. */
  step?(): void;
  /** After the last hook of a round: what is still held was left behind. Changes nothing, so it can be asked again. */
  findings(): Finding[];
  /** What it finds may be on its way out (a socket that closes, a child that was told to end), so a moment is waited. */
  readonly settles?: boolean;
}
