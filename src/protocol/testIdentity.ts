/**
 * A test is its file, the titles of its suites, its own title, and an ordinal that tells tests of the same
 * name apart. Discovery (by parsing) and the runner (by running) both make these keys, so they must agree.
 */
export interface TestIdentity {
  /** Path of the test file relative to the run's root, with forward slashes. */
  readonly file: string;
  /** Titles from the outermost suite to the test itself. */
  readonly path: readonly string[];
  /** 0 for the first test of this path in the file, 1 for the second, … */
  readonly ordinal: number;
}

/** The stable text form of an identity: used as a map key and as the id of the editor's test items. */
export function testKey(identity: TestIdentity): string {
  return JSON.stringify([identity.file, ...identity.path, identity.ordinal]);
}

/** The file (relative to its exercise or project) that a test's key names. */
export function fileOfKey(key: string): string {
  const parts: unknown = JSON.parse(key);
  const file: unknown = Array.isArray(parts) ? parts[0] : undefined;
  return typeof file === 'string' ? file : '';
}

/** The titles that a test's key names, from the outermost suite to the test itself. */
export function pathOfKey(key: string): readonly string[] {
  const parts: unknown = JSON.parse(key);
  return Array.isArray(parts) ? parts.slice(1, -1).map(String) : [];
}
