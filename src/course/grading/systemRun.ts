import { statSync } from 'node:fs';
import { join } from 'node:path';
import {
  declaredOrder,
  type Circumstances,
  type OrderSeed,
  type OverlayFile,
  type RunEvent,
} from '../../protocol/runEvents.ts';
import {
  hasGivenSuite,
  isEditable,
  probeFiles,
  provingFolders,
  starterFiles,
  systemFiles,
  type Exercise,
} from '../exercise.ts';
import { isTestFile, layered, type FileTree } from '../fileTree.ts';
import { toolchainPackages, type Installation } from '../installation.ts';
import { patchedWith } from '../patches.ts';
import type { RunRecord } from '../running/runRecord.ts';
import { RunSession, type Runners } from '../running/runSession.ts';
import { walkTree } from '../treeWalk.ts';
import type { Submission } from './submission.ts';

/** What every run of an exercise needs. */
export interface RunSetting {
  readonly installation: Installation;
  readonly runners: Runners;
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
  /** What lies there beside the files that can be imported, for tests that open it. Absolute paths. */
  readonly besides: readonly string[];
  /** Keys of the tests that are run where a round does not say which; all when left out. */
  readonly select?: readonly string[];
}

/**
 * The correct system with the learner's files in their place. Where the suite is given, it and the hidden
 * suites come from the package, whatever lies in the learner's folder.
 */
export function assemble(exercise: Exercise, submission: Submission): Assembly {
  const files = assembledFiles(exercise, submission);
  const { folder } = submission;
  const besides = folder === null ? [] : filesBesides(folder, files);
  return { exercise, files, testFiles: testsAmong(files), folder, besides };
}

function assembledFiles(exercise: Exercise, submission: Submission): FileTree {
  const ours = new Map([...systemFiles(exercise)].filter(([path]) => !isEditable(exercise, path)));
  if (!hasGivenSuite(exercise)) return layered(ours, submission.files);
  const given = new Map([...starterFiles(exercise)].filter(([path]) => !isEditable(exercise, path)));
  return layered(submission.files, given, probeFiles(exercise));
}

/** More than this no test of the course opens; a process would take long to begin. */
const mostCopied = { files: 2_000, bytes: 64_000_000 } as const;

/** @param files in the course layout, which are not among them. */
function filesBesides(folder: string, files: FileTree): string[] {
  const paths = walkTree(folder).files.filter(
    (path) => !files.has(path) && !path.startsWith('src/') && !path.startsWith('probes/'),
  );
  let bytes = 0;
  const copied = paths
    .map((path) => join(folder, path))
    .filter((path) => (bytes += statSync(path, { throwIfNoEntry: false })?.size ?? 0) <= mostCopied.bytes);
  return copied.slice(0, mostCopied.files);
}

/** Test files of a tree, sorted, so that every run loads them in one order. */
export function testsAmong(files: FileTree): string[] {
  return [...files.keys()].filter(isTestFile).sort();
}

/** The files of the assembly that a fault or variant of its exercise changes, with their new texts. */
export function changedBy(assembly: Assembly, folder: 'faults' | 'variants', id: string): FileTree {
  const { exercise, files } = assembly;
  const patched = patchedWith(exercise, folder, id, files);
  return new Map([...patched].filter(([path, text]) => files.get(path) !== text));
}

export interface SystemRound {
  /** Test files to run; those of the assembly when left out. */
  readonly testFiles?: readonly string[];
  /** Files that differ from the assembly's in this round. */
  readonly changes?: FileTree;
  readonly seed?: OrderSeed;
  /** Keys of tests; those of the assembly when left out. */
  readonly select?: readonly string[];
  readonly circumstances?: Circumstances;
  /** Whether the record tells what outlives the round. */
  readonly residue?: boolean;
  readonly onEvent?: (event: RunEvent) => void;
}

/** Runs an assembly, round after round. Close it when no round follows. */
export class SystemSession {
  private readonly assembly: Assembly;
  private readonly session: RunSession;
  private readonly root: string;
  private readonly systems: readonly FileTree[];

  /** @param systems the changes of rounds to come, as far as they are known: no round shows which it has. */
  constructor(
    assembly: Assembly,
    { installation, runners, signal }: RunSetting,
    systems: readonly FileTree[] = [],
  ) {
    const { exercise, folder, files, besides } = assembly;
    this.assembly = assembly;
    this.systems = systems;
    // A root that exists in memory only lies where the toolchain's packages are found.
    this.root = folder ?? join(installation.toolchain, 'exercises', ...exercise.id.split('/'));
    this.session = new RunSession(
      {
        root: this.root,
        overlay: this.overlayOf(files),
        sealed: [this.absolute('src'), this.absolute('probes')],
        testTimeoutMs: exercise.manifest.limits.testTimeoutMs,
        toolchain: installation.toolchain,
        packages: toolchainPackages,
        ownCode: ['tests', ...provingFolders].map((one) => this.absolute(one)),
        cwd: this.root,
        offline: true,
        alike: true,
        systems: [[], ...systems.map((changes) => this.overlayOf(changes))],
        // Where the suite is given, what lies there is the learner's.
        varied: hasGivenSuite(exercise) ? [] : [this.absolute('src')],
      },
      runners,
      signal,
      { shown: this.root, copied: besides },
    );
  }

  /** Never rejects; what went wrong is in the record. */
  run({
    testFiles = this.assembly.testFiles,
    changes,
    seed,
    select,
    circumstances,
    residue,
    onEvent,
  }: SystemRound = {}): Promise<RunRecord> {
    const known = changes === undefined ? 0 : this.systems.indexOf(changes) + 1;
    const round = {
      files: testFiles.map((path) => this.absolute(path)),
      overlay: changes === undefined || known > 0 ? [] : this.overlayOf(changes),
      system: known,
      select: select ?? this.assembly.select ?? null,
      seed: seed ?? declaredOrder,
      ...(circumstances ? { circumstances } : {}),
      ...(residue === undefined ? {} : { residue }),
    };
    return this.session.record(round, onEvent);
  }

  close(): Promise<void> {
    return this.session.close();
  }

  private absolute(path: string): string {
    return join(this.root, ...path.split('/'));
  }

  private overlayOf(files: FileTree): OverlayFile[] {
    return [...files].map(([path, text]) => ({ path: this.absolute(path), text }));
  }
}

/** Runs one round in a process of its own. */
export async function runAlone(
  assembly: Assembly,
  setting: RunSetting,
  round: SystemRound = {},
): Promise<RunRecord> {
  const session = new SystemSession(assembly, setting);
  try {
    return await session.run(round);
  } finally {
    await session.close();
  }
}
