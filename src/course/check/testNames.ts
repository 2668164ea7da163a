/** Which files are tests, by their names and by what stands in them. Nothing is run, nothing else is read. */

const script = /\.[cm]?[jt]sx?$/;
/** `a.test.ts`, `a_spec.js`, `a-test.mjs`, `test.js`, `test-a.js`. A word in the middle says nothing: `my-test-helper.js`. */
const named = /(?:^|[/._-])(?:tests?|specs?)\.[cm]?[jt]sx?$|(?:^|\/)(?:test|spec)[._-][^/]*\.[cm]?[jt]sx?$/i;
/** Mocha's own default, and what others have. */
const inFolder = /(?:^|\/)(?:tests?|specs?|__tests__|e2e)\/(?:[^/]+\/)*[^/]+$/;

/** A suite, a test or a hook that is defined as a statement of its own, in any of mocha's interfaces. */
const definition =
  /^[ \t]*(?:(?:(?:describe|context|it|specify|suite|test)(?:\.(?:only|skip))?|x(?:describe|context|it|specify))\s*\(\s*['"`]|(?:(?:before|after)(?:Each|All)?|setup|teardown|suiteSetup|suiteTeardown)\s*\(\s*(?:async\b|function\b|\(|['"`]))/m;

/** Whether a path is one of a script. @param path with forward slashes. */
export function isScript(path: string): boolean {
  return script.test(path);
}

/** Whether a file is called like tests are. @param path with forward slashes. */
export function isNamedAsTest(path: string): boolean {
  return named.test(path);
}

/** Whether a file lies where tests lie. @param path with forward slashes, of as many folders as are to be looked at. */
export function isInTestFolder(path: string): boolean {
  return inFolder.test(path);
}

/** Whether a text plainly defines suites, tests or hooks. */
export function definesTests(text: string): boolean {
  return definition.test(text);
}

/**
 * Whether a script is to be taken for tests: it is called like them, it defines some, or it is a new file where they
 * lie. What else lies there is helpers and data.
 * @param path with forward slashes.
 */
export function holdsTests(path: string, text: string): boolean {
  if (!isScript(path)) return false;
  return isNamedAsTest(path) || definesTests(text) || (isInTestFolder(path) && text.trim() === '');
}
