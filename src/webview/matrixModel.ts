import type { GradeResult } from '../protocol/gradeResult.ts';
import type { Strings } from './strings.ts';
import { fill } from './strings.ts';

/** The kill matrix as a table: a row per test, a column per fault. */
export interface MatrixModel {
  readonly caption: string;
  /** Heads the column of test titles. */
  readonly corner: string;
  readonly columns: readonly MatrixColumn[];
  readonly rows: readonly MatrixRow[];
  /** Heads the row of counts. */
  readonly footer: string;
  /** What a mark says to those who do not see it. */
  readonly mark: string;
  /** What a survivor's column says to those who do not see its colour. */
  readonly survived: string;
}

export interface MatrixColumn {
  readonly title: string;
  readonly caught: boolean;
  /** How many tests catch it. */
  readonly count: number;
}

export interface MatrixRow {
  readonly title: string;
  /** Said of a test that does not pass on the correct system and so catches nothing; else null. */
  readonly note: string | null;
  /** Per column, whether this test catches that fault. */
  readonly marks: readonly boolean[];
}

/** Null where there is nothing to cross: no fault judged yet, or no test. */
export function matrixModel(
  grade: GradeResult,
  faultTitles: Readonly<Record<string, string>>,
  suiteIsGiven: boolean,
  strings: Strings,
): MatrixModel | null {
  if (grade.faults.length === 0) return null;
  // Where the suite is given, hidden tests may rule a fault out; they are not among the tests listed.
  const listed = new Set(grade.tests.map((test) => test.title));
  const others = new Set(grade.faults.flatMap((fault) => fault.by).filter((title) => !listed.has(title)));
  const tests = [
    ...grade.tests.map((test) => ({ title: test.title, passed: test.state === 'passed' })),
    ...[...others].map((title) => ({ title, passed: true })),
  ];
  if (tests.length === 0) return null;
  return {
    caption: suiteIsGiven ? strings.whichRulesOut : strings.whichCatches,
    corner: strings.test,
    columns: grade.faults.map((fault, index) => ({
      title: faultName(fault, index, faultTitles, strings),
      caught: fault.caught,
      count: fault.by.length,
    })),
    rows: tests.map(({ title, passed }) => ({
      title,
      note: passed ? null : strings.testDidNotPass,
      marks: grade.faults.map((fault) => fault.by.includes(title)),
    })),
    footer: suiteIsGiven ? strings.ruledOutBy : strings.caughtBy,
    mark: suiteIsGiven ? strings.ruledOut : strings.caught,
    survived: strings.survived,
  };
}

/** A survivor goes by its number: its title would tell the learner what to test. */
export function faultName(
  fault: GradeResult['faults'][number],
  index: number,
  faultTitles: Readonly<Record<string, string>>,
  strings: Strings,
): string {
  const title = fault.caught && Object.hasOwn(faultTitles, fault.id) ? faultTitles[fault.id] : undefined;
  return title ?? fill(strings.fault, index + 1);
}
