import { existsSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import type { RunEvent, RunJob } from '../protocol/runEvents.ts';
import { CourseError } from './courseError.ts';
import type { Exercise } from './exercise.ts';
import { readTree } from './fileTree.ts';
import { testsAmong, type RunSetting } from './grading/systemRun.ts';
import { toolchainPackages } from './installation.ts';
import { runProcess } from './running/runProcess.ts';
import { RunRecorder, type RunRecord } from './running/runRecord.ts';

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
  const job: RunJob = {
    root,
    files: learnersTestFiles(root).map((path) => join(root, ...path.split('/'))),
    overlay: [],
    sealed: [],
    select: options.select,
    order: 'declared',
    testTimeoutMs: exercise.manifest.limits.testTimeoutMs,
    toolchain: options.installation.toolchain,
    packages: toolchainPackages,
    ownCode: [join(root, 'tests')],
  };
  const recorder = new RunRecorder(options.select);
  const end = await runProcess(job, {
    runtime: options.runtime,
    runner: options.installation.runner,
    ...(options.signal ? { signal: options.signal } : {}),
    onEvent: (event) => {
      recorder.add(event);
      options.onEvent(event);
    },
  });
  return recorder.close(end);
}

/** Test files of an exercise folder, relative to it, in the order they are loaded. */
export function learnersTestFiles(folder: string): string[] {
  return testsAmong(
    new Map([...readTree(join(folder, 'tests'))].map(([path, text]) => [`tests/${path}`, text])),
  );
}
