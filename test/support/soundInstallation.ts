import { join } from 'node:path';
import { toolchainPackages, toolchainTypes, type Installation } from '../../src/course/installation.ts';
import { addSchemas, sourceInstallation, writeFiles } from './scratch.ts';
import { soundCourse } from './soundExercise.ts';

/**
 * An installation of the sound course, for tests that create its folder and run nothing: its packages are empty.
 * @param scratch makes a temporary folder.
 */
export function soundInstallation(
  scratch: (files?: Readonly<Record<string, string>>) => string,
): Installation {
  const toolchain = scratch();
  for (const name of [...toolchainPackages, ...toolchainTypes]) {
    writeFiles(join(toolchain, 'node_modules', name), { 'package.json': '{"version":"1.0.0"}' });
  }
  const lessons = scratch(soundCourse());
  addSchemas(lessons);
  return { ...sourceInstallation, lessons, toolchain };
}
