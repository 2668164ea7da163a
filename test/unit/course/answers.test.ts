import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findExercise, loadCatalog, type Catalog } from '../../../src/course/catalog.ts';
import { provingFiles, starterFiles, type Exercise } from '../../../src/course/exercise.ts';
import { layered, readTree, type FileTree } from '../../../src/course/fileTree.ts';
import { gradeSubmission } from '../../../src/course/grading/grade.ts';
import { solutionSubmission } from '../../../src/course/grading/submission.ts';
import { assemble, type RunSetting } from '../../../src/course/grading/systemRun.ts';
import { coldRunners } from '../../../src/course/running/runSession.ts';
import { findRuntime } from '../../../src/course/runtime.ts';
import { typeCheck } from '../../../src/course/validation/typeCheck.ts';
import type { GradeResult } from '../../../src/protocol/gradeResult.ts';
import { sourceInstallation } from '../../support/scratch.ts';
import { everything } from '../../support/vscodeHost/everything.ts';

/** Answers to one exercise of each lesson, written from its page alone, in several styles. */
const folder = fileURLToPath(new URL('../../fixtures/answers/', import.meta.url));
const honest = ['one-file-per-test', 'table-driven', 'helpers-extracted'] as const;
/** Those that ship as a further model answer lie with their exercise. */
const shipped: Readonly<Record<string, string>> = {
  'repositories/helpers-extracted': 'builders',
  'weather-alert/table-driven': 'table-driven',
};

describe('answers that people give', function () {
  this.timeout(60_000);
  const exercises = readdirSync(folder);
  const catalog: Catalog = loadCatalog(sourceInstallation.lessons);
  let setting: RunSetting;

  before(async () => {
    const runners = coldRunners({ ...sourceInstallation, runtime: await findRuntime() });
    setting = { installation: sourceInstallation, runners };
  });

  const answerTo = (name: string, style: string): FileTree => {
    const exercise = findExercise(catalog, name);
    const answer = shipped[`${name}/${style}`];
    if (answer !== undefined) return solutionSubmission(exercise, answer).files;
    // What the exercise brings for tests lies in a learner's folder, too, and not here a second time.
    const supplied = [...starterFiles(exercise)].filter(([path]) => path.startsWith('tests/support/'));
    return layered(new Map(supplied), readTree(join(folder, name, style)));
  };
  const grade = async (exercise: Exercise, files: FileTree): Promise<GradeResult> =>
    (await gradeSubmission(exercise, { files, folder: null }, setting)).result;

  it('there are some to an exercise of every lesson', () => {
    const lessons = new Set(exercises.map((name) => findExercise(catalog, name).id.split('/')[0]));
    assert.deepEqual(
      catalog.lessons.map(({ id }) => id).filter((id) => !lessons.has(id)),
      [],
    );
  });

  it('are sound by their types', async () => {
    const layouts = new Map<string, FileTree>();
    for (const name of exercises) {
      const exercise = findExercise(catalog, name);
      for (const style of [...honest, 'over-fitted']) {
        const { files } = assemble(exercise, { files: answerTo(name, style), folder: null });
        layouts.set(`${name}.${style}`, layered(files, starterFiles(exercise)));
      }
    }
    const errors = await typeCheck(layouts, sourceInstallation, fileURLToPath(import.meta.url));
    assert.deepEqual([...errors], []);
  });

  for (const [place, name] of exercises.entries()) {
    describe(name, () => {
      const exercise = findExercise(catalog, name);

      // Each is graded in some seconds: with everything all of them, else one of each exercise, by turns.
      for (const style of honest.filter((_, index) => everything || index === place % honest.length)) {
        it(`${style} is complete`, async () => {
          const result = await grade(exercise, answerTo(name, style));
          assert.ok(result.complete, JSON.stringify(result, null, 2));
        });
      }

      it('over-fitted is not: a correct variant is refused', async () => {
        const result = await grade(exercise, answerTo(name, 'over-fitted'));
        assert.equal(result.complete, false);
        assert.ok(result.tests.length > 0 && result.tests.every(({ state }) => state === 'passed'));
        assert.ok(result.variants.some(({ passed }) => !passed));
      });

      it('the happy path alone is not: faults survive', async () => {
        const happy = provingFiles(exercise, 'weak').get('weak/happy.test.ts');
        assert.ok(happy !== undefined);
        const support = [...solutionSubmission(exercise).files].filter(
          ([path]) => !path.endsWith('.test.ts'),
        );
        const result = await grade(exercise, new Map([...support, ['tests/happy.test.ts', happy]]));
        assert.equal(result.complete, false);
        assert.ok(result.tests.length > 0 && result.tests.every(({ state }) => state === 'passed'));
        assert.ok(result.faults.some(({ caught }) => !caught));
      });
    });
  }
});
