import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { runItlab } from '../../../../src/cli/program.ts';
import { allExercises, loadCatalog } from '../../../../src/course/catalog.ts';
import { starterPaths } from '../../../../src/course/contract.ts';
import { starterFiles } from '../../../../src/course/exercise.ts';
import type { FileTree } from '../../../../src/course/fileTree.ts';
import { originalSections } from '../../../../src/course/manifestSchemas.ts';
import { validateCourse } from '../../../../src/course/validation/validateCourse.ts';
import type { ValidationReport } from '../../../../src/course/validation/validate.ts';
import {
  shelfSource,
  soundCourse,
  soundFolder,
  soundLesson,
  soundManifest,
  storeSource,
} from '../../../support/soundExercise.ts';
import { addSchemas, sourceInstallation, useScratch } from '../../../support/scratch.ts';

const page = '01-sound/lesson.md';
const title = 'Every section of the original lesson is covered by some lesson';
const namesTitle = 'No two exercises share a name, and none has the former name of another';

const questionsTitle = 'Each page asks two questions before its first exercise, and explains every answer';
const filesTitle = 'The files that pages name are there';
const systemsTitle = 'What several exercises have is written once';

describe('the validator of the course', function () {
  this.timeout(60_000);
  const scratch = useScratch();
  const sections = originalSections(sourceInstallation.lessons);

  /** The changes over the sound course; where they bring a system of their own, the course has no copy of it. */
  function courseWith(changes: Record<string, string>): string {
    const shared = Object.keys(changes).some((path) => path.startsWith('systems/shelf/'));
    const lessons = scratch(shared ? changes : { ...soundCourse(), ...changes });
    addSchemas(lessons);
    return lessons;
  }

  /** The changes, and every exercise among the files with the shelf's system from `lessons/systems`. */
  function withSharedSystem(changes: Readonly<Record<string, string>>): Record<string, string> {
    const files = { ...soundCourse(), ...changes };
    const systems = { 'src/shelf.ts': 'shelf/shelf.ts', 'src/store.ts': 'store.ts' };
    const result: Record<string, string> = {
      'systems/shelf/shelf.ts': shelfSource,
      'systems/store.ts': storeSource,
    };
    for (const [path, text] of Object.entries(files)) {
      if (path.endsWith('exercise.json')) result[path] = soundManifest({ systems });
      else if (!/\/src\/(?:shelf|store)\.ts$/.test(path)) result[path] = text;
    }
    return result;
  }

  /** @param patch of one of the exercise's faults; the sound one when left out. */
  async function validate(
    covers: readonly string[],
    args: readonly string[],
    patch?: string,
  ): Promise<{ status: number; out: string }> {
    const changes = patch === undefined ? {} : { [`${soundFolder}/faults/unsorted.patch`]: patch };
    const lessons = courseWith({ [page]: soundLesson(covers), ...changes });
    let out = '';
    const status = await runItlab(['validate', '--quick', ...args], {
      installation: { ...sourceInstallation, lessons },
      compilerFrom: fileURLToPath(import.meta.url),
      cwd: lessons,
      variables: {},
      out: (text) => (out += text),
      err: (text) => (out += text),
      signal: new AbortController().signal,
    });
    return { status, out };
  }

  it('gives the same document each time, and times only where they are asked for', async () => {
    const documents: string[] = [];
    for (const args of [['--json'], ['--json'], ['--json', '--times']]) {
      documents.push((await validate(sections, args)).out);
    }
    assert.equal(documents[0], documents[1]);
    const timed = JSON.parse(documents[2] ?? '') as ValidationReport[];
    assert.ok(timed.some(({ ms = 0 }) => ms > 0));
    assert.deepEqual(
      timed.map(({ ms: _ms, ...report }) => report),
      JSON.parse(documents[0] ?? ''),
    );
  });

  it('knows the sections from the schema of a lesson', () => {
    assert.equal(sections.length, 23);
    assert.deepEqual([sections[0], sections.at(-1)], ['objectives', 'test-pyramid']);
  });

  it('is content when each section is covered by some lesson', () => {
    const second = soundLesson(sections.slice(10))
      .replace('id: 01-sound', 'id: 02-other')
      .replace('[shelf]', '[other]')
      .replace('exercise: shelf', 'exercise: other')
      .replace('order: 1', 'order: 2');
    const changes: Record<string, string> = {
      [page]: soundLesson(sections.slice(0, 12)),
      '02-other/lesson.md': second,
    };
    for (const [path, text] of Object.entries(soundCourse())) {
      if (path !== page) changes[path.replace('01-sound/exercises/shelf', '02-other/exercises/other')] = text;
    }
    const lessons = courseWith(withSharedSystem(changes));
    assert.deepEqual(validateCourse(loadCatalog(lessons), lessons), {
      subject: 'course',
      ok: true,
      proofs: [
        { number: 1, id: 'coverage', title, ok: true, messages: [] },
        { number: 2, id: 'names', title: namesTitle, ok: true, messages: [] },
        { number: 4, id: 'named-files', title: filesTitle, ok: true, messages: [] },
        { number: 6, id: 'questions', title: questionsTitle, ok: true, messages: [] },
        { number: 7, id: 'systems', title: systemsTitle, ok: true, messages: [] },
      ],
    });
  });

  it('tells of files that lie in several exercises, and of a system that none has', () => {
    const lessons = courseWith({
      '02-other/lesson.md': soundLesson(sections)
        .replace('id: 01-sound', 'id: 02-other')
        .replace('order: 1', 'order: 2'),
      ...Object.fromEntries(
        Object.entries(soundCourse())
          .filter(([path]) => path.startsWith(soundFolder))
          .map(([path, text]) => [path.replace('01-sound/', '02-other/'), text]),
      ),
      '02-other/exercises/shelf/src/store.ts': `${storeSource}// Not the same.\n`,
      'systems/nobody.ts': storeSource,
    });
    const proof = validateCourse(loadCatalog(lessons), lessons).proofs.find(({ id }) => id === 'systems');
    assert.deepEqual(proof?.messages, [
      "01-sound/shelf/src/shelf.ts and 02-other/shelf/src/shelf.ts are the same. Move the file to lessons/systems/, and name it in 'systems' of each exercise.json.",
      "No exercise has lessons/systems/nobody.ts. Name it in 'systems' of one, or take it away.",
    ]);
  });

  it('gives an exercise the files of a shared system as if they were its own', () => {
    const own = courseWith({});
    const shared = courseWith(withSharedSystem({}));
    const filesOf = (lessons: string): [string, string][] => {
      const [exercise] = allExercises(loadCatalog(lessons));
      assert.ok(exercise);
      assert.deepEqual([...starterFiles(exercise).keys()].sort(), starterPaths(exercise));
      return [...starterFiles(exercise)].sort(([a], [b]) => (a < b ? -1 : 1));
    };
    assert.deepEqual(filesOf(shared), filesOf(own));
    assert.ok(filesOf(shared).some(([path]) => path === 'src/store.ts'));
  });

  it('refuses a shared file that is not there, or lies elsewhere', () => {
    const [path, folder] = ['src/store.ts', `${soundFolder}/exercise.json`];
    const starter = (file: string): FileTree => {
      const lessons = courseWith({ [folder]: soundManifest({ systems: { [path]: file } }) });
      const [exercise] = allExercises(loadCatalog(lessons));
      assert.ok(exercise);
      return starterFiles(exercise);
    };
    assert.throws(() => starter('gone.ts'), {
      code: 'broken-manifest',
      message: /takes 'src\/store\.ts' from/,
    });
    assert.throws(() => starter('../lesson.md'), { code: 'unsafe-path' });
  });

  it('tells of exercises that progress could not tell apart', () => {
    const manifest = `${soundFolder}/exercise.json`;
    const changes: Record<string, string> = {
      '02-other/lesson.md': soundLesson(sections)
        .replace('id: 01-sound', 'id: 02-other')
        .replace('order: 1', 'order: 2'),
    };
    for (const [path, text] of Object.entries(soundCourse()))
      if (path !== page) changes[path.replace('01-sound/', '02-other/')] = text;
    const names = (more: Record<string, string>): readonly string[] =>
      validateCourse(loadCatalog(courseWith({ ...changes, ...more })), sourceInstallation.lessons).proofs[1]
        ?.messages ?? [];
    assert.deepEqual(names({}), [
      "'01-sound/shelf' has the name of '02-other/shelf'. Give each exercise a name of its own.",
      "'02-other/shelf' has the name of '01-sound/shelf'. Give each exercise a name of its own.",
    ]);
    const formerly = { ...(JSON.parse(soundCourse()[manifest] ?? '') as object), formerly: ['shelf'] };
    assert.match(
      names({ [manifest]: JSON.stringify(formerly) }).join(),
      /was formerly 'shelf', and so is another/,
    );
  });

  it('tells of files that a page, or its translation, names and no exercise has', () => {
    const text = soundLesson(sections).replace(
      '[exercise: shelf]',
      'Read `src/shelf.ts`, `src/` and `src/shelve.ts`.\n\n```ts\n// `src/code.ts`\n```\n\n[exercise: shelf]\n\n## After\n\n`src/store.ts` and `tests/`.',
    );
    const lessons = courseWith({ [page]: text, '01-sound/lesson.de.md': text.replace(/^---[^]*---\n/, '') });
    const proof = validateCourse(loadCatalog(lessons), lessons).proofs.find(({ id }) => id === 'named-files');
    const told = (proof?.messages ?? []).map((message) =>
      /([\w.]*\.md) names (\S+),/.exec(message)?.slice(1),
    );
    assert.deepEqual(told, [
      ['lesson.md', 'src/shelve.ts'],
      ['lesson.md', 'tests/'],
      ['lesson.de.md', 'src/shelve.ts'],
      ['lesson.de.md', 'tests/'],
    ]);
  });

  it('tells of a page, or its translation, that asks no two questions or leaves an answer unexplained', () => {
    const text = soundLesson(sections).replace('>   It is not.', '>');
    const translation = text.replace(/^---[^]*---\n/, '').replace(/> What comes first[^]*(?=> What)/, '');
    const lessons = courseWith({ [page]: text, '01-sound/lesson.de.md': translation });
    const proof = validateCourse(loadCatalog(lessons), lessons).proofs.find(({ id }) => id === 'questions');
    assert.equal(proof?.ok, false);
    assert.deepEqual(
      proof.messages.map((message) => /([\w.]*\.md), "(.*)": (.*?)[:.]/.exec(message)?.slice(1)),
      [
        ['lesson.md', '> - [ ] That.', 'An answer needs its explanation'],
        [
          'lesson.de.md',
          '[exercise: shelf]',
          'A page asks 2 questions before its first exercise, and this one asks 1',
        ],
      ],
    );
  });

  it('names each section that is missing, and fails, in text', async () => {
    const { status, out } = await validate(
      sections.filter((one) => !['api', 'summary'].includes(one)),
      [],
    );
    const lines = out.split('\n');
    const [course, exercise] = [lines.slice(0, 8), lines.slice(8).join('\n')];
    const remedy = "Write it into a lesson, and add it to 'covers' in the front matter of that lesson.md.";
    assert.deepEqual(course, [
      'course',
      `  ✗ 1 ${title}`,
      `      No lesson covers the section 'api' of the original lesson. ${remedy}`,
      `      No lesson covers the section 'summary' of the original lesson. ${remedy}`,
      `  ✓ 2 ${namesTitle}`,
      `  ✓ 4 ${filesTitle}`,
      `  ✓ 6 ${questionsTitle}`,
      `  ✓ 7 ${systemsTitle}`,
    ]);
    assert.match(exercise, /^1\/1 01-sound\/shelf\n {2}✓ 1 The manifest is sound\n/);
    assert.doesNotMatch(exercise, /✗/);
    assert.equal(status, 1);
  });

  it('is part of the JSON document', async () => {
    const { status, out } = await validate(sections, ['--json'], '');
    const reports = JSON.parse(out) as ValidationReport[];
    assert.deepEqual(
      reports.map(({ subject, ok }) => [subject, ok]),
      [
        ['course', true],
        ['01-sound/shelf', false],
      ],
    );
    assert.equal(status, 1);
  });

  it('is left out where single exercises are asked for', async () => {
    const { out } = await validate([], ['shelf'], '');
    assert.match(out, /^1\/1 01-sound\/shelf\n/);
    assert.doesNotMatch(out, /original lesson/);
  });
});
