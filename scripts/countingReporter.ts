import { writeFileSync } from 'node:fs';
import Mocha from 'mocha';

/**
 * One dot per test, failures at the end, and the counts as JSON in the file that ITLAB_COUNTS_FILE names:
 * `{"passed": n, "failed": n, "pending": n, "failures": [text]}`. Written at the end only, so a run that dies leaves none.
 */
export default class CountingReporter extends Mocha.reporters.Dot {
  constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
    super(runner, options);
    let passed = 0;
    let pending = 0;
    const failures: string[] = [];
    runner.on(Mocha.Runner.constants.EVENT_TEST_PASS, () => passed++);
    runner.on(Mocha.Runner.constants.EVENT_TEST_PENDING, () => pending++);
    // Failing hooks arrive here too; the tests that they kept from running are counted nowhere.
    runner.on(Mocha.Runner.constants.EVENT_TEST_FAIL, (test: Mocha.Runnable, error: unknown) =>
      failures.push(`${test.fullTitle()}: ${messageOf(error)}`),
    );
    runner.once(Mocha.Runner.constants.EVENT_RUN_END, () => {
      const file = process.env['ITLAB_COUNTS_FILE'];
      if (file !== undefined)
        writeFileSync(file, JSON.stringify({ passed, failed: failures.length, pending, failures }));
    });
  }
}

/** What comes from another process of mocha is no Error any more, but as one. */
function messageOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'message' in error
    ? String(error.message)
    : String(error);
}
