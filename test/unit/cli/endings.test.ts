import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { runItlab } from '../../../src/cli/program.ts';
import { makeHuge, makePipe } from '../../support/oddFiles.ts';
import { sampleCourse, sampleSolution } from '../../support/sampleCourse.ts';
import { addSchemas, sourceInstallation, useScratch, writeFiles } from '../../support/scratch.ts';

/** Beyond it nothing ends any more: what hangs would hang for ever. */
const patienceMs = 20_000;

describe('itlab comes to its end', function () {
  this.timeout(60_000);
  const scratch = useScratch();
  const children = new Set<ChildProcess>();
  before(function () {
    // No pipes there, and no such signals.
    if (process.platform === 'win32') this.skip();
  });
  afterEach(() => {
    for (const child of children) child.kill('SIGKILL');
    children.clear();
  });

  interface Ended {
    readonly status: number | NodeJS.Signals | null;
    readonly out: string;
    readonly err: string;
  }

  /** In a process of its own: what waits at a pipe cannot be ended from within. */
  function start(cwd: string, args: readonly string[], lessons = sourceInstallation.lessons) {
    const program = fileURLToPath(new URL('../../attacks/itlabProcess.ts', import.meta.url));
    const installation = { ...sourceInstallation, lessons };
    const child = spawn(process.execPath, [program, JSON.stringify({ installation, cwd, args })], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    children.add(child);
    const texts = { out: '', err: '' };
    child.stdout.setEncoding('utf8').on('data', (text: string) => (texts.out += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (texts.err += text));
    const ended = new Promise<Ended>((resolve) => {
      const limit = setTimeout(() => child.kill('SIGKILL'), patienceMs);
      child.on('close', (code, signal) => {
        clearTimeout(limit);
        resolve({ status: code ?? signal, ...texts });
      });
    });
    return { child, ended };
  }

  function sampleLessons(): string {
    const lessons = scratch(sampleCourse());
    addSchemas(lessons);
    return lessons;
  }

  describe('also where there is a pipe instead of', () => {
    const suite = `it.only('opens', () => {});\n`;

    it('what lint looks at around a file', async () => {
      const cwd = scratch({ 'a/tests/a.test.js': suite });
      for (const name of ['.mocharc.json', '.mocharc.cjs', 'package.json']) makePipe(join(cwd, 'a', name));
      makePipe(join(cwd, 'package.json'));
      mkdirSync(join(cwd, '.vscode'));
      const { status, out, err } = await start(cwd, ['lint', 'a/tests/a.test.js']).ended;
      assert.equal(status, 1, err);
      assert.match(out, /exclusive-test/);
      makePipe(join(cwd, '.vscode/settings.json'));
      const refused = await start(cwd, ['lint', 'a/tests/a.test.js']).ended;
      assert.equal(refused.status, 2);
      assert.match(refused.err, /settings of the project cannot be read: it is no plain file/);
    });

    it('a file to be linted', async () => {
      const cwd = scratch();
      makePipe(join(cwd, 'a.test.js'));
      const { status, out } = await start(cwd, ['lint', 'a.test.js']).ended;
      assert.equal(status, 2);
      assert.match(out, /^a\.test\.js:1:1 .* it is no plain file\./);
    });

    it('what the doctor looks at', async () => {
      const cwd = scratch();
      makePipe(join(cwd, 'itlab.json'));
      mkdirSync(join(cwd, 'node_modules/mocha'), { recursive: true });
      makePipe(join(cwd, 'node_modules/mocha/package.json'));
      mkdirSync(join(cwd, '.itlab'));
      makePipe(join(cwd, '.itlab/created.json'));
      const { status, out, err } = await start(cwd, ['doctor'], sampleLessons()).ended;
      assert.equal(status, 1, err);
      assert.match(out, /itlab\.json cannot be read: .*itlab\.json is no file/);
    });

    it('what lies where a course is started', async () => {
      const cwd = scratch({ '.itlab/x': '' });
      makePipe(join(cwd, '.itlab/created.json'));
      makePipe(join(cwd, 'README.md'));
      mkdirSync(join(cwd, '01-sample/notes/tests'), { recursive: true });
      makePipe(join(cwd, '01-sample/notes/tests/notes.test.ts'));
      // Whether the pipe is replaced or named as an obstacle: nobody waits at it.
      assert.notEqual((await start(cwd, ['start', '.'], sampleLessons()).ended).status, 'SIGKILL');
    });

    it('the package of a project to be checked', async () => {
      const cwd = scratch();
      makePipe(join(cwd, 'package.json'));
      const { status, err } = await start(cwd, ['check']).ended;
      assert.equal(status, 2);
      assert.match(err, /package\.json is no file/);
    });

    it('a manifest or a page of the lessons', async () => {
      for (const [path, refusal] of [
        ['01-sample/lesson.md', /lesson\.md cannot be read: .* is no file/],
        ['01-sample/exercises/notes/exercise.json', /exercise\.json is not valid JSON: .* is no file/],
      ] as const) {
        const files: Record<string, string> = sampleCourse();
        delete files[path];
        const lessons = scratch(files);
        addSchemas(lessons);
        makePipe(join(lessons, path));
        const { status, err } = await start(scratch(), ['list'], lessons).ended;
        assert.equal(status, 2);
        assert.match(err, refusal);
      }
    });
  });

  describe('with a verdict on', () => {
    it('an exercise whose tests are a link, and with a report', async () => {
      const course = scratch({ 'itlab.json': '{}', 'elsewhere/notes.test.ts': sampleSolution });
      mkdirSync(join(course, '01-sample/notes'), { recursive: true });
      symlinkSync('/', join(course, '01-sample/notes/tests'));
      for (const which of ['notes', '--all']) {
        const { status, out, err } = await start(
          course,
          ['grade', which, '--junit', 'r.xml'],
          sampleLessons(),
        ).ended;
        assert.equal(status, 1, err);
        assert.match(
          out,
          /notes: not complete[^]*! .*tests is a link, and links are not followed there\. Put what it points to in its place\./,
        );
        assert.match(readFileSync(join(course, 'r.xml'), 'utf8'), /name="not-readable"[^]*tests is a link/);
        assert.equal(err.replace(/peak \d+\n$/, ''), '');
      }
    });

    it('one with 90 MB that no test can import', async () => {
      const course = scratch({ 'itlab.json': '{}', '01-sample/notes/tests/notes.test.ts': sampleSolution });
      makeHuge(join(course, '01-sample/notes/tests/data.bin'), 90_000_000);
      const { status, out } = await start(course, ['grade', 'notes'], sampleLessons()).ended;
      assert.equal(status, 0, out);
    });

    it('each, also those that were not looked at because somebody ended it', async () => {
      const lessons = sampleLessons();
      const more = Object.fromEntries(
        Object.entries(sampleCourse()).map(([path, text]) => [
          path.replace('01-sample', '02-more').replace('/notes/', '/lists/'),
          text
            .replaceAll('01-sample', '02-more')
            .replaceAll(/\bnotes\b(?=\])/g, 'lists')
            .replace('order: 1', 'order: 2'),
        ]),
      );
      writeFiles(lessons, more);
      // Each process works in a folder of its own.
      const begun = join(scratch({}), 'begun');
      const endless = `it('loops', () => { require('node:fs').writeFileSync(${JSON.stringify(begun)}, ''); for (;;); });`;
      const course = scratch({
        'itlab.json': '{}',
        '01-sample/notes/tests/a.test.cjs': endless,
        '02-more/lists/tests/notes.test.ts': sampleSolution,
      });
      const { child, ended } = start(course, ['grade', '--all', '--json', '--junit', 'r.xml'], lessons);
      await untilThere(begun);
      child.kill('SIGTERM');
      const { status, out } = await ended;
      assert.equal(status, 2);
      const { results } = JSON.parse(out) as {
        results: { exercise: string; problems: { code: string }[] }[];
      };
      assert.deepEqual(
        results.map(({ exercise, problems }) => [exercise, problems.at(-1)?.code]),
        [
          ['01-sample/notes', 'cancelled'],
          ['02-more/lists', 'cancelled'],
        ],
      );
      assert.match(readFileSync(join(course, 'r.xml'), 'utf8'), /02-more\/lists/);
    });
  });

  describe('at a signal', () => {
    for (const name of ['SIGTERM', 'SIGINT'] as const) {
      it(`${name}, with what runs`, async () => {
        const begun = join(scratch({}), 'begun');
        const course = scratch({
          'itlab.json': '{}',
          '01-sample/notes/tests/a.test.cjs': `it('loops', () => { require('node:fs').writeFileSync(${JSON.stringify(begun)}, String(process.pid)); for (;;); });`,
        });
        const { child, ended } = start(course, ['grade', 'notes'], sampleLessons());
        await untilThere(begun);
        child.kill(name);
        assert.equal((await ended).status, 2);
        const pid = Number(readFileSync(begun, 'utf8'));
        assert.throws(() => process.kill(pid, 0), { code: 'ESRCH' });
      });
    }

    /** A program that has begun something which does not end. */
    const stuck = `
      const { abortOnSignals } = await import(${JSON.stringify(new URL('../../../src/cli/signals.ts', import.meta.url).href)});
      abortOnSignals(7).addEventListener('abort', () => console.log('heard'));
      setInterval(() => undefined, 1000);
      console.log('ready');`;

    async function beginStuck(): Promise<{
      child: ChildProcess;
      said: (word: string) => Promise<void>;
      ended: Promise<number | string | null>;
    }> {
      const child = spawn(process.execPath, ['--input-type=module', '-e', stuck], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      children.add(child);
      let out = '';
      child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
      const said = async (word: string): Promise<void> => {
        for (let tries = 0; tries < patienceMs / 10 && !out.includes(word); tries += 1) await delay(10);
        assert.match(out, new RegExp(word));
      };
      const ended = new Promise<number | string | null>((resolve) => {
        child.on('close', (code, signal) => resolve(code ?? signal));
      });
      await said('ready');
      return { child, said, ended };
    }

    it('although something does not end by itself, and within two seconds', async () => {
      const { child, said, ended } = await beginStuck();
      const begun = performance.now();
      child.kill('SIGTERM');
      await said('heard');
      assert.equal(await ended, 7);
      const tookMs = performance.now() - begun;
      assert.ok(tookMs >= 1_000, 'there is time to put things away');
      // It gives up after 1.5 seconds; a busy machine may need a moment more.
      assert.ok(tookMs < 4_000, `${tookMs} ms`);
    });

    it('at once at a second one', async () => {
      const { child, said, ended } = await beginStuck();
      child.kill('SIGINT');
      await said('heard');
      child.kill('SIGTERM');
      assert.equal(await ended, 'SIGTERM');
    });

    it('by the system itself where a command only reads, whatever it is at', async () => {
      const cwd = scratch({ 'a.test.js': `it('a', () => {});\n` });
      for (const args of [['list'], ['rules'], ['lint', 'a.test.js']]) {
        await runItlab(args, {
          installation: sourceInstallation,
          compilerFrom: fileURLToPath(import.meta.url),
          cwd,
          variables: {},
          out: () => undefined,
          err: (text) => assert.fail(text),
          get signal(): AbortSignal {
            throw new Error('Whoever asks for it has signals wait until it is asked again.');
          },
        });
      }
    });
  });
});

async function untilThere(file: string): Promise<void> {
  for (let tries = 0; tries < patienceMs / 25; tries += 1) {
    try {
      readFileSync(file);
      return;
    } catch {
      await delay(25);
    }
  }
  throw new Error(`${file} did not come.`);
}
