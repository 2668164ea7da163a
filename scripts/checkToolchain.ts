/**
 * Proves that dist/toolchain is enough by itself: copied away from the repository and linked from a course
 * folder as the extension does, it runs a mocha suite (imported, required, in parallel), type-checks, and every
 * module of mocha and nock still finds what it loads.
 *
 *   node scripts/checkToolchain.ts [directory of the toolchain]
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { listFiles, type ShippedPackage } from './toolchain.ts';

const repository = path.join(import.meta.dirname, '..');
const toolchain = path.resolve(process.argv[2] ?? path.join(repository, 'dist/toolchain'));

/** Loads each file in one process; a missing module names the file that a pruning rule took too much of. */
const loadEach = `
  let failed = 0;
  for (const file of process.argv.slice(1)) {
    try {
      await import(require('node:url').pathToFileURL(file));
    } catch (error) {
      failed++;
      console.error(file + ': ' + error.message);
    }
  }
  process.exit(failed === 0 ? 0 : 1);
`;

/** These start a run, or expect a browser's page, as soon as they are loaded. */
const notLoadable = /^(bin|lib\/browser)\/|^lib\/nodejs\/worker\.cjs$|^lib\/cli\/cli\.js$/;

const scratch = mkdtempSync(path.join(os.tmpdir(), 'toolchain-check-'));
let failures = 0;
try {
  const copy = path.join(scratch, 'toolchain');
  cpSync(toolchain, copy, { recursive: true });
  const course = path.join(scratch, 'a course');
  linkPackages(path.join(copy, 'node_modules'), path.join(course, 'node_modules'));
  writeFileSync(path.join(course, 'package.json'), JSON.stringify({ type: 'module' }));
  for (const file of ['everything.test.ts', 'everything.test.cjs']) {
    cpSync(path.join(import.meta.dirname, 'toolchainCheck', file), path.join(course, file));
  }
  writeFileSync(path.join(course, 'tsconfig.json'), JSON.stringify(courseCompilerOptions()));

  const mocha = path.join(course, 'node_modules/mocha/bin/mocha.js');
  run('mocha, imported and required', [mocha, '*.test.*'], course, /\b5 passing\b/);
  run('mocha, in parallel', [mocha, '--parallel', '*.test.*'], course, /\b5 passing\b/);
  run(
    'mocha, with a YAML configuration',
    [mocha, '--config', yamlConfig(course), '*.test.cjs'],
    course,
    /ok 1 /,
  );
  // The skipLibCheck of a course is left out: declarations that were pruned by mistake show as errors.
  run('type check', [path.join(repository, 'node_modules/typescript/bin/tsc'), '--noEmit'], course);
  for (const name of ['mocha', 'nock', '@hono/node-server', 'better-sqlite3']) {
    const directory = path.join(copy, 'node_modules', name);
    const files = listFiles(directory)
      .filter((file) => /\.[cm]?js$/.test(file) && !notLoadable.test(file) && !isOtherPlatform(name, file))
      .filter((file) => !file.includes('node_modules/'))
      .map((file) => path.join(directory, file));
    run(`every module of ${name}`, ['-e', `(async () => {${loadEach}})()`, '--', ...files], course);
  }
} finally {
  rmSync(scratch, { recursive: true, force: true, maxRetries: 3 });
}
process.exitCode = failures === 0 ? 0 : 1;

function linkPackages(from: string, to: string): void {
  const packages = JSON.parse(readFileSync(path.join(from, '../packages.json'), 'utf8')) as ShippedPackage[];
  for (const { name } of packages) {
    const link = path.join(to, name);
    mkdirSync(path.dirname(link), { recursive: true });
    symlinkSync(path.join(from, name), link, 'junction');
  }
}

function courseCompilerOptions(): object {
  return {
    compilerOptions: {
      strict: true,
      target: 'es2023',
      module: 'nodenext',
      types: ['node', 'mocha'],
      allowImportingTsExtensions: true,
      erasableSyntaxOnly: true,
      verbatimModuleSyntax: true,
      noEmit: true,
    },
    include: ['*.ts'],
  };
}

function yamlConfig(course: string): string {
  const file = path.join(course, 'mocharc.yml');
  writeFileSync(file, 'reporter: tap\n');
  return file;
}

function isOtherPlatform(name: string, file: string): boolean {
  return name === 'better-sqlite3' && /^lib\/(linux|linuxmusl|darwin|win32)-/.test(file);
}

function run(what: string, args: string[], cwd: string, expected?: RegExp): void {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd,
    encoding: 'utf8',
    timeout: 60_000,
  });
  if (status === 0 && (expected === undefined || expected.test(stdout))) {
    console.log(`✔ ${what}`);
    return;
  }
  failures++;
  console.error(`✘ ${what}: exit status ${status}\n${stdout}${stderr}`);
}
