import { readdirSync } from 'node:fs';
import path from 'node:path';
import { targets } from '../toolchain.ts';

/**
 * The packages of a version, one for each platform.
 *
 * @param folder where they lie; what else lies there may be no package
 * @returns their paths, in the order of the platforms
 * @throws Error when one is missing, or there is one too many: half of a release is none
 */
export function packagesIn(folder: string, version: string): string[] {
  const wanted = targets.map((target) => `integration-testing-lab-${target}-${version}.vsix`);
  const found = readdirSync(folder).filter((name) => name.endsWith('.vsix'));
  const missing = wanted.filter((name) => !found.includes(name));
  const foreign = found.filter((name) => !wanted.includes(name));
  if (missing.length > 0 || foreign.length > 0) {
    throw new Error(
      [
        `${folder} does not hold just the ${wanted.length} packages of ${version}, so nothing was done.`,
        ...missing.map((name) => `  missing: ${name}`),
        ...foreign.map((name) => `  not one of them: ${name}`),
      ].join('\n'),
    );
  }
  return wanted.map((name) => path.join(folder, name));
}
