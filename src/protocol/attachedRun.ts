import type { OrderSeed } from './runEvents.ts';

/**
 * What the preload that is attached to a project's own mocha is to do. It comes as a JSON file, because mocha may
 * start itself again with node flags, and then only the environment and the arguments get through; for the same
 * reason the events go to a file and not to an inherited pipe.
 */
export interface AttachedRun {
  /** Absolute path of the project. Paths in test keys are relative to it. */
  readonly root: string;
  /** Folder (absolute) of the mocha package that is started. */
  readonly mocha: string;
  /** Test files (absolute) the run is limited to; folders count for what lies in them. Null: all of them. */
  readonly files: readonly string[] | null;
  /** Keys of the tests to run, or null for all of them. The order is the one all tests would have. */
  readonly select: readonly string[] | null;
  readonly seed: OrderSeed;
  /** Watch what is left behind. Runs that are only about the order do without. */
  readonly hygiene: boolean;
  /** Existing file (absolute) that events are appended to, one JSON line each. */
  readonly events: string;
  /** Folder (absolute) for temporary files of the tests; TMPDIR names it too. */
  readonly temporary: string;
}

/** The environment variable that names the file with the `AttachedRun`. */
export const attachedRunVariable = 'ITLAB_ATTACHED_RUN';
