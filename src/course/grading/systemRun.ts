import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunEvent, RunJob } from '../../protocol/runEvents.ts';
import {
  hasGivenSuite,
  isEditable,
  probeFiles,
  starterFiles,
  systemFiles,
  type Exercise,
} from '../exercise.ts';
import { isTestFile, layered, type FileTree } from '../fileTree.ts';
import { toolchainPackages, type Installation } from '../installation.ts';
import { runProcess } from '../running/runProcess.ts';
import { RunRecorder, type RunRecord } from '../running/runRecord.ts';
import type { Runtime } from '../runtime.ts';
import type { Submission } from './submission.ts';

/** What every run of an exercise needs. */
export interface RunSetting {
  readonly installation: Installation;
  readonly runtime: Runtime;
  readonly signal?: AbortSignal;
}

/** A system with tests, whole, in memory. */
export interface Assembly {
  readonly exercise: Exercise;
  /** All files in the course layout. */
  readonly files: FileTree;
  /** The files of tests among them, in the order they are loaded. */
  readonly testFiles: readonly string[];
  /** The folder on the disk that stands behind it, or null. */
  readonly folder: string | null;
}

/**
 * The correct system with the learner's files in their place. Where the suite is given, it and the hidden
 * suites come from the package, whatever lies in the learner's folder.
 */
export function assemble(exercise: Exercise, submission: Submission): Assembly {
  const ours = new Map([...systemFiles(exercise)].filter(([path]) => !isEditable(exercise, path)));
  if (!hasGivenSuite(exercise)) {
    const files = layered(ours, submission.files);
    return { exercise, files, testFiles: testsAmong(files), folder: submission.folder };
  }
  const given = new Map([...starterFiles(exercise)].filter(([path]) => !isEditable(exercise, path)));
  const files = layered(submission.files, given, probeFiles(exercise));
  return { exercise, files, testFiles: testsAmong(files), folder: submission.folder };
}

/** Test files of a tree, sorted, so that every run loads them in one order. */
export function testsAmong(files: FileTree): string[] {
  return [...files.keys()].filter(isTestFile).sort();
}

export interface RunChoice {
  readonly order?: RunJob['order'];
  readonly select?: readonly string[];
  readonly onEvent?: (event: RunEvent) => void;
}

/** Runs an assembly in a fresh process. Never rejects; what went wrong is in the record. */
export async function runAssembly(
  assembly: Assembly,
  setting: RunSetting,
  choice: RunChoice = {},
): Promise<RunRecord> {
  const { exercise, folder } = assembly;
  // A root that exists in memory only lies where the toolchain's packages are found.
  const root = folder ?? join(setting.installation.toolchain, 'exercises', ...exercise.id.split('/'));
  const absolute = (path: string): string => join(root, ...path.split('/'));
  const job: RunJob = {
    root,
    files: assembly.testFiles.map(absolute),
    overlay: [...assembly.files].map(([path, text]) => ({ path: absolute(path), text })),
    sealed: [absolute('src'), absolute('probes')],
    select: choice.select ?? null,
    order: choice.order ?? 'declared',
    testTimeoutMs: exercise.manifest.limits.testTimeoutMs,
    toolchain: setting.installation.toolchain,
    packages: toolchainPackages,
    ownCode: [absolute('tests'), absolute('weak'), absolute('dirty')],
  };
  const recorder = new RunRecorder(choice.select ?? null);
  const end = await runProcess(job, {
    runtime: setting.runtime,
    runner: setting.installation.runner,
    cwd: folder ?? tmpdir(),
    ...(setting.signal ? { signal: setting.signal } : {}),
    onEvent: (event) => {
      recorder.add(event);
      choice.onEvent?.(event);
    },
  });
  return recorder.close(end);
}
