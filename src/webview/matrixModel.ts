import type { GradeResult } from '../protocol/gradeResult.ts';
import { faultName, survivorId } from './faultNames.ts';
import type { LinkModel } from './links.ts';
import { testLink } from './links.ts';
import type { Strings } from './strings.ts';
import { fill } from './strings.ts';

/** The kill matrix as a table: a row per test, a column per fault, survivors first. */
export interface MatrixModel {
  readonly caption: string;
  /** The whole table in one sentence. */
  readonly summary: string;
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
  /** Leads from a survivor to its finding, with the hints; null where it was caught. */
  readonly finding: { readonly id: string; readonly title: string } | null;
  /** Opens what a caught fault changes; null for a survivor, and where the suite is given: it would show the answer. */
  readonly difference: { readonly fault: string; readonly title: string } | null;
}

/** Debugs a test on the system with a fault that it catches. */
export interface DebugModel {
  readonly fault: string;
  /** The test's. */
  readonly test: string;
  /** Of the button. */
  readonly title: string;
}

export interface MatrixRow {
  readonly title: string;
  /** Null for a hidden test, which is not in the learner's files. */
  readonly link: LinkModel | null;
  /** Said of a test that does not pass on the correct system and so catches nothing; else null. */
  readonly note: string | null;
  /** Per column, whether this test catches that fault; with what debugs it there, where it may. */
  readonly marks: readonly (boolean | DebugModel)[];
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
    ...grade.tests.map(({ title, state }) => ({ title, passed: state === 'passed', hidden: false })),
    ...[...others].map((title) => ({ title, passed: true, hidden: true })),
  ];
  if (tests.length === 0) return null;
  const numbered = grade.faults.map((fault, index) => ({ fault, index }));
  const ordered = [
    ...numbered.filter(({ fault }) => !fault.caught),
    ...numbered.filter(({ fault }) => fault.caught),
  ];
  const caught = grade.faults.filter((fault) => fault.caught).length;
  return {
    caption: suiteIsGiven ? strings.whichRulesOut : strings.whichCatches,
    summary:
      caught === grade.faults.length
        ? fill(strings.matrixComplete, caught)
        : fill(strings.matrixSummary, caught, grade.faults.length),
    corner: strings.test,
    columns: ordered.map(({ fault, index }) => {
      const title = faultName(fault, index, faultTitles, strings);
      return {
        title,
        caught: fault.caught,
        count: fault.by.length,
        finding: fault.caught ? null : { id: survivorId(index), title: fill(strings.goToHint, title) },
        difference:
          fault.caught && !suiteIsGiven ? { fault: fault.id, title: fill(strings.openFault, title) } : null,
      };
    }),
    rows: tests.map(({ title, passed, hidden }) => ({
      title,
      link: hidden ? null : testLink(title, title, strings),
      note: passed ? null : strings.testDidNotPass,
      marks: ordered.map(({ fault, index }) => {
        if (!fault.by.includes(title) || hidden || suiteIsGiven) return fault.by.includes(title);
        const name = faultName(fault, index, faultTitles, strings);
        return { fault: fault.id, test: title, title: fill(strings.debugFault, title, name) };
      }),
    })),
    footer: suiteIsGiven ? strings.ruledOutBy : strings.caughtBy,
    mark: suiteIsGiven ? strings.ruledOut : strings.caught,
    survived: strings.survived,
  };
}
