/** Where the parts that ship beside the code lie; each program (extension, command line) names its own. */
export interface Installation {
  /** Folder of the lessons, as in the repository. */
  readonly lessons: string;
  /** The runner's bundle, started as a child process. */
  readonly runner: string;
  /** The bundle that is attached to the mocha of a user's own project. */
  readonly attach: string;
  /** Folder whose node_modules hold the packages that learners' tests import. */
  readonly toolchain: string;
}

/** Packages of the toolchain that tests import. Their own dependencies are found beside them. */
export const toolchainPackages = ['mocha', 'better-sqlite3', 'nock', 'hono', '@hono/node-server'] as const;

/** Type declarations that the editor needs in a course folder. */
export const toolchainTypes = ['@types/node', '@types/mocha', '@types/better-sqlite3'] as const;

/** The package an import that is no path asks for: `hono/client` is of `hono`. */
export function packageOf(specifier: string): string {
  const parts = specifier.split('/');
  return specifier.startsWith('@') ? parts.slice(0, 2).join('/') : (parts[0] ?? '');
}
