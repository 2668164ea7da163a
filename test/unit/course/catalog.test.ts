import assert from 'node:assert/strict';
import { findExercise, loadCatalog } from '../../../src/course/catalog.ts';
import { CourseError, type CourseErrorCode } from '../../../src/course/courseError.ts';
import { insidePath, matchesAny } from '../../../src/course/fileTree.ts';
import { applyTo, patchSize } from '../../../src/course/patches.ts';
import { checkVersion, findRuntime, isEnough } from '../../../src/course/runtime.ts';
import { sampleCourse, sampleManifest } from '../../support/sampleCourse.ts';
import { addSchemas, useScratch } from '../../support/scratch.ts';

function refuses(code: CourseErrorCode, pattern: RegExp) {
  return (error: unknown): boolean => {
    assert.ok(error instanceof CourseError, String(error));
    assert.equal(error.code, code);
    assert.match(error.message, pattern);
    assert.notEqual(error.remedy, '');
    return true;
  };
}

describe('the catalog', () => {
  const scratch = useScratch();
  const catalogOf = (changes: Record<string, string>) => {
    const lessons = scratch(sampleCourse(changes));
    addSchemas(lessons);
    return loadCatalog(lessons);
  };

  it('finds an exercise by its id and by a unique trailing part', () => {
    const catalog = catalogOf({});
    for (const wanted of ['01-sample/notes', 'notes', 'otes', './01-sample/notes/', '.\\01-sample\\notes\\'])
      assert.equal(findExercise(catalog, wanted).id, '01-sample/notes');
  });

  it('names all that an ambiguous part fits', () => {
    const twin = { ...sampleCourse() };
    const changes: Record<string, string> = {};
    for (const [path, text] of Object.entries(twin)) {
      changes[path.replace('01-sample', '02-other')] = text
        .replace('id: 01-sample', 'id: 02-other')
        .replace('order: 1', 'order: 2');
    }
    const catalog = catalogOf(changes);
    assert.throws(
      () => findExercise(catalog, 'notes'),
      refuses('ambiguous-exercise', /01-sample\/notes, 02-other\/notes/),
    );
    assert.equal(findExercise(catalog, '02-other/notes').lesson, '02-other');
  });

  it('refuses an empty name', () => {
    assert.throws(() => findExercise(catalogOf({}), ''), refuses('unknown-exercise', /no exercise ''/));
  });

  it('names a listed exercise that does not exist', () => {
    const page = (sampleCourse()['01-sample/lesson.md'] ?? '').replace(
      'exercises: [notes]',
      'exercises: [notes, gone]',
    );
    assert.throws(
      () => catalogOf({ '01-sample/lesson.md': page }),
      refuses('missing-folder', /lists the exercise 'gone'/),
    );
  });

  it('refuses properties that the schema does not know, and a lesson whose id is not its folder', () => {
    const manifest = JSON.stringify({ ...sampleManifest, surprise: 1 });
    assert.throws(
      () => catalogOf({ '01-sample/exercises/notes/exercise.json': manifest }),
      refuses('broken-manifest', /exercise\.json.*additional properties/),
    );
    const page = (sampleCourse()['01-sample/lesson.md'] ?? '').replace('id: 01-sample', 'id: 07-other');
    assert.throws(
      () => catalogOf({ '01-sample/lesson.md': page }),
      refuses('broken-manifest', /'07-other'.*'01-sample'/),
    );
  });
});

