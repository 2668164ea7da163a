import { existsSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { declaredOrder, type Inspection, type OrderSeed, type RunEvent } from '../protocol/runEvents.ts';
import { CourseError } from './courseError.ts';
import type { Exercise } from './exercise.ts';
import { isTestFile } from './fileTree.ts';
import type { RunSetting } from './grading/systemRun.ts';
import { toolchainPackages } from './installation.ts';
import type { RunRecord } from './running/runRecord.ts';
import { RunSession } from './running/runSession.ts';
import { sentence } from './sentence.ts';
import { walkTree } from './treeWalk.ts';

export interface LearnerRound {
  /** Keys (`testKey`) of the tests to run; all of them when null or left out. */
  readonly select?: readonly string[] | null;
  /** Test files to load, relative to the folder; all of them when left out. */
  readonly files?: readonly string[];
  readonly seed?: OrderSeed;
  readonly onEvent?: (event: RunEvent) => void;
}

export interface LearnerSetting extends RunSetting {
  /** With a debugger nothing is timed: neither tests nor their silence. */
  readonly inspection?: Inspection;
}

/**
 * Runs the tests of a learner's exercise folder as they lie on the disk, with the `src/` that lies beside
 * them, as a plain `mocha` in that folder would. Round after round; close it when none follows.
 */
export class LearnerSession {
  private readonly root: string;
  private readonly session: RunSession;

  /** @throws CourseError `missing-folder`. */
  constructor(exercise: Exercise, folder: string, setting: LearnerSetting) {
    const { installation, runners, signal, inspection } = setting;
    if (!existsSync(folder)) {
      throw new CourseError(
        'missing-folder',
        sentence`The folder ${folder} of the exercise '${exercise.manifest.title}' does not exist.`,
        'Run "Start the Course" again: it creates what is missing and leaves everything else as it is.',
      );
    }
    this.root = realpathSync(folder);
    this.session = new RunSession(
      {
        root: this.root,
        overlay: [],
        sealed: [],
        testTimeoutMs: inspection === 'debugger' ? 0 : exercise.manifest.limits.testTimeoutMs,
        toolchain: installation.toolchain,
        packages: toolchainPackages,
        ownCode: [join(this.root, 'tests')],
        cwd: this.root,
        mochaOptions: true,
        offline: true,
        ...(inspection === undefined ? {} : { inspection }),
      },
      runners,
      signal,
    );
  }

  /**
   * What went wrong is in the record.
   * @throws CourseError `not-readable` when nobody can say which files of tests there are.
   */
  async run({ select = null, files, seed = declaredOrder, onEvent }: LearnerRound = {}): Promise<RunRecord> {
    const paths = files ?? learnersTestFiles(this.root);
    const round = {
      files: paths.map((path) => join(this.root, ...path.split('/'))),
      overlay: [],
      select,
      seed,
    };
    return this.session.record(round, onEvent);
  }

  close(): Promise<void> {
    return this.session.close();
  }
}

/**
 * Runs one round in a process of its own.
 * @throws CourseError `missing-folder`.
 */
export async function runLearnersTests(
  exercise: Exercise,
  folder: string,
  options: LearnerSetting & LearnerRound,
): Promise<RunRecord> {
  const session = new LearnerSession(exercise, folder, options);
  try {
    return await session.run(options);
  } finally {
    await session.close();
  }
}

/**
 * Test files of an exercise folder, relative to it, in the order they are loaded.
 * @throws CourseError `not-readable` when not all of them are known.
 */
export function learnersTestFiles(folder: string): string[] {
  const { files, cut } = walkTree(join(folder, 'tests'));
  if (cut !== null) throw cut;
  return files
    .map((path) => `tests/${path}`)
    .filter(isTestFile)
    .sort();
}
