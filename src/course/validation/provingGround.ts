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
  type SystemRound,
} from '../grading/systemRun.ts';
import {
  answersOf,
  hasGivenSuite,
  mainAnswer,
  provingFiles,
  provingFolders,
  solutionFiles,
  type Exercise,
  type ProvingFolder,
} from '../exercise.ts';
import { below, layered, type FileTree } from '../fileTree.ts';
import { patchedWith } from '../patches.ts';
import { titlesOf, type RunRecord } from '../running/runRecord.ts';
import { fileOfKey } from '../../protocol/testIdentity.ts';
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
  private readonly knownTypeErrors: Promise<Map<string, string[]>> | null;
  private readonly made = new Map<string, Promise<unknown>>();
  private session: SystemSession | null = null;
  private whole: Assembly | null = null;

  /** @param knownTypeErrors those of its layouts, where somebody checks many exercises at once. */
  constructor(
    exercise: Exercise,
    setting: RunSetting,
    compilerFrom: string,
    knownTypeErrors: Promise<Map<string, string[]>> | null = null,
  ) {
    this.exercise = exercise;
    this.setting = setting;
    this.compilerFrom = compilerFrom;
    this.knownTypeErrors = knownTypeErrors;
  }

  /** The model answer's grade, as a learner who hands it in gets it. */
  async solutionGrade(): Promise<Grade> {
    return (await this.gradedSolution()).grade;
  }

  /** The grade of any of the model answers. */
  answerGrade(answer: string): Promise<Grade> {
    if (answer === mainAnswer) return this.solutionGrade();
    return this.once(`grade-${answer}`, () =>
      gradeSubmission(this.exercise, solutionSubmission(this.exercise, answer), this.setting),
    );
  }

  /**
   * Runs the tests of the starter on its files. Never graded whole: its tests may wait for what does not come, in
   * each round again, and a proof needs a part of it.
   */
  runStarter(round: SystemRound = {}): Promise<RunRecord> {
    const { files, testFiles } = this.starterAssembly();
    return this.run({ ...round, testFiles, changes: layered(files, round.changes ?? new Map()) });
  }

  starterAssembly(): Assembly {
    return assemble(this.exercise, starterSubmission(this.exercise));
  }

  /**
   * The model answer's tests (or the given and hidden suites) against every fault.
   * @throws when none of its tests passes: what is asked of all of them would hold of none.
   */
  solutionTable(): Promise<FaultTable> {
    return this.once('solution-table', async () => {
      const table = await this.firstSolutionTable();
      const { tests, problems } = table.correct;
      if (tests.some(({ state }) => state === 'passed')) return table;
      const why = problems[0]?.message ?? tests[0]?.failure?.message ?? 'It has none.';
      throw new Error(`No test of the model answer passes, so nothing can be proved with it. ${why}`);
    });
  }

  /** The same once more: for those who ask whether it comes out the same. */
  freshSolutionTable(): Promise<FaultTable> {
    return this.tableOf(this.solutionAssembly().testFiles);
  }

  /** Every file that an exercise consists of, in course layout. */
  allFiles(): FileTree {
    return layered(
      this.starterAssembly().files,
      solutionFiles(this.exercise),
      ...answersOf(this.exercise)
        .filter(({ id }) => id !== mainAnswer)
        .map(({ id }) => below(`solutions/${id}/`, solutionFiles(this.exercise, id))),
      allProvingFiles(this.exercise),
      this.solutionAssembly().files,
    );
  }

  /** A weak suite in place of the tests, against every fault. */
  weakTable(name: string): Promise<FaultTable> {
    return this.once(`weak-${name}`, async () => {
      const file = suiteFile('weak', name);
      return onlyOf(await this.weakSuitesTogether(), file) ?? this.tableOf([file]);
    });
  }

  /** Names of the suites in one of the folders, without their ending. */
  suites(folder: ProvingFolder): string[] {
    return testsAmong(provingFiles(this.exercise, folder)).map((path) =>
      path.slice(folder.length + 1).replace(/\.test\.ts$/, ''),
    );
  }

  solutionAssembly(): Assembly {
    return assemble(this.exercise, solutionSubmission(this.exercise));
  }

  /** Runs a suite of `dirty/` on the correct system. */
  runDirty(name: string, round: SystemRound = {}): Promise<RunRecord> {
    return this.run({ ...round, testFiles: [suiteFile('dirty', name)] });
  }

  /** Runs a suite of `overfitted/`, on the correct system or on a variant of it. */
  runOverfitted(name: string, variant: string | null): Promise<RunRecord> {
    const changes = variant === null ? {} : { changes: changedBy(this.everything(), 'variants', variant) };
    return this.run({ ...changes, testFiles: [suiteFile('overfitted', name)] });
  }

  /** Runs the model answer's tests on the correct system. */
  runSolution(round: SystemRound = {}): Promise<RunRecord> {
    return this.run(round);
  }

  /** Ends what runs. To be called when all proofs are done. */
  async close(): Promise<void> {
    await this.session?.close();
    this.session = null;
  }

  /** Type errors of the layouts, by their names. */
  typeErrors(): Promise<Map<string, string[]>> {
    const { exercise, setting, compilerFrom } = this;
    return this.once(
      'types',
      () =>
        this.knownTypeErrors ?? typeCheck(typeCheckedLayouts(exercise), setting.installation, compilerFrom),
    );
  }

  /** The system with the model answer, whose tests run where a round names no others, and every proving suite. */
  private everything(): Assembly {
    if (this.whole === null) {
      const solution = this.solutionAssembly();
      this.whole = { ...solution, files: layered(allProvingFiles(this.exercise), solution.files) };
    }
    return this.whole;
  }

  /** In one process for as long as each round leaves it clean: most of a short round is the start of its process. */
  private openSession(): SystemSession {
    this.session ??= new SystemSession(this.everything(), this.setting);
    return this.session;
  }

  private run(round: SystemRound): Promise<RunRecord> {
    return this.openSession().run(round);
  }

  private gradedSolution(): Promise<{ grade: Grade; underFaults: ReadonlyMap<string, RunRecord> }> {
    return this.once('solution-grade', async () => {
      const underFaults = new Map<string, RunRecord>();
      const grade = await gradeSubmission(this.exercise, solutionSubmission(this.exercise), {
        ...this.setting,
        session: this.openSession(),
        onFaultRecord: (id, record) => underFaults.set(id, record),
      });
      return { grade, underFaults };
    });
  }

  /** A round for all of them takes little more than one for each. */
  private weakSuitesTogether(): Promise<FaultTable> {
    return this.once('weak', () => this.tableOf(this.suites('weak').map((name) => suiteFile('weak', name))));
  }

  /** A grade has run the learner's tests against every fault; where the suite is given, it has not. */
  private async firstSolutionTable(): Promise<FaultTable> {
    if (hasGivenSuite(this.exercise)) return this.tableOf(this.solutionAssembly().testFiles);
    const { grade, underFaults } = await this.gradedSolution();
    // A grade draws the order in which it tries faults.
    const ordered = this.exercise.manifest.faults.flatMap(({ id }) => {
      const record = underFaults.get(id);
      return record ? [[id, record] as const] : [];
    });
    return tableFrom(grade.record, new Map(ordered));
  }

  private async tableOf(testFiles: readonly string[]): Promise<FaultTable> {
    const assembly = this.everything();
    const correct = await this.run({ testFiles });
    const underFaults = new Map<string, RunRecord>();
    for (const { id } of this.exercise.manifest.faults) {
      underFaults.set(id, await this.run({ testFiles, changes: changedBy(assembly, 'faults', id) }));
    }
    return tableFrom(correct, underFaults);
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

function tableFrom(correct: RunRecord, underFaults: ReadonlyMap<string, RunRecord>): FaultTable {
  const faults = [...underFaults].map(([id, record]) => {
    const keys = catchesOf(correct, record);
    const titles = titlesOf(record.tests);
    const catches = record.tests
      .filter(({ key }) => keys.has(key))
      .map(({ key, path, failure }) => ({
        title: titles.get(key) ?? key,
        path,
        byAssertion: failure?.assertion ?? false,
      }));
    return [id, { catches, record }] as const;
  });
  return { correct, faults: new Map(faults) };
}

/** One file's part of a table, or null where its files may have come into each other's way. */
function onlyOf({ correct, faults }: FaultTable, file: string): FaultTable | null {
  const records = [correct, ...[...faults.values()].map(({ record }) => record)];
  const apart = records.every(
    ({ end, problems, exclusive, findings }) =>
      end.how === 'finished' && problems.length === 0 && !exclusive && findings.length === 0,
  );
  if (!apart) return null;
  const own = (record: RunRecord): RunRecord => ({
    ...record,
    tests: record.tests.filter(({ key }) => fileOfKey(key) === file),
  });
  return tableFrom(own(correct), new Map([...faults].map(([id, { record }]) => [id, own(record)])));
}

function allProvingFiles(exercise: Exercise): FileTree {
  return layered(...provingFolders.map((folder) => provingFiles(exercise, folder)));
}

function suiteFile(folder: ProvingFolder, name: string): string {
  return `${folder}/${name}.test.ts`;
}

/** Name of the layout of a model answer among those that are type-checked. */
export function answerLayout(answer: string): string {
  return answer === mainAnswer ? answer : `solutions-${answer}`;
}

/**
 * What is type-checked of an exercise: `starter`, every model answer, and every fault and variant as `faults-<id>` and
 * `variants-<id>`.
 * @throws CourseError `broken-patch`.
 */
export function typeCheckedLayouts(exercise: Exercise): Map<string, FileTree> {
  const solution = layered(
    solutionFiles(exercise),
    assemble(exercise, solutionSubmission(exercise)).files,
    allProvingFiles(exercise),
  );
  const layouts = new Map<string, FileTree>([
    ['starter', assemble(exercise, starterSubmission(exercise)).files],
    ['solution', solution],
  ]);
  for (const { id } of answersOf(exercise)) {
    if (id === mainAnswer) continue;
    const { files } = assemble(exercise, solutionSubmission(exercise, id));
    layouts.set(answerLayout(id), layered(solutionFiles(exercise, id), files));
  }
  for (const folder of ['faults', 'variants'] as const) {
    for (const { id } of exercise.manifest[folder]) {
      layouts.set(`${folder}-${id}`, patchedWith(exercise, folder, id, solution));
    }
  }
  return layouts;
}