describe('paths of manifests', () => {
  it('stay inside their folder', () => {
    for (const path of ['../x', 'a/../../x', '/etc/passwd', 'C:\\x', '', 'a\0b']) {
      assert.throws(
        () => insidePath('/base', path, 'A manifest'),
        refuses('unsafe-path', /leads out of its folder/),
      );
    }
    assert.match(insidePath('/base', 'a/./b.ts', 'A manifest'), /[\\/]base[\\/]a[\\/]b\.ts$/);
    for (const path of ['..\\x', 'a\\..\\..\\x', 'a/..\\../x', '\\x', '\\\\server\\share', 'c:x']) {
      assert.throws(
        () => insidePath('C:\\base', path, 'A manifest', 'win32'),
        refuses('unsafe-path', /./),
        path,
      );
    }
    assert.equal(insidePath('C:\\base', 'a/b.ts', 'A manifest', 'win32'), 'C:\\base\\a\\b.ts');
    assert.equal(insidePath('/base', 'a\\..\\b.ts', 'A manifest', 'linux'), '/base/a\\..\\b.ts');
  });

  it('are editable by name or by folder', () => {
    assert.equal(matchesAny('tests/a/b.ts', ['tests/**']), true);
    assert.equal(matchesAny('tests.ts', ['tests/**']), false);
    assert.equal(matchesAny('src/a.ts', ['src/a.ts']), true);
    assert.equal(matchesAny('src/a.tsx', ['src/a.ts']), false);
  });
});

describe('patches', () => {
  const files = new Map([['src/a.ts', 'one\ntwo\nthree\n']]);
  const patch = (body: string) => `--- a/src/a.ts\n+++ b/src/a.ts\n${body}`;

  it('apply exactly, and leave the given tree as it is', () => {
    const result = applyTo(files, patch('@@ -2,1 +2,2 @@\n-two\n+2\n+zwei\n'), 'p');
    assert.equal(result.get('src/a.ts'), 'one\n2\nzwei\nthree\n');
    assert.equal(files.get('src/a.ts'), 'one\ntwo\nthree\n');
    assert.equal(patchSize(patch('@@ -2,1 +2,2 @@\n-two\n+2\n+zwei\n'), 'p'), 3);
  });

  it('fit files with other line ends, as git checks them out on Windows', () => {
    const text = patch('@@ -2,1 +2,2 @@\n-two\n+2\n+zwei\n');
    const windows = (one: string): string => one.replaceAll('\n', '\r\n');
    const checkedOut = new Map([['src/a.ts', windows('one\ntwo\nthree\n')]]);
    for (const [tree, written] of [
      [checkedOut, text],
      [files, windows(text)],
      [checkedOut, windows(text)],
    ] as const) {
      assert.equal(applyTo(tree, written, 'p').get('src/a.ts'), 'one\n2\nzwei\nthree\n');
    }
  });

  it('are refused with their name when they do not fit', () => {
    const cases: [string, RegExp][] = [
      [
        patch('@@ -2,1 +2,1 @@\n-zwei\n+2\n'),
        /The patch p does not apply: its lines are not those of 'src\/a\.ts'/,
      ],
      ['--- a/src/b.ts\n+++ b/src/b.ts\n@@ -1,1 +1,1 @@\n-x\n+y\n', /'src\/b\.ts', which does not exist/],
      ['', /changes nothing/],
      ['hello', /changes nothing/],
    ];
    for (const [text, pattern] of cases)
      assert.throws(() => applyTo(files, text, 'p'), refuses('broken-patch', pattern));
  });
});

describe('the runtime', () => {
  it('must be Node 22.15 or newer', () => {
    assert.deepEqual(
      ['18.0.0', '20.20.2', '22.14.0', '22.15.0', '22.17.0', '24.1.0', '100.0.0'].map(isEnough),
      [false, false, false, true, true, true, true],
    );
    assert.throws(
      () => checkVersion('20.20.2', '/bin/node'),
      refuses('runtime-too-old', /\/bin\/node is Node 20\.20\.2/),
    );
  });

  it('is a program: what only a shell starts is refused before it fails without a word of help', async () => {
    for (const script of ['C:\\nvm\\node.cmd', 'C:\\nvm\\NODE.BAT']) {
      await assert.rejects(findRuntime(script), refuses('runtime-missing', /node\.(cmd|bat) is a script/i));
    }
  });
});
