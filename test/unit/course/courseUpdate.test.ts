import assert from 'node:assert/strict';
import {
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { AttemptStore } from '../../../src/course/attempts/attemptStore.ts';
import { loadCatalog, type Catalog } from '../../../src/course/catalog.ts';
import { startCourse } from '../../../src/course/courseFolder.ts';
import { readCourseRecord, recordPath } from '../../../src/course/courseRecord.ts';
import {
  carryOutUpdate,
  courseItself,
  hasNews,
  planUpdate,
  updatePart,
} from '../../../src/course/courseUpdate.ts';
import { soundFolder } from '../../support/soundExercise.ts';
import { soundInstallation } from '../../support/soundInstallation.ts';
import { foldsCases, useScratch, writeFiles } from '../../support/scratch.ts';

const id = '01-sound/shelf';
const suite = `${id}/tests/shelf.test.ts`;
const system = `${id}/src/shelf.ts`;
const store = `${id}/src/store.ts`;

describe('an update of the course', () => {
  const scratch = useScratch();

  /** A course folder, and the lessons it was made from, which the test then changes. */
  async function begin() {
    const installation = soundInstallation(scratch);
    const { lessons } = installation;
    const folder = join(scratch(), 'course');
    await startCourse(folder, loadCatalog(lessons), installation);
    const attempts = new AttemptStore(scratch());
    const catalog = (): Catalog => loadCatalog(lessons);
    return {
      folder,
      installation,
      lessons,
      attempts,
      catalog,
      read: (path: string) => readFileSync(join(folder, path), 'utf8'),
      write: (path: string, text: string) => writeFileSync(join(folder, path), text),
      /** Changes what is shipped. */
      ship: (files: Record<string, string>) => writeFiles(join(lessons, soundFolder), files),
      plan: () => planUpdate(folder, catalog(), installation),
      async update() {
        const plan = planUpdate(folder, catalog(), installation);
        for (const part of plan.parts) await updatePart(plan, part, catalog(), attempts);
        return plan.parts;
      },
    };
  }

  it('has nothing to say of a course that was just started, or worked on', async () => {
    const course = await begin();
    assert.deepEqual(course.plan().parts, []);
    course.write(suite, 'mine');
    rmSync(join(course.folder, store));
    assert.deepEqual(course.plan().parts, []);
  });

  it('updates what nobody changed, adds what is new, removes what is gone, and keeps the learner’s', async () => {
    const course = await begin();
    course.write(suite, 'mine');
    const before = course.read(system);
    course.ship({
      'src/shelf.ts': `// newer\n${before}`,
      'src/extra.ts': 'export {};\n',
      'starter/tests/shelf.test.ts': '// newer\n',
    });
    rmSync(join(course.lessons, soundFolder, 'src/store.ts'));
    assert.ok(hasNews(course.plan()));
    assert.deepEqual(await course.update(), [
      { id, updated: [system], added: [`${id}/src/extra.ts`], removed: [store], kept: [suite], unknown: [] },
    ]);
    assert.equal(course.read(suite), 'mine');
    assert.equal(course.read(system), `// newer\n${before}`);
    assert.equal(course.read(`${id}/src/extra.ts`), 'export {};\n');
    assert.equal(existsSync(join(course.folder, store)), false);
    assert.deepEqual(course.plan().parts, [], 'and it is not offered again');
  });

  it('takes a file that was renamed in its case for the same, where that is one file', async () => {
    const course = await begin();
    const before = `${id}/src/STORE.ts`;
    // Where cases are told apart, a second name for the same file is as near as it gets.
    if (!foldsCases(course.folder)) linkSync(join(course.folder, store), join(course.folder, before));
    const record = JSON.parse(course.read(recordPath)) as { files: Record<string, string> };
    const { [store]: sum = '', ...files } = record.files;
    course.write(recordPath, JSON.stringify({ ...record, files: { ...files, [before]: sum } }));
    assert.deepEqual(course.plan().parts, [], 'it is not removed');
    course.ship({ 'src/store.ts': `// newer\n${course.read(store)}` });
    const [part] = await course.update();
    assert.deepEqual([part?.updated, part?.removed, part?.unknown], [[store], [], []]);
    assert.match(course.read(store), /^\/\/ newer/);
  });

  it('keeps everything as an attempt first, and does nothing when it cannot', async () => {
    const course = await begin();
    course.write(suite, 'mine');
    const before = course.read(system);
    course.ship({ 'src/shelf.ts': '// newer\n' });
    const plan = course.plan();
    const broken = new AttemptStore(join(scratch({ blocked: '' }), 'blocked'));
    for (const part of plan.parts) {
      await assert.rejects(updatePart(plan, part, course.catalog(), broken), /could not be kept/);
    }
    assert.equal(course.read(system), before);
    assert.ok(hasNews(course.plan()));

    await course.update();
    const place = { course: course.folder, exercise: id, folder: join(course.folder, id) };
    const [attempt] = course.attempts.list(place).attempts;
    assert.equal(attempt?.reason, 'update');
    const kept = new Map(
      course.attempts
        .read(place, attempt?.id ?? '')
        .map((file) => [file.path, file.kind === 'file' ? Buffer.from(file.bytes).toString() : '']),
    );
    assert.equal(kept.get('src/shelf.ts'), before);
    assert.equal(kept.get('tests/shelf.test.ts'), 'mine');
  });

  it('goes on with the others when one exercise cannot be written, and says which', async () => {
    const course = await begin();
    const lesson = join(course.lessons, '01-sound/lesson.md');
    writeFileSync(
      lesson,
      readFileSync(lesson, 'utf8').replace('title: A sound lesson', 'title: A renamed lesson'),
    );
    course.ship({ 'src/shelf.ts': '// newer\n' });
    const outside = join(scratch(), 'shelf');
    renameSync(join(course.folder, id), outside);
    symlinkSync(outside, join(course.folder, id), 'junction');
    const before = readFileSync(join(outside, 'src/shelf.ts'), 'utf8');
    const plan = course.plan();
    assert.deepEqual(plan.parts.map((part) => part.id).sort(), [id, courseItself].sort());
    const asked: number[] = [];
    // The exercise comes first here, so that there is something to go on with.
    const parts = plan.parts.toSorted((one) => (one.id === id ? -1 : 1));
    const { failed, ended } = await carryOutUpdate(
      { ...plan, parts },
      course.catalog(),
      course.attempts,
      (_part, done) => asked.push(done) > 0,
    );
    assert.equal(ended, true);
    assert.deepEqual(asked, [0, 1]);
    assert.deepEqual(
      failed.map(({ part, error }) => [part.id, error.code]),
      [[id, 'cannot-replace']],
    );
    assert.match(failed[0]?.error.message ?? '', /01-sound\/shelf, a link to another folder,/);
    assert.equal(readFileSync(join(outside, 'src/shelf.ts'), 'utf8'), before);
    assert.match(course.read('README.md'), /A renamed lesson/);
    assert.deepEqual(
      course.plan().parts.map((part) => part.id),
      [id],
    );
    // Nothing of what failed counts as begun: were it emptied now, it would be the learner's doing.
    assert.equal(readCourseRecord(course.folder).begun.size, 0);
  });

  it('ends where it is told to', async () => {
    const course = await begin();
    course.ship({ 'src/shelf.ts': '// newer\n' });
    const { failed, ended } = await carryOutUpdate(
      course.plan(),
      course.catalog(),
      course.attempts,
      () => false,
    );
    assert.deepEqual({ failed, ended }, { failed: [], ended: false });
    assert.notEqual(course.read(system), '// newer\n');
  });

  it('finishes a file that was begun, and takes one that is whole for done', async () => {
    const course = await begin();
    const whole = course.read(store);
    const record = readCourseRecord(course.folder);
    const files = Object.fromEntries([...record.files].filter(([path]) => path !== system && path !== store));
    const begun = { [system]: record.files.get(system), [store]: record.files.get(store) };
    const text = course.read(system);
    course.write(recordPath, JSON.stringify({ format: 1, files, begun }));
    course.write(system, text.slice(0, 12));
    assert.ok(hasNews(course.plan()));
    const update = course.plan();
    await carryOutUpdate(update, course.catalog(), course.attempts, () => true);
    assert.equal(course.read(system), text);
    assert.equal(course.read(store), whole);
    assert.deepEqual(readCourseRecord(course.folder), record);
  });

  it('takes a file that is no text, or cannot be read, for the learner’s', async () => {
    const course = await begin();
    writeFileSync(join(course.folder, system), Buffer.from([0xff, 0xfe, 0x00]));
    course.ship({ 'src/shelf.ts': '// newer\n' });
    assert.deepEqual(course.plan().parts[0]?.kept, [system]);
    rmSync(join(course.folder, system));
    mkdirSync(join(course.folder, system));
    assert.deepEqual(course.plan().parts[0]?.kept, [system]);
  });

  it('takes a file with other line ends for unchanged', async () => {
    const course = await begin();
    course.write(system, course.read(system).replaceAll('\n', '\r\n'));
    assert.deepEqual(course.plan().parts, []);
    course.ship({ 'src/shelf.ts': '// newer\n' });
    assert.deepEqual((await course.update())[0]?.updated, [system]);
  });

  it('updates the files beside the exercises too, and keeps only those of them', async () => {
    const course = await begin();
    const lesson = join(course.lessons, '01-sound/lesson.md');
    writeFileSync(
      lesson,
      readFileSync(lesson, 'utf8').replace('title: A sound lesson', 'title: A renamed lesson'),
    );
    assert.deepEqual(await course.update(), [
      { id: courseItself, updated: ['README.md'], added: [], removed: [], kept: [], unknown: [] },
    ]);
    assert.match(course.read('README.md'), /A renamed lesson/);
    const place = { course: course.folder, exercise: courseItself, folder: course.folder };
    assert.deepEqual(course.attempts.list(place).attempts[0]?.paths, ['README.md']);
  });

  it('changes nothing of a course without a record but adding what is missing', async () => {
    const course = await begin();
    rmSync(join(course.folder, recordPath));
    course.ship({ 'src/shelf.ts': '// newer\n', 'src/extra.ts': 'export {};\n' });
    const before = course.read(system);
    assert.deepEqual(await course.update(), [
      { id, updated: [], added: [`${id}/src/extra.ts`], removed: [], kept: [], unknown: [system] },
    ]);
    assert.equal(course.read(system), before);
  });

  it('does not offer what merely differs', async () => {
    const course = await begin();
    rmSync(join(course.folder, recordPath));
    course.write(suite, 'mine');
    assert.equal(hasNews(course.plan()), false);
  });

  it('brings an old course under record when it is started again', async () => {
    const course = await begin();
    rmSync(join(course.folder, recordPath));
    course.write(suite, 'mine');
    await startCourse(course.folder, course.catalog(), course.installation);
    const record = readCourseRecord(course.folder).files;
    assert.ok(record.has(system));
    assert.equal(record.has(suite), false);
    course.ship({ 'src/shelf.ts': '// newer\n' });
    assert.deepEqual((await course.update())[0]?.updated, [system]);
  });

  for (const text of [
    '',
    'null',
    '{"format":1}',
    '{"format":1,"files":{"a":1}}',
    '{"format":2,"files":{"a":"b"}}',
  ]) {
    it(`takes a broken record for none: ${text}`, async () => {
      const course = await begin();
      writeFileSync(join(course.folder, recordPath), text);
      assert.equal(readCourseRecord(course.folder).files.size, 0);
    });
  }

  it('removes nothing because a record says so that names paths outside', async () => {
    const course = await begin();
    const outside = join(course.folder, '..', 'precious.txt');
    writeFileSync(outside, 'precious');
    const record = JSON.parse(course.read(recordPath)) as { files: Record<string, string> };
    const [sum = ''] = [...readCourseRecord(course.folder).files.values()];
    writeFileSync(outside, course.read(Object.keys(record.files)[0] ?? ''));
    record.files[`${id}/../../../precious.txt`] = sum;
    writeFileSync(join(course.folder, recordPath), JSON.stringify(record));
    assert.deepEqual(course.plan().parts, []);
  });
});
