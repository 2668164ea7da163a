import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { workspace } from 'vscode';
import { courseMarker } from '../course/courseMarker.ts';

/** Name of the folder a course is created in, unless the learner chooses another. */
export const usualCourseName = 'integration-testing-course';

/**
 * The course folder of this window: a workspace folder that is one, else a folder with the usual name directly below
 * a workspace folder. Absolute path, or null.
 */
export function courseInWorkspace(): string | null {
  const folders = (workspace.workspaceFolders ?? [])
    .filter(({ uri }) => uri.scheme === 'file')
    .map(({ uri }) => uri.fsPath);
  const candidates = [...folders, ...folders.map((folder) => join(folder, usualCourseName))];
  return candidates.find((folder) => existsSync(join(folder, courseMarker))) ?? null;
}

/** Whether this is a window of somebody who writes lessons. */
export function lessonsInWorkspace(): boolean {
  return (workspace.workspaceFolders ?? []).some(({ uri }) =>
    existsSync(join(uri.fsPath, 'lessons', 'schema', 'lesson.schema.json')),
  );
}
