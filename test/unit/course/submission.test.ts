import assert from 'node:assert/strict';
import { cpSync, mkdirSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { findExercise, loadCatalog } from '../../../src/course/catalog.ts';
import { CourseError, type CourseErrorCode } from '../../../src/course/courseError.ts';
import type { Exercise } from '../../../src/course/exercise.ts';
import { readSubmission } from '../../../src/course/grading/submission.ts';
import { makeHuge, makePipe } from '../../support/oddFiles.ts';
import { sourceInstallation, useScratch, writeFiles } from '../../support/scratch.ts';

describe('reading a submission', () => {
  before(function () {
    // No pipes there.
    if (process.platform === 'win32') this.skip();
  });
  const scratch = useScratch();
  const catalog = loadCatalog(sourceInstallation.lessons);
  /** All of its tests are the learner's. */
  const repositories = findExercise(catalog, '02-database/repositories');
  const ofOneFile = findExercise(catalog, '03-isolation/with-rollback');

  function courseWith(exercise: Exercise, files: Readonly<Record<string, string>>): string {
    const course = scratch({ 'itlab.json': '{}' });
    writeFiles(join(course, exercise.id), files);
    return join(course, exercise.id);
  }

  const error = (code: CourseErrorCode, message: RegExp) => (thrown: unknown) =>
    thrown instanceof CourseError && thrown.code === code && message.test(thrown.message);

  it('takes what is the learner’s and can be imported, and opens nothing else', () => {
    const folder = courseWith(repositories, {
      'tests/a.test.ts': 'a',
      'tests/support/b.mts': 'b',
      'tests/rows.json': '[]',
      'tests/notes.txt': 'no module',
      'src/users.ts': 'not the learner’s here',
    });
    makeHuge(join(folder, 'tests/data.bin'), 90_000_000);
    makePipe(join(folder, 'tests/pipe'));
    makePipe(join(folder, 'src/more.ts'));
    const { files, refused } = readSubmission(repositories, folder);
    assert.deepEqual(Object.fromEntries(files), {
      'tests/a.test.ts': 'a',
      'tests/rows.json': '[]',
      'tests/support/b.mts': 'b',
    });
    assert.deepEqual(refused, []);
  });

  it('says which files could not be read, and takes the others', () => {
    const folder = courseWith(repositories, { 'tests/a.test.ts': 'a' });
    makePipe(join(folder, 'tests/b.test.ts'));
    makeHuge(join(folder, 'tests/c.test.ts'), 100_000_000);
    symlinkSync('a.test.ts', join(folder, 'tests/d.test.ts'));
    const { files, refused = [] } = readSubmission(repositories, folder);
    assert.deepEqual([...files.keys()], ['tests/a.test.ts']);
    assert.deepEqual(refused.map(({ message }) => /tests\/(.*)$/.exec(message)?.[1] ?? '').sort(), [
      'b.test.ts is no file: a folder, a pipe, a socket or a device.',
      'c.test.ts is larger than 2 MB, and no more is read of a file there.',
      'd.test.ts is a link, and links are not followed there.',
    ]);
  });

  for (const [what, linked] of [
    ['its tests', '02-database/repositories/tests'],
    ['the exercise', '02-database/repositories'],
    ['the lesson', '02-database'],
  ] as const) {
    it(`reads nothing through a link in the place of ${what}`, () => {
      const folder = courseWith(repositories, { 'tests/a.test.ts': 'a' });
      const course = join(folder, '../..');
      assert.equal(readSubmission(repositories, folder).files.size, 1);
      const away = join(scratch(), 'away');
      renameSync(join(course, linked), away);
      symlinkSync(away, join(course, linked), 'junction');
      assert.throws(
        () => readSubmission(repositories, folder),
        error('not-readable', new RegExp(`${linked} is a link, and links are not followed there`)),
      );
      // Where nobody says that a course lies above it, its way is whoever's who named it.
      if (what !== 'its tests') assert.equal(readSubmission(repositories, folder, folder).files.size, 1);
    });
  }

  it('follows the links above the course', () => {
    const course = join(dirname(courseWith(repositories, { 'tests/a.test.ts': 'a' })), '..');
    const link = join(scratch(), 'link');
    symlinkSync(course, link, 'junction');
    assert.equal(readSubmission(repositories, join(link, repositories.id)).files.size, 1);
  });

  it('of one file reads that one, and no link in its place or on its way', () => {
    const path = 'tests/support/with-rollback.ts';
    assert.deepEqual(ofOneFile.manifest.editable, [path]);
    const folder = courseWith(ofOneFile, { [path]: 'mine', 'tests/other.ts': 'other' });
    assert.deepEqual([...readSubmission(ofOneFile, folder).files], [[path, 'mine']]);
    const away = scratch();
    cpSync(join(folder, 'tests'), join(away, 'tests'), { recursive: true });
    const replace = (part: string): void => {
      rmSync(join(folder, 'tests'), { recursive: true });
      cpSync(join(away, 'tests'), join(folder, 'tests'), { recursive: true });
      rmSync(join(folder, part), { recursive: true });
      symlinkSync(join(away, part), join(folder, part), 'junction');
    };
    for (const part of [path, 'tests/support', 'tests']) {
      replace(part);
      assert.throws(
        () => readSubmission(ofOneFile, folder),
        error('not-readable', new RegExp(`${part} is a link`)),
      );
    }
    rmSync(join(folder, 'tests'));
    assert.equal(readSubmission(ofOneFile, folder).files.size, 0);
  });

  it('says that there is no folder, whatever else has its name', () => {
    const course = scratch({ 'itlab.json': '{}', file: '' });
    assert.throws(
      () => readSubmission(repositories, join(course, 'none')),
      error('missing-folder', /There is no folder/),
    );
    assert.throws(
      () => readSubmission(repositories, join(course, 'file/inner')),
      error('not-readable', /file is no folder/),
    );
    const elsewhere = scratch({ file: '' });
    assert.throws(
      () => readSubmission(repositories, join(elsewhere, 'file')),
      error('missing-folder', /There is no folder/),
    );
    mkdirSync(join(course, '02-database'));
    makePipe(join(course, '02-database/repositories'));
    assert.throws(
      () => readSubmission(repositories, join(course, repositories.id)),
      error('not-readable', /repositories is no folder/),
    );
  });
});
