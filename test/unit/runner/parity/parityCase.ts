/** A suite whose verdicts must be those of a bare mocha. */
export interface ParityCase {
  readonly name: string;
  /** Files by path. Test files are those with `.test.` in their name, in the order given. */
  readonly files: Readonly<Record<string, string>>;
  /**
   * The states of our record, in the order of the tests: Passed, Failed, Skipped (pending), Errored. A comparison
   * alone would also hold when neither ran anything.
   */
  readonly states: string;
  /** It reaches beyond its file (root hooks, `.only`, an abort, its own options), so it gets a mocha of its own. */
  readonly alone?: true;
  /** Where we mean to differ from mocha: what mocha's states are, and why. */
  readonly differs?: { readonly mocha: string; readonly why: string };
}

/** One CommonJS test file. */
export function file(text: string): Readonly<Record<string, string>> {
  return { 'a.test.cjs': text };
}

export const boom = `throw new Error('boom');`;
export const later = `new Promise((resolve) => setTimeout(resolve, 15))`;
