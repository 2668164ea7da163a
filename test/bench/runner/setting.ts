import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { loadExercise, type Exercise } from '../../../src/course/exercise.ts';
import { below, readTree } from '../../../src/course/fileTree.ts';
import type { Submission } from '../../../src/course/grading/submission.ts';
import { toolchainPackages, type Installation } from '../../../src/course/installation.ts';
import { loadManifestSchemas } from '../../../src/course/manifestSchemas.ts';
import type { RunJob } from '../../../src/protocol/runEvents.ts';
import { buildForBench, output, repository } from '../build.ts';
import { findRuntime, type Runtime } from '../../../src/course/runtime.ts';
import { linkToolchain } from '../../../src/course/toolchainLinks.ts';

/** What every measurement of the runner works with. */
export interface Setting {
  readonly installation: Installation;
  readonly runtime: Runtime;
  readonly exercise: Exercise;
  /** The suite as a learner's answer, for a grade. */
  readonly submission: Submission;
  /** The suite on the disk, as a learner's exercise folder; packages are linked as in a course. */
  readonly folder: string;
  /** Bundle of the language server. */
  readonly server: string;
  /** Bundle that stands for a cold run's --require hook. */
  readonly coldHook: string;
  /** A fresh folder in the scratch course with these files. */
  readonly extraFolder: (name: string, files: Readonly<Record<string, string>>) => string;
  /** A fresh folder with these files that belongs to no course: no package.json above it says anything. */
  readonly projectFolder: (name: string, files: Readonly<Record<string, string>>) => string;
  readonly dispose: () => void;
}

/** Builds what ships, as it ships, and lays out the suite in a scratch course. */
export async function prepare(): Promise<Setting> {
  const dist = await buildForBench();
  const installation: Installation = {
    lessons: join(repository, 'lessons'),
    runner: join(dist, 'runner.cjs'),
    attach: join(dist, 'attach.cjs'),
    toolchain: join(dist, 'toolchain'),
  };
  const coldHook = join(output, 'coldHook.cjs');
  buildSync({
    entryPoints: [join(import.meta.dirname, 'coldHook.ts')],
    outfile: coldHook,
    bundle: true,
    minify: true,
    platform: 'node',
    format: 'cjs',
    alias: { amaro: './dist/amaro.cjs' },
    external: ['./dist/amaro.cjs'],
    logLevel: 'warning',
  });
  const exercise = loadExercise(
    join(repository, 'test/bench/suite'),
    'suite',
    'shop',
    loadManifestSchemas(installation.lessons),
  );
  const scratch = realpathSync(mkdtempSync(join(tmpdir(), 'itlab-bench-')));
  const course = join(scratch, 'course');
  mkdirSync(course);
  writeFileSync(join(course, 'package.json'), '{ "type": "module" }');
  linkToolchain(course, installation);
  const folder = join(course, 'suite', 'shop');
  for (const part of ['src', 'tests']) {
    cpSync(join(exercise.folder, part), join(folder, part), { recursive: true });
  }
  return {
    installation,
    runtime: await findRuntime(),
    exercise,
    submission: { files: below('tests/', readTree(join(exercise.folder, 'tests'))), folder: null },
    folder,
    server: join(dist, 'server.cjs'),
    coldHook,
    extraFolder: (name, files) => write(join(course, 'suite', name), files),
    projectFolder: (name, files) => write(join(scratch, name), files),
    dispose: () => rmSync(scratch, { recursive: true, force: true, maxRetries: 3 }),
  };
}

/** The job of running the files below a folder's `tests/` as they lie there. */
export function jobIn({ installation }: Setting, folder: string): Omit<RunJob, 'temporary'> {
  return {
    root: folder,
    overlay: [],
    sealed: [],
    toolchain: installation.toolchain,
    packages: toolchainPackages,
    ownCode: [join(folder, 'tests')],
    testTimeoutMs: 2000,
    cwd: folder,
    offline: false,
  };
}

function write(folder: string, files: Readonly<Record<string, string>>): string {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}
