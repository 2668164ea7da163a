import { passingKeys, type RunRecord, type TestRecord } from '../running/runRecord.ts';

/**
 * Keys of the tests that catch a fault: they pass on the correct system and fail, or time out, under the
 * fault. What keeps a file from loading, or a hook outside every suite, never counts: it says nothing about
 * what the test claims.
 */
export function catchesOf(correct: RunRecord, faulty: RunRecord): Set<string> {
  const passes = new Set(passingKeys(correct));
  return new Set(faulty.tests.filter((test) => passes.has(test.key) && objects(test)).map(({ key }) => key));
}

function objects(test: TestRecord): boolean {
  return test.state === 'failed' || (test.state === 'errored' && (test.inOwnHook || test.blocked));
}
