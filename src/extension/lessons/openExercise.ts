import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Uri, window, type ViewColumn } from 'vscode';
import { CourseError } from '../../course/courseError.ts';
import { starterFiles, type Exercise } from '../../course/exercise.ts';
import { isTestFile, matchesAny } from '../../course/fileTree.ts';
import { learnersTestFiles } from '../../course/learnerRun.ts';
import type { ActiveCourse } from '../activeCourse.ts';
import { sentence } from '../../course/sentence.ts';
import { columnOfFile } from './columns.ts';

/**
 * Opens the file of an exercise in which the learner writes, beside the lesson page.
 * @param page the column of the page that can be seen; undefined for none.
 */
export async function openExercise(
  course: ActiveCourse,
  exercise: Exercise,
  page: ViewColumn | undefined,
): Promise<void> {
  const folder = course.folderOf(exercise);
  const file = candidates(exercise, folder).find((path) => existsSync(join(folder, path)));
  if (file === undefined) {
    throw new CourseError(
      'missing-folder',
      sentence`${folder} holds no file of the exercise '${exercise.manifest.title}' to open.`,
      'Run "Start the Course" again: it creates what is missing and leaves everything else as it is.',
    );
  }
  const uri = Uri.file(join(folder, file));
  await window.showTextDocument(uri, {
    viewColumn: columnOfFile(uri, page),
    preview: false,
  });
}

/** The single file that is the learner's to write; else its suites, those at the top of tests/ first. */
function candidates(exercise: Exercise, folder: string): string[] {
  const { editable } = exercise.manifest;
  const depth = (path: string): number => path.split('/').length;
  const own = [...starterFiles(exercise).keys()].filter((path) => matchesAny(path, editable));
  return [
    ...editable.filter((pattern) => !pattern.includes('*')),
    ...[...own.filter(isTestFile), ...learnersTestFiles(folder)].sort((a, b) => depth(a) - depth(b)),
  ];
}
