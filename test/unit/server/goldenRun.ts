import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Inside the repository, so that the real better-sqlite3, nock and mocha are found from there. */
const outFolder = fileURLToPath(new URL('../../../out/', import.meta.url));
const mocha = fileURLToPath(new URL('../../../node_modules/mocha/bin/mocha.js', import.meta.url));
/** What Node compiled once need not be compiled by each of the processes: a third of what they cost. */
const compiled = fileURLToPath(new URL('../../../out/golden-compiled', import.meta.url));
const compiler = fileURLToPath(new URL('../../../node_modules/typescript/bin/tsc', import.meta.url));

export interface ScratchFile {
  readonly name: string;
  readonly text: string;
}

export interface MochaRun {
  /** How many tests were run, by file. */
  readonly tests: ReadonlyMap<string, number>;
  readonly failures: readonly { readonly file: string; readonly title: string; readonly message: string }[];
  /** The files that left a database open. */
  readonly stillOpen: readonly string[];
  /** Nothing kept the process alive when the tests were over. */
  readonly endedByItself: boolean;
}

/** What the golden texts import from their project, in each language. */
const project: Readonly<Record<string, string>> = {
  'src/database.ts': `import Database from 'better-sqlite3';
export type Db = Database.Database;
export function openDatabase(file: string): Db {
  return new Database(file);
}
`,
  'src/orders.ts': `import type { Db } from './database.ts';
export class OrderRepository {
  readonly db: Db;
  constructor(db: Db) {
    this.db = db;
  }
  add(): void {
    this.db.exec('SELECT 1');
  }
}
`,
  'src/database.mjs': `import Database from 'better-sqlite3';
export const openDatabase = (file) => new Database(file);
`,
  'src/orders.mjs': `export class OrderRepository {
  constructor(db) { this.db = db; }
  add() { this.db.exec('SELECT 1'); }
}
`,
  'src/database.cjs': `const Database = require('better-sqlite3');
exports.openDatabase = (file) => new Database(file);
`,
  'src/orders.cjs': `exports.OrderRepository = class {
  constructor(db) { this.db = db; }
  add() { this.db.exec('SELECT 1'); }
};
`,
};

/** How long after the last test a process may still be busy with what ends by itself, in milliseconds. */
const graceMs = 400;
const graceWaits = 40;

/**
 * Notes which test file opens each database, by the stack, and at the end which of them are still open. It stands
 * behind the package, at its native part, because ES modules keep the package's exports they once saw.
 */
const watch = `const Database = require('better-sqlite3');
const { writeFileSync } = require('node:fs');
const opened = [];
Error.stackTraceLimit = 50;
new Database(':memory:').close();
const native = Object.values(require.cache).find(({ exports }) => exports.isInitialized && exports.Database).exports;
native.Database = new Proxy(native.Database, {
  construct(target, args) {
    const db = Reflect.construct(target, args);
    const file = /[^\\\\/]+\\.test\\.[cm]?[jt]s(?=:)/.exec(new Error().stack);
    opened.push({ db, file: file === null ? 'nobody' : file[0] });
    return db;
  },
});
let endedByItself = true;
exports.mochaHooks = {
  afterAll() {
    // Unreferenced, so it comes only where something else keeps the process alive. In many small waits, because on a
    // busy machine one long wait may be over before the process had a moment to end.
    let waits = 0;
    const wait = () => setTimeout(() => {
      waits += 1;
      if (waits < ${graceWaits}) return wait();
      endedByItself = false;
      process.exit();
    }, ${graceMs / graceWaits}).unref();
    wait();
  },
};
process.on('exit', () => {
  const stillOpen = opened.filter(({ db }) => db.open).map(({ file }) => file);
  writeFileSync(process.env.GOLDEN_OPEN, JSON.stringify({ stillOpen, endedByItself }));
});
`;

function withScratch<T>(
  files: readonly ScratchFile[],
  besides: readonly ScratchFile[],
  use: (folder: string) => T,
): T {
  mkdirSync(outFolder, { recursive: true });
  const folder = mkdtempSync(join(outFolder, 'golden-'));
  try {
    mkdirSync(join(folder, 'src'));
    mkdirSync(join(folder, 'tests'));
    for (const [path, text] of Object.entries(project)) writeFileSync(join(folder, path), text);
    for (const { name, text } of besides) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    for (const { name, text } of files) writeFileSync(join(folder, 'tests', name), text);
    return use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

/**
 * Runs all files in one real mocha process, as a person's own project would.
 * @param besides further files of the project, by path from its root.
 */
export function runMocha(
  files: readonly ScratchFile[],
  besides: readonly ScratchFile[] = [],
  ui: 'bdd' | 'tdd' = 'bdd',
): MochaRun {
  return withScratch(files, besides, (folder) => {
    const report = join(folder, 'report.json');
    const open = join(folder, 'open.json');
    const watcher = join(folder, 'watch.cjs');
    writeFileSync(watcher, watch);
    const paths = files.map(({ name }) => join(folder, 'tests', name));
    const child = spawnSync(
      process.execPath,
      [
        mocha,
        '--no-config',
        '--no-package',
        '--ui',
        ui,
        '--require',
        watcher,
        '--reporter',
        'json',
        '--reporter-option',
        `output=${report}`,
        ...paths,
      ],
      {
        cwd: folder,
        encoding: 'utf8',
        timeout: 120_000,
        env: { ...process.env, GOLDEN_OPEN: open, NODE_COMPILE_CACHE: compiled, NODE_NO_WARNINGS: '1' },
      },
    );
    const read = (path: string): unknown => {
      try {
        return JSON.parse(readFileSync(path, 'utf8'));
      } catch (error) {
        throw new Error(`mocha wrote no report. It said:\n${child.stderr}\n${child.stdout}`, {
          cause: error,
        });
      }
    };
    const { tests, failures } = read(report) as Report;
    const { stillOpen, endedByItself } = read(open) as Watched;
    const counts = new Map<string, number>();
    for (const { file } of tests) counts.set(basename(file), (counts.get(basename(file)) ?? 0) + 1);
    return {
      tests: counts,
      failures: failures.map((test) => ({
        file: basename(test.file),
        title: test.fullTitle,
        message: test.err.message ?? '',
      })),
      stillOpen: [...new Set(stillOpen)],
      endedByItself,
    };
  });
}

/** What the watch wrote down. */
interface Watched {
  readonly stillOpen: readonly string[];
  readonly endedByItself: boolean;
}

interface Report {
  readonly tests: readonly { readonly file: string }[];
  readonly failures: readonly {
    readonly file: string;
    readonly fullTitle: string;
    readonly err: { readonly message?: string };
  }[];
}

/** The compiler's complaints about TypeScript files, as strict as a careful project is. */
export function typeErrors(
  files: readonly ScratchFile[],
  besides: readonly ScratchFile[] = [],
): readonly string[] {
  return withScratch(files, besides, (folder) => {
    const config = {
      compilerOptions: {
        strict: true,
        noEmit: true,
        target: 'es2023',
        lib: ['es2023', 'dom'],
        module: 'nodenext',
        allowImportingTsExtensions: true,
        esModuleInterop: true,
        skipLibCheck: true,
        types: ['node', 'mocha'],
      },
      include: ['tests', 'src'],
    };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
    const child = spawnSync(process.execPath, [compiler, '-p', folder, '--pretty', 'false'], {
      cwd: folder,
      encoding: 'utf8',
    });
    return child.stdout.split('\n').filter((line) => line.includes('error TS'));
  });
}
