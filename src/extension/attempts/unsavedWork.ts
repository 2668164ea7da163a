import { workspace, type TextDocument } from 'vscode';
import { CourseError } from '../../course/courseError.ts';
import { isInside } from '../../course/platform/paths.ts';
import { sentence } from '../../course/sentence.ts';

/**
 * Saves what is typed in editors of a folder, so that it is kept with everything else.
 * @throws CourseError `not-saved` when something cannot be saved: then nothing of it may be overwritten.
 */
export async function saveWork(folder: string): Promise<void> {
  for (const document of unsaved(folder)) await document.save();
  assertSaved(folder);
}

/** For the moment before files are overwritten: learners type on. */
export function assertSaved(folder: string): void {
  const [first] = unsaved(folder);
  if (!first) return;
  throw new CourseError(
    'not-saved',
    sentence`${first.uri.fsPath} has changes that are not saved and could not be saved. Nothing was changed.`,
    'Save the file, or close it without saving, and try again.',
  );
}

export function hasUnsavedWork(folder: string): boolean {
  return unsaved(folder).length > 0;
}

function unsaved(folder: string): TextDocument[] {
  return workspace.textDocuments.filter(
    ({ isDirty, uri }) => isDirty && uri.scheme === 'file' && isInside(uri.fsPath, [folder]),
  );
}
