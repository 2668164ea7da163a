import { writeFileSync } from 'node:fs';
import Mocha from 'mocha';

/**
 * One dot per test, failures at the end, and the counts as JSON in the file that ITLAB_COUNTS_FILE names:
 * `{"passed": n, "failed": n, "pending": n}`. Written at the end only, so a run that dies leaves none.
 */
export default class CountingReporter extends Mocha.reporters.Dot {
  constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
    super(runner, options);
    let passed = 0;
    let pending = 0;
    let failed = 0;
    runner.on(Mocha.Runner.constants.EVENT_TEST_PASS, () => passed++);
    runner.on(Mocha.Runner.constants.EVENT_TEST_PENDING, () => pending++);
    // Failing hooks arrive here too; the tests that they kept from running are counted nowhere.
    runner.on(Mocha.Runner.constants.EVENT_TEST_FAIL, () => failed++);
    runner.once(Mocha.Runner.constants.EVENT_RUN_END, () => {
      const file = process.env['ITLAB_COUNTS_FILE'];
      if (file !== undefined) writeFileSync(file, JSON.stringify({ passed, failed, pending }));
    });
  }
}
