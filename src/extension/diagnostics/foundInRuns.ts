import type { TestRecord } from '../../course/running/runRecord.ts';
import type { CheckResult } from '../../protocol/checkResult.ts';
import type { GradedFinding } from '../../protocol/gradeResult.ts';
import type { Finding, HygieneRule } from '../../protocol/runEvents.ts';

/** What a run or a check found at a line. */
export interface FoundAt {
  readonly rule: HygieneRule;
  readonly message: string;
  /** Title of the test or hook that showed it; empty when that was at load time. */
  readonly test: string;
  /** Absolute. */
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  /** 1-based; 0 when not known. */
  readonly column: number;
  /** It is reported elsewhere, and here only proves what the language server reports. */
  readonly proofOnly: boolean;
  /** Titles of the tests that it depends on. */
  readonly on: readonly string[];
}

/** Where a test begins. */
export interface TestPlace {
  /** Every name that a finding may use for it. */
  readonly titles: readonly string[];
  /** Absolute. */
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  /** 1-based; 0 when not known. */
  readonly column: number;
}

export interface Found {
  readonly by: 'run' | 'check';
  readonly findings: readonly FoundAt[];
  readonly tests: readonly TestPlace[];
}

/** @param elsewhere findings that are reported at a failed test already. */
export function foundInRun(
  { findings, tests }: { readonly findings: readonly Finding[]; readonly tests: readonly TestRecord[] },
  elsewhere: readonly Finding[] = [],
): Found {
  const placed = (proofOnly: boolean) => (finding: Finding) => {
    const { rule, message, test, at } = finding;
    return at === null ? [] : { rule, message, test, ...at, proofOnly, on: [] };
  };
  return {
    by: 'run',
    findings: [...findings.flatMap(placed(false)), ...elsewhere.flatMap(placed(true))],
    tests: tests.flatMap(({ path, at }) =>
      at === null ? [] : { titles: [path.at(-1) ?? '', path.join(' '), path.join(' › ')], ...at },
    ),
  };
}

/** @param absolute makes a path of the file system of one that is relative to the project. */
export function foundInCheck(
  { hygiene, tests }: Pick<CheckResult, 'hygiene' | 'tests'>,
  absolute: (file: string) => string,
): Found {
  const placed = ({ rule, message, test, file, line, column = 0, dependence }: GradedFinding): FoundAt | [] =>
    file === '' || line === 0
      ? []
      : {
          rule,
          message,
          test,
          file: absolute(file),
          line,
          column,
          proofOnly: false,
          on: dependence?.on ?? [],
        };
  return {
    by: 'check',
    findings: hygiene.flatMap(placed),
    tests: tests.flatMap(({ title, file, line }) =>
      file === '' || line === undefined
        ? []
        : {
            titles: [title, title.split(' › ').join(' '), title.split(' › ').at(-1) ?? ''],
            file: absolute(file),
            line,
            column: 0,
          },
    ),
  };
}

/** The test that a finding names: itself, or the one that the hook was run for (`"before each" hook for "…"`). */
export function testNameIn(title: string): string {
  return / hook(?: in "[^]*?")? for "([^]*)"$/.exec(title)?.[1] ?? title;
}
