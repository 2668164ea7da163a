import { writeFileSync } from 'node:fs';
import path from 'node:path';
import Mocha from 'mocha';
import { withSlashes } from '../src/course/platform/paths.ts';
import { slowestOf, type Failure, type FileTime, type TestTime } from './tally.ts';

/**
 * One dot per test, failures at the end, and the counts as JSON in the file that ITLAB_COUNTS_FILE names, in the shape
 * that `parseTally` reads. Written at the end only, so a run that dies leaves none.
 */
export default class CountingReporter extends Mocha.reporters.Dot {
  constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
    super(runner, options);
    const { EVENT_TEST_PASS, EVENT_TEST_PENDING, EVENT_TEST_FAIL, EVENT_HOOK_END, EVENT_RUN_END } =
      Mocha.Runner.constants;
    let passed = 0;
    let pending = 0;
    const failures: Failure[] = [];
    const times: TestTime[] = [];
    const byFile = new Map<string, number>();
    const time = (runnable: Mocha.Runnable): void => {
      const { duration: ms = 0 } = runnable;
      const file = fileOf(runnable);
      times.push({ title: runnable.fullTitle(), file, ms });
      byFile.set(file, (byFile.get(file) ?? 0) + ms);
    };
    runner.on(EVENT_TEST_PASS, (test) => {
      passed++;
      time(test);
    });
    runner.on(EVENT_TEST_PENDING, () => pending++);
    // Where tests share what takes long, it is a hook that takes it.
    runner.on(EVENT_HOOK_END, time);
    // Failing hooks arrive here too; the tests that they kept from running are counted nowhere.
    runner.on(EVENT_TEST_FAIL, (test: Mocha.Runnable, error: unknown) => {
      const title = test.fullTitle();
      failures.push({ title, file: fileOf(test, error), text: `${title}: ${messageOf(error)}` });
      time(test);
    });
    runner.once(EVENT_RUN_END, () => {
      const countsFile = process.env['ITLAB_COUNTS_FILE'];
      if (countsFile === undefined) return;
      const files = [...byFile].map(([file, ms]): FileTime => ({ file, ms }));
      const counts = {
        passed,
        failed: failures.length,
        pending,
        failures,
        slowest: slowestOf(times),
        files: files.toSorted((one, other) => other.ms - one.ms),
      };
      writeFileSync(countsFile, JSON.stringify(counts));
    });
  }
}

/** As a path from the working folder, with slashes; empty when it is not known. A file that cannot be loaded is named by the error. */
function fileOf({ file }: Mocha.Runnable, error?: unknown): string {
  const known =
    file ?? (typeof error === 'object' && error !== null && 'file' in error ? String(error.file) : '');
  return known === '' ? '' : withSlashes(path.relative(process.cwd(), known));
}

/** What comes from another process of mocha is no Error any more, but as one. */
function messageOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'message' in error
    ? String(error.message)
    : String(error);
}
