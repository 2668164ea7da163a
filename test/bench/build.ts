import { spawn } from 'node:child_process';
import { join } from 'node:path';

export const repository = join(import.meta.dirname, '../..');
/** Below `out/`, so that a build in use elsewhere is left alone. */
export const output = join(repository, 'out/bench');

/**
 * Builds what ships, as it ships.
 * @returns the folder of the bundles.
 * @throws Error when that fails.
 */
export async function buildForBench(): Promise<string> {
  const dist = join(output, 'dist');
  const child = spawn(process.execPath, [join(repository, 'esbuild.mjs'), '--production', '--outdir', dist], {
    cwd: repository,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  if (code !== 0) throw new Error('The production build failed; nothing was measured.');
  return dist;
}
