import assert from 'node:assert/strict';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkProject } from '../../../src/course/check/checkProject.ts';
import { runItlab } from '../../../src/cli/program.ts';
import type { CheckResult } from '../../../src/protocol/checkResult.ts';
import { sourceInstallation, useScratch } from '../../support/scratch.ts';

const repository = fileURLToPath(new URL('../../..', import.meta.url));
const fixtures = join(repository, 'test/fixtures/projects');

describe('checkProject', function () {
  this.timeout(120_000);
  const scratch = useScratch();

  /** Checks of the fixture projects, all begun at once: most of the time of each is waiting for its processes. */
  const checks = new Map<string, Promise<CheckResult>>();
  const folders = mkdtempSync(join(realpathSync(tmpdir()), 'itlab-test-'));
  let untouched: string[] = [];
  before(() => {
    cpSync(fixtures, folders, { recursive: true });
    install(folders);
    untouched = listing(join(folders, 'commonjs'));
    for (const shape of readdirSync(fixtures)) {
      const inner = shape === 'monorepo' ? 'packages/shop' : '.';
      checks.set(shape, check(join(folders, shape, inner)));
    }
  });
  after(() => rmSync(folders, { recursive: true, force: true, maxRetries: 3 }));

  async function checked(shape: string): Promise<CheckResult> {
    const result = await checks.get(shape);
    assert.ok(result);
    return result;
  }

  function install(folder: string): void {
    mkdirSync(join(folder, 'node_modules'));
    for (const name of ['mocha', 'better-sqlite3', 'amaro']) {
      symlinkSync(join(repository, 'node_modules', name), join(folder, 'node_modules', name), 'junction');
    }
  }

  function check(folder: string, files: readonly string[] | null = null): Promise<CheckResult> {
    return checkProject(folder, {
      attach: sourceInstallation.attach,
      files,
      nodePath: process.execPath,
      variables: process.env,
    });
  }

  const places = (result: CheckResult): string[] =>
    result.hygiene.map(({ rule, test, file, line }) => `${rule} '${test}' ${file}:${line}`).sort();

  it('finds what a CommonJS project with .mocharc.json leaves behind, and its polluter', async () => {
    const result = await checked('commonjs');
    assert.deepEqual(result.problems, []);
    assert.deepEqual(
      result.tests.map(({ title, state, file }) => [title, state, file]),
      [
        ['leaves a server open and a timer running', 'passed', 'spec/leaks.spec.js'],
        ['leaves a variable, a database and a file', 'passed', 'spec/leaks.spec.js'],
        ['starts empty', 'passed', 'spec/users.spec.js'],
        ['is skipped here', 'pending', 'spec/users.spec.js'],
        ['adds a user', 'passed', 'spec/users.spec.js'],
      ],
    );
    assert.deepEqual(places(result), [
      "open-databases 'leaves a variable, a database and a file' spec/leaks.spec.js:17",
      "open-servers 'leaves a server open and a timer running' spec/leaks.spec.js:12",
      "order-dependence 'starts empty' spec/users.spec.js:6",
      "temp-files 'leaves a variable, a database and a file' spec/leaks.spec.js:19",
      "timers-env-globals 'leaves a server open and a timer running' spec/leaks.spec.js:11",
      "timers-env-globals 'leaves a variable, a database and a file' spec/leaks.spec.js:16",
    ]);
    assert.deepEqual(result.isolation.pairs, [{ polluter: 'adds a user', victim: 'starts empty', seed: -1 }]);
    assert.equal(result.isolation.clean, false);
    assert.deepEqual(result.isolation.checked.orders, [-1, 1, 2, 3]);
    assert.equal(result.isolation.checked.alone, 4);
    assert.deepEqual(listing(join(folders, 'commonjs')), untouched, 'nothing was written into the project');
  });

  it('checks ES modules, and databases they import', async () => {
    const result = await checked('esm');
    assert.deepEqual(places(result), [
      "open-databases 'keeps what was read' test/cache.js:11",
      "order-dependence 'is empty at first' test/cache.js:6",
    ]);
    assert.deepEqual(
      result.isolation.pairs.map(({ polluter, victim }) => [polluter, victim]),
      [['keeps what was read', 'is empty at first']],
    );
  });

  it('takes options, variables and the TypeScript set-up from the npm script', async () => {
    const result = await checked('typescript');
    assert.deepEqual(result.problems, []);
    assert.deepEqual(places(result), [
      "order-dependence 'is told its zone by the script' tests/clock.spec.ts:10",
      "timers-env-globals 'takes another zone' tests/clock.spec.ts:17",
    ]);
  });

  it('watches root hooks, and names the test that another one needs', async () => {
    const result = await checked('root-hooks');
    assert.deepEqual(places(result), [
      `open-servers '"before all" hook: beforeAll in "{root}"' test/hooks.cjs:6`,
      "order-dependence 'has answered' test/service.test.cjs:13",
    ]);
    assert.match(
      result.hygiene.find(({ rule }) => rule === 'order-dependence')?.message ?? '',
      /^'has answered' passes only after 'answers once' has run/,
    );
    assert.deepEqual(result.isolation.pairs, []);
    assert.equal(result.isolation.clean, false);
  });

  it('follows the key "mocha" of package.json, its interface and its globs', async () => {
    const result = await checked('package-key');
    assert.deepEqual(places(result), [
      "order-dependence 'greets a stranger' lib/deep/greeting.spec.cjs:10",
      "temp-files 'greets by name' lib/deep/greeting.spec.cjs:15",
      "timers-env-globals 'greets by name' lib/deep/greeting.spec.cjs:16",
    ]);
  });

  it('finds the mocha of a monorepo, and survives that mocha starts itself again for a node flag', async () => {
    const result = await checked('monorepo');
    assert.equal(result.tests.length, 2);
    assert.deepEqual(
      result.isolation.pairs.map(({ polluter, victim }) => [polluter, victim]),
      [['takes what is in the basket', 'begins empty']],
    );
    assert.ok(places(result).some((place) => place.endsWith(' test/basket.test.js:9')));
  });

  it('says that a clean project is clean, of the named files only', async () => {
    const folder = scratch({
      'package.json': '{}',
      'test/clean.js': `
        const assert = require('node:assert');
        it('adds', () => assert.equal(1 + 1, 2));
        it('multiplies', () => assert.equal(2 * 3, 6));`,
      'test/other.js': `it('fails', () => { throw new Error('not asked for'); });`,
    });
    install(folder);
    const { problems, hygiene, isolation, tests } = await check(folder, [join(folder, 'test/clean.js')]);
    assert.deepEqual({ problems, hygiene }, { problems: [], hygiene: [] });
    assert.equal(isolation.clean, true);
    assert.deepEqual(
      tests.map(({ title }) => title),
      ['adds', 'multiplies'],
    );
  });

  it('tells apart why nothing could be judged', async () => {
    const codeOf = async (files: Record<string, string>, installed = true): Promise<string> => {
      const folder = scratch({ 'package.json': '{}', ...files });
      if (installed) install(folder);
      const { problems, tests } = await check(folder);
      assert.equal(tests.length, 0);
      assert.equal(problems.length, 1);
      assert.ok(problems[0] && problems[0].message.length > 40, 'it says what to do');
      return problems[0].code;
    };
    const codes = await Promise.all([
      codeOf({}, false),
      codeOf({}),
      codeOf({ 'test/empty.js': '' }),
      codeOf({ 'test/broken.js': 'it(' }),
      codeOf({ '.mocharc.json': '{ "require": "./absent.js" }', 'test/some.js': "it('is', () => {});" }),
    ]);
    assert.deepEqual(codes, ['mocha-missing', 'no-tests', 'no-tests', 'load-error', 'mocha-failed']);
  });

  for (const file of ['test/broken.js', 'test/broken.mjs']) {
    it(`says where ${file} cannot be read as JavaScript`, async () => {
      const folder = scratch({
        'package.json': '{}',
        '.mocharc.json': '{ "extension": ["js", "mjs"] }',
        [file]: "it('is fine', () => {});\n  const { = 1;\n",
      });
      install(folder);
      const { problems } = await check(folder);
      assert.deepEqual(problems[0]?.at, { file, line: 2 });
      assert.match(
        problems[0]?.message ?? '',
        /could not be loaded: Unexpected token '=' \(test\/broken\.m?js:2\)\. Mocha runs nothing/,
      );
    });
  }

  it('ends all it started when it is cancelled', async () => {
    const folder = scratch({
      'package.json': '{}',
      'test/endless.js': `
        const { spawn } = require('node:child_process');
        it('never ends', () => {
          const { pid } = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { detached: true });
          require('node:fs').writeFileSync(${JSON.stringify('PID')}, String(pid));
          for (;;);
        });`,
    });
    install(folder);
    const abort = new AbortController();
    const checking = checkProject(folder, {
      attach: sourceInstallation.attach,
      files: null,
      nodePath: process.execPath,
      variables: process.env,
      signal: abort.signal,
    });
    const pidFile = join(folder, 'PID');
    while (!existsSync(pidFile) || statSync(pidFile).size === 0) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    const pid = Number(readFileSync(pidFile, 'utf8'));
    abort.abort();
    const result = await checking;
    assert.deepEqual(
      result.problems.map(({ code }) => code),
      ['cancelled'],
    );
    assert.equal(isAlive(pid), false);
  });

  it('is a command: exit status, one JSON document, JUnit', async () => {
    const folder = scratch({
      'package.json': '{}',
      'test/timer.js': "it('starts a timer', () => {\n  setInterval(() => {}, 1e6);\n});",
    });
    install(folder);
    let out = '';
    let err = '';
    const itlab = (args: readonly string[], cwd: string): Promise<number> =>
      runItlab(args, {
        installation: sourceInstallation,
        compilerFrom: fileURLToPath(import.meta.url),
        cwd,
        variables: { ...process.env, ITLAB_NODE: process.execPath },
        out: (text) => (out += text),
        err: (text) => (err += text),
        signal: new AbortController().signal,
      });
    const report = join(scratch(), 'report.xml');
    assert.equal(await itlab(['check', '--json', '--junit', report], join(folder, 'test')), 1);
    const document: unknown = JSON.parse(out);
    assert.ok(typeof document === 'object' && document !== null);
    assert.deepEqual(Object.keys(document), [
      'project',
      'mocha',
      'node',
      'tests',
      'hygiene',
      'isolation',
      'problems',
    ]);
    // How far it is goes to standard error, where no reader of the document looks.
    assert.match(err, /^Running all tests: 1 of 1 …$/m);
    const xml = readFileSync(report, 'utf8');
    assert.match(xml, /<testcase name="starts a timer"/);
    assert.match(xml, /test\/timer\.js:2 /);

    const empty = scratch({ 'package.json': '{}' });
    assert.equal(await itlab(['check'], empty), 2);
    assert.match(out, /No mocha is installed/);
    assert.equal(await itlab(['check', 'absent.js'], empty), 2);
  });
});

/** Every file below a folder with its size, links not followed. */
function listing(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !relative(folder, file).startsWith('node_modules'))
    .map((file) => `${relative(folder, file)} ${statSync(file).size}`)
    .sort();
}

/** A zombie, which nobody has asked for its end yet, is dead. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  if (process.platform !== 'linux') return true;
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[0] !== 'Z';
}
