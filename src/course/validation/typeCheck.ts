import { execFile } from 'node:child_process';
import { mkdirSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { courseCompilerOptions } from '../compilerOptions.ts';
import type { FileTree } from '../fileTree.ts';
import type { Installation } from '../installation.ts';
import { makeTemporaryFolder } from '../writing/temporaryFolder.ts';

/**
 * Type-checks several layouts of an exercise with the compiler options of a course folder, in one run of
 * `tsc`. `from` is a file whose node_modules hold `typescript` (a tool for lesson authors; it is not shipped).
 * @returns messages per layout name; a layout without errors is missing.
 */
export async function typeCheck(
  layouts: ReadonlyMap<string, FileTree>,
  installation: Installation,
  from: string,
): Promise<Map<string, string[]>> {
  const folder = makeTemporaryFolder(realpathSync(tmpdir()));
  try {
    for (const [name, files] of layouts) {
      for (const [path, text] of files) {
        const file = join(folder, name, path);
        mkdirSync(dirname(file), { recursive: true });
        writeFileSync(file, text);
      }
    }
    symlinkSync(join(installation.toolchain, 'node_modules'), join(folder, 'node_modules'), 'junction');
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ type: 'module' }));
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: courseCompilerOptions }));
    return errorsByLayout(await runTsc(folder, from));
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

function runTsc(folder: string, from: string): Promise<string> {
  const require = createRequire(from);
  const tsc = join(dirname(require.resolve('typescript/package.json')), 'bin', 'tsc');
  return new Promise((resolve, reject) => {
    execFile(
      process.execPath,
      [tsc, '-p', join(folder, 'tsconfig.json'), '--pretty', 'false'],
      { cwd: folder, maxBuffer: 50_000_000 },
      (error, stdout, stderr) => {
        // Exit status 1 or 2 is the ordinary answer when there are type errors.
        if (error && !/error TS\d+/.test(stdout))
          reject(new Error(`tsc failed: ${stderr || stdout || error.message}`));
        else resolve(stdout);
      },
    );
  });
}

/** @throws Error when something is told that concerns no layout. */
export function errorsByLayout(output: string): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const line of output.split(/\r?\n/)) {
    const match = /^([^/\s(]+)\/(.+?\(\d+,\d+\): error TS\d+: .*)$/.exec(line);
    // What concerns no layout (missing type declarations, say) would otherwise pass for no error at all.
    if (!match && /error TS\d+/.test(line)) throw new Error(`tsc cannot check the exercise: ${line}`);
    if (!match?.[1] || !match[2]) continue;
    found.set(match[1], [...(found.get(match[1]) ?? []), match[2]]);
  }
  return found;
}
