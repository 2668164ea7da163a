import { assertReported, assertWhole } from '../expectedLines.ts';

const head = `import fs, { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path, { dirname, join } from 'node:path';
`;

/** For texts in which a removal has to be missing. */
const reported: Readonly<Record<string, string>> = {
  'made before each test': `describe('x', () => { let dir;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'x-')); // ←
    writeFileSync(join(dir, 'a.txt'), 'a');
  });
  it('a', () => fs.existsSync(path.join(dir, 'a.txt')));
});`,
  'made by a promise': `it('a', async () => {
  const dir = await mkdtemp(path.join(tmpdir(), 'x-')); // ←
  const other = await fs.promises.mkdtemp(\`\${tmpdir()}/x-\`); // ←
  await rm(join(dir, 'a.txt'));
  console.log(dir, other);
});`,
  'only what is in it is removed': `describe('x', () => { let dir; let file;
  beforeEach(() => {
    dir = mkdtempSync(tmpdir() + '/x-'); // ←
    file = join(dir, 'a.txt');
  });
  afterEach(() => { rmSync(file); });
});`,
  'with its links resolved': `const base = fs.realpathSync(tmpdir());
it('a', () => {
  const dir = fs.realpathSync(mkdtempSync(join(base, 'x-'))); // ←
  fs.readdirSync(dir);
});`,
  'without a name': `it('a', () => {
  const file = join(mkdtempSync(join(tmpdir(), 'x-')), 'a.txt'); // ←
  writeFileSync(file, 'a');
});`,
  'lent to a child, a server and a chdir': `import { spawnSync } from 'node:child_process';
it('a', () => {
  const dir = mkdtempSync('/tmp/x-'); // ←
  process.chdir(dir);
  spawnSync('a', ['--dir', dir, join(dir, 'b')], { cwd: dir, env: { HOME: dir } });
});`,
  'a factory of the file, at its calls': `function makeDir(prefix) { return mkdtempSync(join(tmpdir(), 'x-')); }
it('a', () => {
  const dir = makeDir('a'); // ←
  fs.writeFileSync(join(dir, 'a'), '');
});`,
  'for a database of the project': `import { openDatabase } from '../src/database.ts';
it('a', () => {
  const db = openDatabase(join(mkdtempSync(join(tmpdir(), 'x-')), 'a.db')); // ←
  db.close();
});`,
  'looked into when the test has ended': `describe('x', () => { let dir;
  beforeEach(() => { dir = mkdtempSync('/tmp/x-'); }); // ←
  afterEach(() => {
    console.log(fs.readdirSync(dir), fs.existsSync(path.join(dir, 'a')));
    fs.unlinkSync(\`\${dir}/a\`);
  });
});`,
};

