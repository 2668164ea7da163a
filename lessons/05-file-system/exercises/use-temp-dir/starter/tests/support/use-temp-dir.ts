/**
 * The fixture of this exercise. A suite calls it once, in its `describe`; a test calls what it
 * returned to get the path of its folder. What it promises:
 *
 * - each test finds an empty folder that is nobody else's: not another test's, not that of a second
 *   fixture in the same suite, not that of another run on this machine;
 * - the folder lies in the system's folder for temporary files, wherever the tests were started;
 * - when a test is over its folder is gone, with all that is in it, whether it passed or threw.
 */
export function useTempDir(): () => string {
  return () => {
    throw new Error('useTempDir is not written yet. Open tests/support/use-temp-dir.ts.');
  };
}
