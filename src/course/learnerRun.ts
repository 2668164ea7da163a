import { existsSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { declaredOrder, type RunEvent } from '../protocol/runEvents.ts';
import { CourseError } from './courseError.ts';
import type { Exercise } from './exercise.ts';
import { readTree } from './fileTree.ts';
import { testsAmong, type RunSetting } from './grading/systemRun.ts';
import { toolchainPackages } from './installation.ts';
import { RunRecorder, type RunRecord } from './running/runRecord.ts';
import { RunSession } from './running/runSession.ts';

export interface LearnerRunOptions extends RunSetting {
  /** Keys (`testKey`) of the tests to run; all of them when null. */
  readonly select: readonly string[] | null;
  readonly onEvent: (event: RunEvent) => void;
}

/**
 * Runs the tests of a learner's exercise folder as they lie on the disk, with the `src/` that lies beside
 * them, as a plain `mocha` in that folder would.
 * @throws CourseError `missing-folder`.
 */
export async function runLearnersTests(
  exercise: Exercise,
  folder: string,
  options: LearnerRunOptions,
): Promise<RunRecord> {
  if (!existsSync(folder)) {
    throw new CourseError(
      'missing-folder',
      `The folder ${folder} of the exercise '${exercise.manifest.title}' does not exist.`,
      'Run "Start the Course" again: it creates what is missing and leaves everything else as it is.',
    );
  }
  const root = realpathSync(folder);
  const session = new RunSession(
    {
      root,
      overlay: [],
      sealed: [],
      testTimeoutMs: exercise.manifest.limits.testTimeoutMs,
      toolchain: options.installation.toolchain,
      packages: toolchainPackages,
      ownCode: [join(root, 'tests')],
      cwd: root,
    },
    options.runners,
    options.signal,
  );
  const recorder = new RunRecorder(options.select);
  const files = learnersTestFiles(root).map((path) => join(root, ...path.split('/')));
  try {
    const end = await session.run(
      { files, overlay: [], select: options.select, seed: declaredOrder },
      (event) => {
        recorder.add(event);
        options.onEvent(event);
      },
    );
    return recorder.close(end);
  } finally {
    await session.close();
  }
}

/** Test files of an exercise folder, relative to it, in the order they are loaded. */
export function learnersTestFiles(folder: string): string[] {
  return testsAmong(
    new Map([...readTree(join(folder, 'tests'))].map(([path, text]) => [`tests/${path}`, text])),
  );
}
