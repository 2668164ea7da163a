import type { Grade } from '../grading/grade.ts';
import { gradeSubmission } from '../grading/grade.ts';
import { catchesOf } from '../grading/catches.ts';
import { solutionSubmission, starterSubmission } from '../grading/submission.ts';
import {
  assemble,
  changedBy,
  SystemSession,
  testsAmong,
  type Assembly,
  type RunSetting,
} from '../grading/systemRun.ts';
import { patchText, provingFiles, solutionFiles, type Exercise } from '../exercise.ts';
import { layered, type FileTree } from '../fileTree.ts';
import { applyTo } from '../patches.ts';
import { titlesOf, type RunRecord } from '../running/runRecord.ts';
import { typeCheck } from './typeCheck.ts';

/** A test that catches a fault, with how it failed. */
export interface Catch {
  readonly title: string;
  readonly path: readonly string[];
  /** An assertion of the test failed, as opposed to a crash or a timeout. */
  readonly byAssertion: boolean;
}

/** One suite against every fault. */
export interface FaultTable {
  readonly correct: RunRecord;
  readonly faults: ReadonlyMap<string, { readonly catches: readonly Catch[]; readonly record: RunRecord }>;
}

/**
 * Runs what the proofs of one exercise need, each run once, whoever asks first.
 * @param compilerFrom a file from which the package `typescript` resolves.
 */
export class ProvingGround {
  readonly exercise: Exercise;
  readonly setting: RunSetting;
  private readonly compilerFrom: string;
  private readonly made = new Map<string, Promise<unknown>>();

  constructor(exercise: Exercise, setting: RunSetting, compilerFrom: string) {
    this.exercise = exercise;
    this.setting = setting;
    this.compilerFrom = compilerFrom;
  }

  /** The model answer's grade, as a learner who hands it in gets it. */
  solutionGrade(): Promise<Grade> {
    return this.once('solution-grade', () =>
      gradeSubmission(this.exercise, solutionSubmission(this.exercise), this.setting),
    );
  }

  starterGrade(): Promise<Grade> {
    return this.once('starter-grade', () =>
      gradeSubmission(this.exercise, starterSubmission(this.exercise), this.setting),
    );
  }

  /** The model answer's tests (or the given and hidden suites) against every fault. */
  solutionTable(): Promise<FaultTable> {
    return this.once('solution-table', () => this.tableOf(this.solutionAssembly()));
  }

  /** The same once more: for those who ask whether it comes out the same. */
  freshSolutionTable(): Promise<FaultTable> {
    return this.tableOf(this.solutionAssembly());
  }

  /** Every file that an exercise consists of, in course layout. */
  allFiles(): FileTree {
    return layered(
      assemble(this.exercise, starterSubmission(this.exercise)).files,
      solutionFiles(this.exercise),
      provingFiles(this.exercise, 'weak'),
      provingFiles(this.exercise, 'dirty'),
      this.solutionAssembly().files,
    );
  }

  /** A weak suite in place of the tests, against every fault. */
  weakTable(name: string): Promise<FaultTable> {
    return this.once(`weak-${name}`, () => this.tableOf(this.withSuite('weak', name)));
  }

  /** Names of the suites in `weak/` or `dirty/`, without their ending. */
  suites(folder: 'weak' | 'dirty'): string[] {
    return testsAmong(provingFiles(this.exercise, folder)).map((path) =>
      path.slice(folder.length + 1).replace(/\.test\.ts$/, ''),
    );
  }

  solutionAssembly(): Assembly {
    return assemble(this.exercise, solutionSubmission(this.exercise));
  }

  /** The correct system, with one of the proving suites as its only tests. */
  withSuite(folder: 'weak' | 'dirty', name: string): Assembly {
    const files = layered(this.solutionAssembly().files, provingFiles(this.exercise, folder));
    return { exercise: this.exercise, files, testFiles: [`${folder}/${name}.test.ts`], folder: null };
  }

  /** Type errors of starter, solution, and every fault and variant, by `starter`, `fault-<id>`, …. */
  typeErrors(): Promise<Map<string, string[]>> {
    return this.once('types', () => {
      const { manifest } = this.exercise;
      const solution = layered(
        solutionFiles(this.exercise),
        this.solutionAssembly().files,
        provingFiles(this.exercise, 'weak'),
        provingFiles(this.exercise, 'dirty'),
      );
      const layouts = new Map<string, FileTree>([
        ['starter', assemble(this.exercise, starterSubmission(this.exercise)).files],
        ['solution', solution],
      ]);
      for (const folder of ['faults', 'variants'] as const) {
        for (const { id } of manifest[folder]) {
          const text = patchText(this.exercise, folder, id);
          layouts.set(`${folder}-${id}`, applyTo(solution, text, `${folder}/${id} of ${this.exercise.id}`));
        }
      }
      return typeCheck(layouts, this.setting.installation, this.compilerFrom);
    });
  }

  private async tableOf(assembly: Assembly): Promise<FaultTable> {
    const session = new SystemSession(assembly, this.setting);
    try {
      const correct = await session.run();
      const faults = new Map<string, { catches: Catch[]; record: RunRecord }>();
      for (const { id } of this.exercise.manifest.faults) {
        const record = await session.run({ changes: changedBy(assembly, 'faults', id) });
        const keys = catchesOf(correct, record);
        const titles = titlesOf(record.tests);
        const catches = record.tests
          .filter(({ key }) => keys.has(key))
          .map(({ key, path, failure }) => ({
            title: titles.get(key) ?? key,
            path,
            byAssertion: failure?.assertion ?? false,
          }));
        faults.set(id, { catches, record });
      }
      return { correct, faults };
    } finally {
      await session.close();
    }
  }

  private once<T>(name: string, make: () => Promise<T>): Promise<T> {
    const known = this.made.get(name);
    // The name decides the type: each is used by one method only.
    if (known) return known as Promise<T>;
    const fresh = make();
    this.made.set(name, fresh);
    return fresh;
  }
}
