import { basename } from 'node:path';
import { getJunitXml, type TestCase } from 'junit-xml';
import type { CheckResult } from '../protocol/checkResult.ts';
import type { GradedFinding, GradeResult } from '../protocol/gradeResult.ts';
import { forXml } from '../protocol/shownText.ts';

/** Grades as JUnit XML: every test, variant, fault and finding is a case, so that CI systems show each. */
export function gradeJunit(results: readonly GradeResult[]): string {
  const suites = results.map((result) => ({ name: result.exercise, testCases: gradeCases(result) }));
  // The library's default schema writes failures as errors; the Ant one is what most CI systems read.
  return forXml(getJunitXml({ suites }, { schema: 'ant-junit' }));
}

function gradeCases(result: GradeResult): TestCase[] {
  const tests = result.tests.map(({ title, state, durationMs }): TestCase => {
    const base = { name: title, classname: `${result.exercise} tests`, time: durationMs / 1000 };
    if (state === 'passed') return base;
    const message =
      result.problems.find((problem) => problem.message.includes(`'${title}'`))?.message ?? state;
    return { ...base, failures: [{ message }] };
  });
  const variants = result.variants.map(({ id, passed, refusedBy }) =>
    verdict(
      `${result.exercise} variants`,
      `accepts ${id}`,
      passed ? null : `Refused by: ${refusedBy.join(', ')}`,
    ),
  );
  const faults = result.faults.map(({ id, caught }, index) =>
    verdict(
      `${result.exercise} faults`,
      caught ? `catches ${id}` : `catches fault ${index + 1}`,
      caught ? null : 'The fault survived.',
    ),
  );
  const hygiene = result.hygiene.map(({ rule, test, message, file, line }) =>
    verdict(`${result.exercise} hygiene`, `${rule} in '${test}'`, `${file}:${line} ${message}`),
  );
  const isolation = verdict(
    `${result.exercise} isolation`,
    'independent of order',
    result.isolation.clean
      ? null
      : result.isolation.pairs.map((pair) => `${pair.polluter} → ${pair.victim}`).join('; ') || 'Not clean.',
  );
  // What concerns the run as a whole has no test to hang on.
  const problems = result.problems
    .filter(({ code }) => code !== 'test-failed' && code !== 'test-errored')
    .map(({ code, message }) => verdict(`${result.exercise} run`, code, message));
  return [...tests, ...variants, ...faults, ...hygiene, isolation, ...problems];
}

/** A check as JUnit XML: every test, finding and problem is a case, and the independence of order one more. */
export function checkJunit(result: CheckResult): string {
  const name = basename(result.project);
  const tests = result.tests.map(({ title, state, durationMs, file }): TestCase => {
    const base = { name: title, classname: file, file, time: durationMs / 1000 };
    if (state === 'passed') return base;
    if (state === 'pending') return { ...base, skipped: true };
    const message =
      result.problems.find((problem) => problem.message.includes(`'${title}'`))?.message ?? state;
    return { ...base, failures: [{ message }] };
  });
  const hygiene = result.hygiene.map((finding) =>
    verdict(`${name} hygiene`, `${finding.rule} in '${finding.test}'`, placed(finding)),
  );
  const { checked, clean, pairs } = result.isolation;
  const isolation =
    checked.orders.length === 0
      ? []
      : [
          verdict(
            `${name} isolation`,
            'independent of order',
            clean
              ? null
              : pairs.map((pair) => `${pair.polluter} → ${pair.victim}`).join('; ') || 'Not clean.',
          ),
        ];
  const problems = result.problems
    .filter(({ code }) => code !== 'test-failed' && code !== 'test-errored')
    .map(({ code, message }) => verdict(`${name} run`, code, message));
  const testCases = [...tests, ...hygiene, ...isolation, ...problems];
  return forXml(getJunitXml({ suites: [{ name, testCases }] }, { schema: 'ant-junit' }));
}

function placed({ file, line, message }: GradedFinding): string {
  return file === '' ? message : `${file}:${line} ${message}`;
}

function verdict(classname: string, name: string, failure: string | null): TestCase {
  return failure === null ? { classname, name } : { classname, name, failures: [{ message: failure }] };
}
