import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runItlab } from '../../../src/cli/program.ts';
import { pageProblems } from '../../../src/course/authoring/pageProblems.ts';
import { findExercise, loadCatalog } from '../../../src/course/catalog.ts';
import { readTree } from '../../../src/course/fileTree.ts';
import { exerciseKinds, loadManifestSchemas } from '../../../src/course/manifestSchemas.ts';
import { sampleCourse } from '../../support/sampleCourse.ts';
import { asSomebody } from '../../support/otherUser.ts';
import { addSchemas, sourceInstallation, useScratch } from '../../support/scratch.ts';

describe('itlab new', () => {
  const scratch = useScratch();
  let lessons: string;

  beforeEach(() => {
    lessons = scratch(sampleCourse());
    addSchemas(lessons);
  });

  async function itlab(args: readonly string[]): Promise<{ status: number; out: string; err: string }> {
    let out = '';
    let err = '';
    const status = await runItlab(args, {
      installation: sourceInstallation,
      compilerFrom: fileURLToPath(import.meta.url),
      cwd: lessons,
      variables: {},
      out: (text) => (out += text),
      err: (text) => (err += text),
      signal: new AbortController().signal,
    });
    return { status, out, err };
  }

  /** Expects a refusal that leaves every file as it is. */
  async function refuses(pattern: RegExp, ...args: string[]): Promise<void> {
    const before = readTree(lessons);
    const { status, out, err } = await itlab(['new', ...args, '--lessons', '.']);
    assert.equal(status, 2, out);
    assert.equal(out, '');
    assert.match(err, pattern);
    assert.deepEqual(readTree(lessons), before);
  }

  const page = (): string => readFileSync(join(lessons, '01-sample/lesson.md'), 'utf8');

  it('adds an exercise that the course loads, last in the list of its lesson', async () => {
    const before = page();
    for (const kind of exerciseKinds) {
      const title = 'What "it" is';
      const args = ['new', 'exercise', `01-sample/a-${kind}`, '--kind', kind, '--title', title];
      const { status, out, err } = await itlab([...args, '--lessons', '.']);
      assert.equal(status, 0, err);
      assert.match(out, new RegExp(`\\[exercise: a-${kind}\\]`));
      assert.match(out, new RegExp(`itlab validate 01-sample/a-${kind} --lessons \\. --quick`));
      const { manifest } = findExercise(loadCatalog(lessons), `a-${kind}`);
      assert.equal(manifest.kind, kind);
      assert.equal(manifest.title, title);
    }
    const list = ['notes', ...exerciseKinds.map((kind) => `a-${kind}`)].join(', ');
    assert.equal(page(), before.replace('exercises: [notes]', `exercises: [${list}]`));
  });

  it('says so when the lesson had the exercise in its list already', async () => {
    const text = page().replace('exercises: [notes]', 'exercises: [later, notes]');
    writeFileSync(join(lessons, '01-sample/lesson.md'), text);
    const args = ['new', 'exercise', '01-sample\\later', '--kind', 'write-tests'];
    const { status, out } = await itlab([...args, '--lessons', lessons]);
    assert.equal(status, 0);
    assert.match(out, /It was in the list of 01-sample\/lesson\.md already/);
    assert.equal(page(), text);
  });

  it('adds a lesson with a first exercise and a page without problems', async () => {
    const args = ['new', 'lesson', '03-odd-names', '--exercise', 'true', '--kind', 'fix-the-suite'];
    const title = 'Names: 50% "odd" # and more';
    const { status, out, err } = await itlab([...args, '--title', title, '--lessons', '.']);
    assert.equal(status, 0, err);
    assert.match(out, /itlab validate 03-odd-names\/true/);
    const lesson = loadCatalog(lessons).lessons.find(({ id }) => id === '03-odd-names');
    assert.equal(lesson?.title, title);
    assert.equal(lesson.order, 3);
    assert.deepEqual(lesson.prerequisites, ['01-sample']);
    assert.deepEqual(
      lesson.exerciseList.map(({ id, manifest }) => [id, manifest.kind]),
      [['03-odd-names/true', 'fix-the-suite']],
    );
    assert.match(lesson.markdown, /^\[exercise: true\]$/m);
    const text = readFileSync(join(lesson.folder, 'lesson.md'), 'utf8');
    const surroundings = { folderName: '03-odd-names', hasExercise: (name: string) => name === 'true' };
    assert.deepEqual(pageProblems(text, loadManifestSchemas(lessons), surroundings), []);
    assert.doesNotMatch([...readTree(lesson.folder).values()].join(''), /\{\{/);
  });

  it('begins a course where there is no lesson yet', async () => {
    rmSync(join(lessons, '01-sample'), { recursive: true });
    assert.equal((await itlab(['new', 'lesson', '01-first', '--lessons', '.'])).status, 0);
    const [lesson] = loadCatalog(lessons).lessons;
    assert.deepEqual(lesson?.prerequisites, []);
    assert.deepEqual(lesson.exercises, ['first']);
    assert.equal(lesson.title, 'First');
  });

  it('never touches what is there', async () => {
    await refuses(/notes exists already/, 'exercise', '01-sample/notes', '--kind', 'write-tests');
    await refuses(/01-sample exists already/, 'lesson', '01-sample');
    mkdirSync(join(lessons, '01-sample/exercises/empty'));
    await refuses(/empty exists already/, 'exercise', '01-sample/empty', '--kind', 'write-tests');
    writeFileSync(join(lessons, '04-file'), 'a file');
    await refuses(/04-file exists already/, 'lesson', '04-file');
  });

  it('changes no byte of a page that is not UTF-8', async () => {
    const file = join(lessons, '01-sample/lesson.md');
    const bytes = Buffer.concat([readFileSync(file), Buffer.from([0xfc])]);
    writeFileSync(file, bytes);
    await refuses(/lesson\.md is not encoded as UTF-8/, 'exercise', '01-sample/new', '--kind', 'write-tests');
    assert.ok(readFileSync(file).equals(bytes));
    assert.equal(existsSync(join(lessons, '01-sample/exercises/new')), false);
  });

  it('lists an exercise that it had made when it was killed, unless somebody has changed it', async () => {
    const file = join(lessons, '01-sample/lesson.md');
    const before = readFileSync(file);
    const create = ['new', 'exercise', '01-sample/new', '--kind', 'write-tests', '--lessons', '.'];
    assert.equal((await itlab(create)).status, 0);
    const after = readFileSync(file);
    writeFileSync(file, before);
    assert.equal((await itlab(create)).status, 0);
    assert.ok(readFileSync(file).equals(after));
    writeFileSync(file, before);
    writeFileSync(join(lessons, '01-sample/exercises/new/notes.txt'), 'mine');
    await refuses(/new exists already/, 'exercise', '01-sample/new', '--kind', 'write-tests');
  });

  it('takes back what it began when the page cannot be written', async function () {
    if (process.platform === 'win32') this.skip();
    const file = join(lessons, '01-sample/lesson.md');
    for (const folder of ['', '01-sample', '01-sample/exercises']) chmodSync(join(lessons, folder), 0o777);
    chmodSync(file, 0o444);
    await asSomebody(() =>
      refuses(/lesson\.md could not be written/, 'exercise', '01-sample/new', '--kind', 'write-tests'),
    );
    assert.deepEqual(readdirSync(join(lessons, '01-sample/exercises')), ['notes']);
  });

  it('takes back what it began when the folder cannot be made', async () => {
    rmSync(join(lessons, '01-sample/exercises'), { recursive: true });
    writeFileSync(join(lessons, '01-sample/exercises'), 'a file');
    await refuses(/exercises could not be written/, 'exercise', '01-sample/new', '--kind', 'write-tests');
  });

  it('refuses bad names, and says what good ones are', async () => {
    await refuses(/'isolation' cannot be the name of a lesson.*03-isolation/s, 'lesson', 'isolation');
    await refuses(/'01-sample' has the number 01 already.*02-twin/s, 'lesson', '01-twin');
    await refuses(/'Bad' cannot be the name of an exercise/, 'lesson', '03-new', '--exercise', 'Bad');
    await refuses(/'x' cannot be a title/, 'lesson', '03-new', '--title', 'x');
    const kind = ['--kind', 'write-tests'];
    await refuses(/'A' cannot be the name/, 'exercise', '01-sample/A', ...kind);
    await refuses(/'notes' names no exercise of a lesson/, 'exercise', 'notes', ...kind);
    await refuses(/names no exercise/, 'exercise', '01-sample/a/b', ...kind);
    await refuses(/There is no lesson '\.\.'/, 'exercise', '../a', ...kind);
    await refuses(/no lesson '02-none'.*Use one of: 01-sample/s, 'exercise', '02-none/a', ...kind);
  });

  it('refuses a page that it does not understand', async () => {
    writeFileSync(join(lessons, '01-sample/lesson.md'), '# No front matter\n');
    await refuses(
      /no front matter.*Nothing was written/s,
      'exercise',
      '01-sample/a',
      '--kind',
      'write-tests',
    );
  });

  it('refuses a folder that holds no lessons', async () => {
    const elsewhere = scratch({ 'README.md': '' });
    const { status, err } = await itlab(['new', 'lesson', '03-new', '--lessons', elsewhere]);
    assert.equal(status, 2);
    assert.match(err, /is no folder of lessons.*--lessons/s);
    assert.deepEqual([...readTree(elsewhere).keys()], ['README.md']);
  });

  it('asks for a kind, and knows four', async () => {
    const without = await itlab(['new', 'exercise', '01-sample/a', '--lessons', '.']);
    assert.equal(without.status, 2);
    assert.match(without.err, /--kind/);
    const wrong = await itlab(['new', 'exercise', '01-sample/a', '--kind', 'guess', '--lessons', '.']);
    assert.equal(wrong.status, 2);
    assert.match(wrong.err, /write-tests, fix-the-suite, write-the-fixture, complete-the-code/);
  });
});