const silent: Readonly<Record<string, string>> = {
  'removed in a hook': `describe('x', () => { let dir;
  beforeEach(() => { dir = mkdtempSync(join(tmpdir(), 'x-')); });
  afterEach(() => rmSync(dir, { recursive: true }));
});
describe('y', () => { let dir;
  before(async () => { dir = await mkdtemp(join(tmpdir(), 'x-')); });
  after(async () => { await rm(dir, { recursive: true, force: true }); });
});
describe('z', () => { let dir;
  before(() => { dir = fs.mkdtempSync(path.join(tmpdir(), 'x-')); });
  after((done) => { fs.rm(dir, { recursive: true }, done); });
});
describe('w', () => { let dir;
  before(async () => { dir = await fs.promises.mkdtemp(path.join(tmpdir(), 'x-')); });
  after(() => fs.promises.rmdir(dir));
});`,
  'removed by a package': `import { rimraf } from 'rimraf';
const del = require('del');
const extra = require('fs-extra');
it('a', async () => { const dir = mkdtempSync(join(tmpdir(), 'x-')); await rimraf(dir); });
it('b', async () => { const dir = mkdtempSync(join(tmpdir(), 'x-')); extra.removeSync(dir); });
it('c', async () => { const dir = mkdtempSync(join(tmpdir(), 'x-')); await del(dir); });`,
  'removed by its real path': `describe('x', () => { let real;
  beforeEach(() => { const dir = mkdtempSync(join(tmpdir(), 'x-')); real = fs.realpathSync(dir); });
  afterEach(() => rmSync(real, { recursive: true }));
});`,
  'removed by what is in it': `describe('x', () => { let file;
  beforeEach(() => { file = join(mkdtempSync(join(tmpdir(), 'x-')), 'a.db'); });
  afterEach(() => rmSync(dirname(file), { recursive: true }));
});`,
  'removed by a pattern or by a shell': `import { execSync } from 'node:child_process';
it('a', () => { const dir = mkdtempSync(join(tmpdir(), 'x-')); execSync(\`rm -rf \${dir}\`); });`,
  'removed when the process ends': `it('a', () => {
  const dir = mkdtempSync(join(tmpdir(), 'x-'));
  process.on('exit', () => rmSync(dir, { recursive: true }));
});`,
  'inside another, which goes': `const root = process.env.TEST_ROOT;
it('a', (where) => { mkdtempSync(join(root, 'x-')); mkdtempSync(join(where, 'x-')); mkdtempSync(where); });
describe('x', () => { let outer;
  beforeEach(() => { outer = mkdtempSync(join(tmpdir(), 'x-')); mkdtempSync(join(outer, 'y-')); });
  afterEach(() => rmSync(outer, { recursive: true }));
});`,
  'handed to a helper nobody can see into': `import { cleanUpLater, initProject, useDir } from './helpers.ts';
it('a', () => { const dir = mkdtempSync(join(tmpdir(), 'x-')); cleanUpLater(dir); });
it('b', () => { const dir = mkdtempSync(join(tmpdir(), 'x-')); initProject({ dir }); });
it('c', () => { useDir(mkdtempSync(join(tmpdir(), 'x-'))); });`,
  'for an object that is closed': `import { openStore } from '../src/store.ts';
describe('x', () => { let store;
  beforeEach(() => { store = openStore(mkdtempSync(join(tmpdir(), 'x-'))); });
  afterEach(() => store.close());
});`,
  'handed to somebody who may clear it': `import { CLI } from '../src/cli.ts';
describe('x', () => { let dir;
  beforeEach(() => { dir = mkdtempSync(join(tmpdir(), 'x-')); });
  afterEach(async () => { await new CLI(dir).run(['clear', \`--path=\${dir}\`]); });
});`,
  'removed by a hook that its function adds': `function makeDir() {
  const dir = mkdtempSync(join(tmpdir(), 'x-'));
  after(() => rmSync(dir, { recursive: true }));
  return dir;
}
describe('x', () => { it('a', () => { const dir = makeDir(); fs.readdirSync(dir); }); });`,
  'kept in a set': `const dirs = new Set();
function makeDir() { const dir = mkdtempSync(join(tmpdir(), 'x-')); dirs.add(dir); return dir; }
describe('x', () => {
  afterEach(() => { for (const dir of dirs) rmSync(dir, { recursive: true }); dirs.clear(); });
  it('a', () => { fs.readdirSync(makeDir()); });
});`,
  'in a folder that somebody else may remove': `it('a', () => {
  mkdtempSync(path.join(__dirname, 'x-'));
  mkdtempSync('./fixtures/x-');
});`,
  'kept, returned or moved': `const dirs = [];
it('a', () => { const dir = mkdtempSync(join(tmpdir(), 'x-')); dirs.push(dir); });
it('b', function () { this.dir = mkdtempSync(join(tmpdir(), 'x-')); });
it('c', () => { process.env.HOME = mkdtempSync(join(tmpdir(), 'x-')); });
it('d', () => { const dir = mkdtempSync(join(tmpdir(), 'x-')); fs.renameSync(dir, 'y'); });
export function tempDir() { return mkdtempSync(join(tmpdir(), 'x-')); }
export const shared = mkdtempSync(join(tmpdir(), 'x-'));
const make = () => ({ dir: mkdtempSync(join(tmpdir(), 'x-')) });
it('e', () => { make(); });`,
  'a disposable one, and the one of a callback': `it('a', () => { using dir = fs.mkdtempDisposableSync(join(tmpdir(), 'x-')); });
it('b', (done) => { fs.mkdtemp(join(tmpdir(), 'x-'), (error, dir) => { rmSync(dir); done(); }); });`,
  'another function of that name': `import { mkdtempSync as make } from 'memfs-like';
it('a', () => { make('x'); });
it('b', (mkdtempSync) => { mkdtempSync('/tmp/x-'); });`,
};

describe('unreleased-temp-dir', () => {
  describe('reports a directory that nobody removes', () => {
    for (const [name, text] of Object.entries(reported)) {
      it(name, () => assertReported('unreleased-temp-dir', head + text));
    }
  });

  describe('is silent where it is removed, or where somebody else may remove it', () => {
    for (const [name, text] of Object.entries(silent)) {
      it(name, () => {
        assertWhole(head + text);
        assertReported('unreleased-temp-dir', head + text);
      });
    }
  });
});
