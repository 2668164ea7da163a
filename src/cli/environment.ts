import type { Installation } from '../course/installation.ts';
import { forJson } from '../protocol/shownText.ts';

/** What a command may see of the world around it; tests give their own. */
export interface Environment {
  readonly installation: Installation;
  /** A file from which a lesson author's `typescript` resolves. */
  readonly compilerFrom: string;
  /** Current folder. */
  readonly cwd: string;
  readonly variables: Readonly<Record<string, string | undefined>>;
  /** Writes to standard output. */
  readonly out: (text: string) => void;
  /** Writes to standard error. */
  readonly err: (text: string) => void;
  /** Fires when the user ends the program. */
  readonly signal: AbortSignal;
}

/** Prints one JSON document; the only thing on standard output when `--json` is given. */
export function printJson({ out }: Environment, document: unknown): void {
  out(`${forJson(document)}\n`);
}

/** Exit status of every command. */
export const exitStatus = { good: 0, notGood: 1, unusable: 2 } as const;
