import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Installation } from '../course/installation.ts';
import { findRuntime, isEnough, type Runtime } from '../course/runtime.ts';

const here = dirname(fileURLToPath(import.meta.url));

/** The parts beside this program's bundle, `dist/cli.js`. */
export const installation: Installation = {
  lessons: join(here, '..', 'lessons'),
  runner: join(here, 'runner.cjs'),
  toolchain: join(here, 'toolchain'),
};

/** A file from which a lesson author's `typescript` resolves. */
export const compilerFrom = fileURLToPath(import.meta.url);

/**
 * The Node that runs tests: the one named by ITLAB_NODE, never silently replaced; else the running one; else,
 * where that is too old, the npm package `node` beside us (a devDependency of the project).
 * @throws CourseError `runtime-too-old` or `runtime-missing`.
 */
export function chooseRuntime(): Promise<Runtime> {
  const named = process.env['ITLAB_NODE'];
  if (named !== undefined && named !== '') return findRuntime(named);
  if (isEnough(process.versions.node)) return findRuntime();
  return findRuntime(packagedNode());
}

function packagedNode(): string | undefined {
  try {
    const folder = dirname(createRequire(import.meta.url).resolve('node/package.json'));
    const file = join(folder, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
    return existsSync(file) ? file : undefined;
  } catch {
    return undefined;
  }
}
