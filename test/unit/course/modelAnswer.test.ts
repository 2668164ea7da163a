import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { findExercise, loadCatalog } from '../../../src/course/catalog.ts';
import { answersOf, type Exercise } from '../../../src/course/exercise.ts';
import type { FileTree } from '../../../src/course/fileTree.ts';
import { isModelAnswer } from '../../../src/course/grading/modelAnswer.ts';
import { solutionSubmission, starterSubmission } from '../../../src/course/grading/submission.ts';

describe('a submission with the files of a model answer', () => {
  const catalog = loadCatalog(fileURLToPath(new URL('../../../lessons', import.meta.url)));
  const long = findExercise(catalog, '02-database/repositories');
  const short = findExercise(catalog, '03-isolation/with-rollback');
  const path = 'tests/repositories.test.ts';

  /** What lies in the folder once an answer was applied. */
  const applied = (exercise: Exercise, answer?: string): FileTree =>
    new Map([...starterSubmission(exercise).files, ...solutionSubmission(exercise, answer).files]);
  const changed = (files: FileTree, at: string, change: (text: string) => string): FileTree =>
    new Map([...files, [at, change(files.get(at) ?? '')]]);

  it('is known by its content, whichever answer it is and however it is laid out', () => {
    for (const { id } of answersOf(long))
      assert.equal(isModelAnswer(long, applied(long, id), false), true, id);
    const formatted = changed(applied(long), path, (text) =>
      text.replaceAll('  ', '\t').replaceAll('\n', '\r\n'),
    );
    assert.equal(isModelAnswer(long, formatted, false), true);
  });

  it("is the learner's own with any change of theirs, and with a file of theirs", () => {
    const files = applied(long);
    const ways: FileTree[] = [
      changed(files, path, (text) => `${text}// A thought of mine.\n`),
      changed(files, path, (text) => text.replace("'ada'", "'eve'")),
      changed(files, 'tests/mine.test.ts', () => "it('is mine', () => undefined);\n"),
      starterSubmission(long).files,
      new Map(),
    ];
    for (const own of ways) assert.equal(isModelAnswer(long, own, true), false);
  });

  it("is in doubt the learner's own: a short answer may be found by anybody, unless it was applied", () => {
    assert.equal(isModelAnswer(short, applied(short), false), false);
    assert.equal(isModelAnswer(short, applied(short), true), true);
  });
});
