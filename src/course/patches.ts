import { applyPatch, parsePatch, type StructuredPatchHunk } from 'diff';
import { CourseError, messageOf } from './courseError.ts';
import { patchText, type Exercise } from './exercise.ts';
import { insidePath, type FileTree } from './fileTree.ts';
import { withLineFeeds } from './platform/lineEnds.ts';
import { sentence } from './sentence.ts';

/**
 * Files of an exercise with one of its faults or variants in them.
 * @returns a new tree; the given one is left as it is.
 * @throws CourseError `broken-patch` or `unsafe-path`.
 */
export function patchedWith(
  exercise: Exercise,
  folder: 'faults' | 'variants',
  id: string,
  files: FileTree,
): Map<string, string> {
  return applyTo(files, patchText(exercise, folder, id), `${folder}/${id} of ${exercise.id}`);
}

/**
 * Applies a unified diff to texts in memory. It must fit exactly: no fuzz, no moved hunks. Only line ends do not
 * count, and what is changed has plain ones.
 * @param name what the patch is called in messages, for example `faults/fk-off.patch of 02-database/repositories`.
 * @returns a new tree; the given one is left as it is.
 * @throws CourseError `broken-patch` or `unsafe-path`.
 */
export function applyTo(files: FileTree, patch: string, name: string): Map<string, string> {
  const result = new Map(files);
  const parsed = parse(patch, name);
  if (parsed.every((file) => file.hunks.length === 0)) {
    throw broken(name, 'it changes nothing');
  }
  for (const file of parsed) {
    const path = (file.newFileName ?? file.oldFileName ?? '').replace(/^[ab]\//, '');
    insidePath('.', path, name);
    const found = result.get(path);
    if (found === undefined) throw broken(name, `it changes '${path}', which does not exist`);
    const before = withLineFeeds(found);
    const after = applyPatch(before, file, { fuzzFactor: 0, autoConvertLineEndings: false });
    // The library looks for a hunk's lines elsewhere, too.
    if (after === false || !file.hunks.every((hunk) => liesAt(hunk, before)))
      throw broken(name, `its lines are not those of '${path}'`);
    result.set(path, after);
  }
  return result;
}

/** Paths a patch changes, in the layout of the course folder. */
export function patchedPaths(patch: string, name: string): string[] {
  return parse(patch, name).map((file) =>
    (file.newFileName ?? file.oldFileName ?? '').replace(/^[ab]\//, ''),
  );
}

/** Lines a patch takes away plus lines it adds. */
export function patchSize(patch: string, name: string): number {
  return parse(patch, name)
    .flatMap((file) => file.hunks)
    .flatMap((hunk) => hunk.lines)
    .filter((line) => /^[+-]/.test(line)).length;
}

/** Whether a hunk's old lines are those of the text at the very place it names. */
function liesAt({ oldStart, oldLines, lines }: StructuredPatchHunk, text: string): boolean {
  const expected = lines.filter((line) => /^[ -]/.test(line)).map((line) => line.slice(1));
  const found = text.split('\n').slice(oldStart - 1, oldStart - 1 + oldLines);
  return expected.length === found.length && expected.every((line, index) => line === found[index]);
}

function parse(patch: string, name: string): ReturnType<typeof parsePatch> {
  try {
    return parsePatch(withLineFeeds(patch));
  } catch (error) {
    throw broken(name, `it is not a unified diff (${messageOf(error)})`, error);
  }
}

function broken(name: string, why: string, cause?: unknown): CourseError {
  return new CourseError(
    'broken-patch',
    sentence`The patch ${name} does not apply: ${why}.`,
    'Make the patch again against the present source. If you did not write lessons yourself, install the extension again.',
    { cause },
  );
}
