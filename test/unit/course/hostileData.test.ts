import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadCatalog } from '../../../src/course/catalog.ts';
import { AttemptStore } from '../../../src/course/attempts/attemptStore.ts';
import { CourseError } from '../../../src/course/courseError.ts';
import { courseFolderOf, startCourse } from '../../../src/course/courseFolder.ts';
import { recordPath, textSum } from '../../../src/course/courseRecord.ts';
import { carryOutUpdate, planUpdate } from '../../../src/course/courseUpdate.ts';
import { examine } from '../../../src/course/doctor/examine.ts';
import { LastResults } from '../../../src/course/progress/lastResults.ts';
import { gained, noProgress, progressDocument } from '../../../src/course/progress/progress.ts';
import { ProgressFile } from '../../../src/course/progress/progressFile.ts';
import { makeHuge } from '../../support/oddFiles.ts';
import { sampleCourse, sampleManifest } from '../../support/sampleCourse.ts';
import { soundInstallation } from '../../support/soundInstallation.ts';
import { addSchemas, useScratch, writeFiles } from '../../support/scratch.ts';

/** Documents that are none, whatever should be in the file. */
const noDocuments: Readonly<Record<string, string>> = {
  'two million brackets': '['.repeat(2_000_000),
  'a million brackets that close': '['.repeat(1_000_000) + ']'.repeat(1_000_000),
  'half a million objects in each other': '{"a":'.repeat(500_000) + '1' + '}'.repeat(500_000),
  'a NUL': '\0',
  'no UTF-8': '\uFFFD{}',
  'a list': '[[], {}, null]',
  'a number that is none': '1e999',
  'only a prototype':
    '{ "__proto__": { "polluted": true }, "constructor": { "prototype": { "polluted": true } } }',
};

