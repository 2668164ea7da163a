import assert from 'node:assert/strict';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findExercise, loadCatalog } from '../../../src/course/catalog.ts';
import type { Exercise } from '../../../src/course/exercise.ts';
import { readTree, type FileTree } from '../../../src/course/fileTree.ts';
import type { EarlierGrade } from '../../../src/course/grading/earlierGrade.ts';
import { gradeSubmission } from '../../../src/course/grading/grade.ts';
import { regradeSubmission, type Regrade } from '../../../src/course/grading/regrade.ts';
import { solutionSubmission } from '../../../src/course/grading/submission.ts';
import type { RunSetting } from '../../../src/course/grading/systemRun.ts';
import type { RunRecord } from '../../../src/course/running/runRecord.ts';
import { coldRunners } from '../../../src/course/running/runSession.ts';
import { findRuntime } from '../../../src/course/runtime.ts';
import type { GradeResult } from '../../../src/protocol/gradeResult.ts';
import { edits, shapesOf } from '../../support/editedAnswers.ts';
import { sourceInstallation } from '../../support/scratch.ts';
import { everyNth } from '../../support/vscodeHost/everything.ts';

const answers = fileURLToPath(new URL('../../fixtures/answers/', import.meta.url));

/** All of them take ten minutes on two cores; without a wish every fifth is tried with everything, else every tenth. */
const tried = process.env['ITLAB_ALL_EDITS'] === undefined ? everyNth(everyFifth(edits), 2) : edits;

describe('a grade on save', function () {
  this.timeout(300_000);
  const catalog = loadCatalog(sourceInstallation.lessons);
  let setting: RunSetting;

  before(async () => {
    const runners = coldRunners({ ...sourceInstallation, runtime: await findRuntime() });
    setting = { installation: sourceInstallation, runners };
  });

  const answerTo = (exercise: Exercise, style: string): FileTree =>
    style === 'solution' ? solutionSubmission(exercise).files : readTree(join(answers, exercise.name, style));
  const regrade = (exercise: Exercise, files: FileTree, earlier: EarlierGrade | null): Promise<Regrade> =>
    regradeSubmission(exercise, { files, folder: null }, { ...setting, earlier, shapesOf });

  for (const [name, style] of [
    ['repositories', 'solution'],
    ['use-test-db', 'solution'],
  ] as const) {
    it(`of ${name} (${style}) says what a full grade says, after each of many edits`, async () => {
      const exercise = findExercise(catalog, name);
      const answer = answerTo(exercise, style);
      let files = answer;
      let { earlier } = await regrade(exercise, files, null);
      assert.ok(earlier, 'the answer is graded to its end');
      for (const { what, apply, seen } of tried) {
        const edited = apply(files, answer);
        if (edited === null) continue;
        const fast: Regrade = await regrade(exercise, edited, earlier);
        const full = await gradeSubmission(exercise, { files: edited, folder: null }, setting);
        assert.deepEqual(visible(fast.result), visible(full.result), what);
        assert.deepEqual(recorded(fast.record, fast.ran), recorded(full.record, fast.ran), what);
        if (seen === false) assert.equal(fast.ran, false, `${what}: nothing runs`);
        files = edited;
        earlier = fast.earlier ?? earlier;
      }
    });
  }
});

function everyFifth<T>(items: readonly T[]): readonly T[] {
  return items.filter((_, place) => place % 5 === 0);
}

/** What people see of a grade; times are never twice the same. */
function visible(result: GradeResult): object {
  return { ...result, tests: result.tests.map(({ title, state }) => ({ title, state })) };
}

/** What the Testing view and the lines of the files show of it. Lines have moved where nothing ran. */
function recorded({ tests, findings, problems, exclusive }: RunRecord, ran: boolean): object {
  return {
    tests: tests.map(({ key, path, state, failure, reason, inOwnHook, at }) => ({
      key,
      path,
      state,
      message: failure?.message ?? reason,
      inOwnHook,
      ...(ran ? { at } : {}),
    })),
    findings,
    problems,
    exclusive,
  };
}
