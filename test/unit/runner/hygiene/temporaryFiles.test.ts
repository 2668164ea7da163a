import assert from 'node:assert/strict';
import { failures, observe, places } from './observe.ts';

describe('hygiene: temporary files', function () {
  this.timeout(20_000);

  it('finds what lies in the temporary folder in the end, with the line that made it', async () => {
    const seen = await observe(`import * as fs from 'node:fs';
import { cpSync, createWriteStream, mkdtempSync, mkdtemp, openSync, closeSync, writeFileSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp as makeFolder, writeFile } from 'node:fs/promises';
import { execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { once } from 'node:events';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import Database from 'better-sqlite3';
const at = (name) => join(tmpdir(), name);
describe('files', () => {
  let folder;
  beforeEach(() => {
    folder = mkdtempSync(at('01-'));
  });
  it('makes one synchronously', () => {
    writeFileSync(join(folder, 'inside'), '');
    writeFileSync(at('02'), '');
  });
  it('makes some with promises', async () => {
    await mkdir(at('03/deep'), { recursive: true });
    await writeFile(pathToFileURL(at('04')), '');
    await copyFile(at('04'), at('05'));
    await makeFolder(at('06-'));
  });
  it('makes some with callbacks', async () => {
    await promisify(mkdtemp)(at('07-'));
    await new Promise((resolve) => fs.writeFile(at('08'), '', resolve));
    await once(createWriteStream(at('09')).end(), 'close');
    closeSync(openSync(at('10'), 'w'));
    cpSync(at('09'), at('11'));
  });
  it('makes a database', () => {
    new Database(at('12.db')).close();
  });
  it('has another program make one', () => {
    execFileSync(process.execPath, ['-e', 'fs.writeFileSync(process.argv[1], "")', at('13')]);
  });
});
`);
    assert.deepEqual(failures(seen), []);
    const rule = 'temp-files';
    const [made, rest] = [seen.findings.slice(0, 5), places(seen).slice(5)];
    assert.deepEqual(
      made
        .map(({ test, line }) => [test, line])
        .toSorted((one, other) => String(one).localeCompare(String(other))),
      [
        'has another program make one',
        'makes a database',
        'makes one synchronously',
        'makes some with callbacks',
        'makes some with promises',
      ].map((test) => [test, "folder = mkdtempSync(at('01-'));"]),
    );
    assert.deepEqual(rest, [
      [rule, 'makes one synchronously', "writeFileSync(at('02'), '');"],
      [rule, 'makes some with promises', "await mkdir(at('03/deep'), { recursive: true });"],
      [rule, 'makes some with promises', "await writeFile(pathToFileURL(at('04')), '');"],
      [rule, 'makes some with promises', "await copyFile(at('04'), at('05'));"],
      [rule, 'makes some with promises', "await makeFolder(at('06-'));"],
      [rule, 'makes some with callbacks', "await promisify(mkdtemp)(at('07-'));"],
      [
        rule,
        'makes some with callbacks',
        "await new Promise((resolve) => fs.writeFile(at('08'), '', resolve));",
      ],
      [rule, 'makes some with callbacks', "await once(createWriteStream(at('09')).end(), 'close');"],
      [rule, 'makes some with callbacks', "closeSync(openSync(at('10'), 'w'));"],
      [rule, 'makes some with callbacks', "cpSync(at('09'), at('11'));"],
      [rule, 'makes a database', "new Database(at('12.db')).close();"],
      [rule, '', null],
    ]);
    assert.match(seen.findings[0]?.message ?? '', /folder '01-\w+'.*never removed.*rmSync/);
    assert.match(seen.findings.at(-1)?.message ?? '', /file '13'/);
  });

  it('finds nothing where all is removed, and in each round an empty folder', async () => {
    const seen = await observe(
      `import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
describe('files', () => {
  let folder;
  before(() => {
    assert.deepEqual(readdirSync(tmpdir()), []);
    folder = mkdtempSync(join(tmpdir(), 'a-'));
  });
  after(() => {
    rmSync(folder, { recursive: true });
  });
  it('uses the folder', () => {
    writeFileSync(join(folder, 'b'), '');
    const db = new Database(join(folder, 'c.db'));
    db.pragma('journal_mode = WAL');
    db.close();
    assert.ok(existsSync(join(folder, 'c.db')));
  });
});
`,
      { rounds: 2 },
    );
    assert.deepEqual(failures(seen), []);
    assert.deepEqual(places(seen), []);
    assert.deepEqual(seen.clean, [true, true]);
  });
});