describe('data that others may have written', function () {
  this.timeout(30_000);
  const scratch = useScratch();

  afterEach(() => {
    // Whatever was read, no object has got anything by it.
    assert.equal(Reflect.get({}, 'polluted'), undefined);
  });

  /** A started course of one exercise, deep in a folder that nothing else is in. */
  async function begin() {
    const installation = soundInstallation(scratch);
    const { lessons } = installation;
    const place = scratch();
    const folder = join(place, 'a/course');
    await startCourse(folder, loadCatalog(lessons), installation);
    const catalog = loadCatalog(lessons);
    return { place, folder, catalog, installation };
  }

  describe('as the record of a course', () => {
    const outside = 'outside';
    const sum = textSum(outside);
    const id = '01-sound/shelf';
    const records: Readonly<Record<string, string>> = {
      ...noDocuments,
      'paths that lead out': JSON.stringify({
        format: 1,
        files: {
          [`${id}/../../../victim.txt`]: sum,
          '../victim.txt': sum,
          '/victim.txt': sum,
          [`${id}//../../../victim.txt`]: sum,
          'C:\\victim.txt': sum,
        },
      }),
      'names that mean something elsewhere': `{ "format": 1, "files": { "__proto__": "${sum}", "${id}/__proto__": "${sum}", "constructor": "x" } }`,
      'a path with a NUL': JSON.stringify({
        format: 1,
        files: { [`${id}/a\0b`]: sum, [`${id}/${'x'.repeat(5_000)}`]: sum },
      }),
      'sums that are none': JSON.stringify({
        format: 1,
        files: { [`${id}/src/shelf.ts`]: { length: 64 }, [`${id}/b`]: 7 },
      }),
      'files that are none': JSON.stringify({ format: 1, files: 'src/shelf.ts' }),
      'a newer form': JSON.stringify({ format: 99, files: { [`${id}/src/shelf.ts`]: sum } }),
    };
    for (const [what, text] of Object.entries(records)) {
      it(`${what} changes nothing outside, and nothing of the learner’s`, async () => {
        const { place, folder, catalog, installation } = await begin();
        writeFiles(place, { 'victim.txt': outside, 'a/victim.txt': outside });
        writeFiles(folder, { [`${id}/tests/shelf.test.ts`]: 'mine' });
        writeFileSync(join(folder, recordPath), text);
        const plan = planUpdate(folder, catalog, installation);
        const store = new AttemptStore(scratch());
        const { failed } = await carryOutUpdate(plan, catalog, store, () => true);
        assert.deepEqual(failed, []);
        await startCourse(folder, catalog, installation);
        for (const victim of ['victim.txt', 'a/victim.txt']) {
          assert.equal(readFileSync(join(place, victim), 'utf8'), outside);
        }
        assert.equal(readFileSync(join(folder, id, 'tests/shelf.test.ts'), 'utf8'), 'mine');
        assert.deepEqual(readdirSync(place).sort(), ['a', 'victim.txt']);
        assert.deepEqual(readdirSync(join(place, 'a')).sort(), ['course', 'victim.txt']);
      });
    }

    it('a file of a gigabyte is none', async () => {
      const { folder, catalog, installation } = await begin();
      writeFiles(folder, { [`${id}/src/shelf.ts`]: 'whose?' });
      makeHuge(join(folder, recordPath), 1_000_000_000);
      const [part] = planUpdate(folder, catalog, installation).parts;
      assert.deepEqual(part?.unknown, [`${id}/src/shelf.ts`]);
    });

    it('says nothing of a file that is too large to be ours', async () => {
      const { folder, catalog, installation } = await begin();
      makeHuge(join(folder, id, 'src/shelf.ts'), 3_000_000_000);
      assert.deepEqual(planUpdate(folder, catalog, installation).parts, []);
    });
  });

  describe('as the mark of a course', () => {
    const marks: Readonly<Record<string, string>> = {
      ...noDocuments,
      'a version that is none': '{ "course": "integration-testing-lab", "version": "1; rm -rf" }',
      'a version far away': '{ "course": "integration-testing-lab", "version": 1e300 }',
    };
    for (const [what, text] of Object.entries(marks)) {
      it(`${what} is told by the doctor`, async () => {
        const { folder, installation } = await begin();
        writeFileSync(join(folder, 'itlab.json'), text);
        assert.equal(courseFolderOf(join(folder, 'deep/down')), folder);
        const findings = await examine({
          installation,
          courseFolder: folder,
          nodePath: undefined,
          trusted: true,
          otherTestExtensions: [],
          ownFolders: [],
        });
        const told = findings.filter(({ title }) => title === 'Course folder');
        assert.deepEqual(
          told.map(({ health }) => health),
          ['problem'],
        );
        assert.equal(readFileSync(join(folder, 'itlab.json'), 'utf8'), text);
      });
    }
  });

  describe('as the manifest of an exercise', () => {
    const changed = (changes: Readonly<Record<string, unknown>>): string =>
      JSON.stringify({ ...sampleManifest, ...changes });
    const manifests: Readonly<Record<string, string>> = {
      ...noDocuments,
      'nothing at all': '',
      'a kind that every object has': changed({ kind: 'constructor' }),
      'a limit that is none': changed({ limits: { testTimeoutMs: '1', maxTests: -1 } }),
      'more than a manifest has': `${changed({}).slice(0, -1)}, "__proto__": { "kind": "write-tests" } }`,
      'files that lead out': changed({ editable: ['tests/**', '../../**'] }),
    };
    for (const [what, text] of Object.entries(manifests)) {
      it(`${what} is refused in words`, () => {
        const lessons = scratch(sampleCourse({ '01-sample/exercises/notes/exercise.json': text }));
        addSchemas(lessons);
        assert.throws(
          () => loadCatalog(lessons),
          (error) =>
            error instanceof CourseError &&
            error.code === 'broken-manifest' &&
            error.message.includes('exercise.json'),
        );
      });
    }
  });

  describe('as progress', () => {
    const at = '2026-01-01T08:00:00.000Z';
    const own = gained(noProgress, 'own', { startedAt: at, completedAt: at });
    const withExercises = (exercises: string): string =>
      JSON.stringify({ ...progressDocument(noProgress), exercises: 0 }).replace(
        '"exercises":0',
        `"exercises":${exercises}`,
      );
    const documents: Readonly<Record<string, string>> = {
      ...noDocuments,
      'names that mean something elsewhere': withExercises(
        '{ "__proto__": { "startedAt": null, "completedAt": null, "best": null, "hints": { "__proto__": 3 } }, "../../x": {}, "/etc/passwd": {}, "a\\u0000b": {} }',
      ),
      'dates out of range': withExercises(
        '{ "one": { "startedAt": "+300000-01-01T00:00:00Z", "completedAt": "9999999-99-99", "best": null, "hints": {} } }',
      ),
      'counts that are none': withExercises(
        `{ "one": { "startedAt": null, "completedAt": null, "best": { "at": "${at}", "complete": true, "caught": -1, "faults": 1e400, "objections": "0" }, "hints": { "a": 1e20 } } }`,
      ),
      'a newer version': JSON.stringify({
        ...progressDocument(noProgress),
        version: 1e9,
        more: { polluted: true },
      }),
    };
    for (const [what, text] of Object.entries(documents)) {
      it(`${what} costs nothing of the learner’s own, and is kept aside`, async () => {
        const folder = scratch({ 'progress.json': text });
        const file = new ProgressFile(join(folder, 'progress.json'));
        const { progress } = await file.add(own);
        assert.equal(progress.exercises.get('own')?.completedAt, at);
        const again = new ProgressFile(file.path).read();
        assert.equal(again.trouble, null);
        assert.equal(again.progress.exercises.get('own')?.completedAt, at);
        const kept = readdirSync(folder).filter((name) => name !== 'progress.json');
        if (what !== 'names that mean something elsewhere' || kept.length > 0) {
          assert.equal(kept.length, 1, kept.join());
          assert.equal(readFileSync(join(folder, kept[0] ?? ''), 'utf8'), text);
        }
      });
    }

    it('of the last results is none', () => {
      const folder = scratch();
      const results = new LastResults(folder, '/course');
      results.create();
      for (const text of [...Object.values(noDocuments), '{ "version": 1, "at": 7 }', '{ "version": 99 }']) {
        writeFileSync(join(results.folder, 'notes.json'), text);
        assert.equal(results.read('notes'), null);
      }
      // Its key is the name of a file, whatever it holds.
      results.write('../../x', { at, run: null, grade: null });
      assert.ok(!existsSync(join(folder, '../x.json')) && !existsSync(join(folder, 'x.json')));
      assert.deepEqual(results.read('../../x')?.at, at);
    });
  });
});
