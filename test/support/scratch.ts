import { cpSync, existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';
import type { Installation } from '../../src/course/installation.ts';

const repository = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '');

/**
 * The parts as they lie in the repository: unit tests need no build. Only what runs in test processes is bundled,
 * once, because it starts some hundred times and is much slower from its sources.
 */
export const sourceInstallation: Installation = {
  lessons: join(repository, 'lessons'),
  runner: bundled('main', 'runner'),
  attach: bundled('attach', 'attach'),
  toolchain: repository,
};

function bundled(entry: 'main' | 'attach', name: string): string {
  const outfile = join(repository, 'out/test-runner', `${name}-${process.pid}.cjs`);
  buildSync({
    entryPoints: [join(repository, 'src/runner', `${entry}.ts`)],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    external: ['amaro'],
    define: { 'import.meta.filename': '__filename' },
    logLevel: 'warning',
  });
  process.once('exit', () => rmSync(outfile, { force: true }));
  return outfile;
}

/** A temporary folder with these files, removed after each test that asked for one. */
export function useScratch(): (files?: Readonly<Record<string, string>>) => string {
  const folders: string[] = [];
  afterEach(() => {
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  });
  return (files = {}) => {
    const folder = realpathSync(mkdtempSync(join(tmpdir(), 'itlab-test-')));
    folders.push(folder);
    writeFiles(folder, files);
    return folder;
  };
}

/** Whether files of a folder are found in whichever case their names are written, as on Windows and macOS. */
export function foldsCases(folder: string): boolean {
  const file = join(folder, 'is-this-the-same');
  writeFileSync(file, '');
  try {
    return existsSync(join(folder, 'IS-THIS-THE-SAME'));
  } finally {
    rmSync(file);
  }
}

/** Writes files below a folder, making the folders they need. */
export function writeFiles(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}

/** Adds the real schemas to a folder of lessons made for a test. */
export function addSchemas(lessons: string): void {
  cpSync(join(sourceInstallation.lessons, 'schema'), join(lessons, 'schema'), { recursive: true });
}
