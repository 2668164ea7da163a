import type { Catalog } from '../catalog.ts';
import { shippedFiles } from '../courseFolder.ts';
import { readCourseRecord } from '../courseRecord.ts';
import type { Installation } from '../installation.ts';
import { lengthLeft, lyingAt, rolesIn, type Role } from '../lyingFiles.ts';

/** Files of a course that are not in its folder, or not whole, as paths relative to it. */
export interface IncompleteFiles {
  /** Missing, and none that a learner is asked to change. */
  readonly given: readonly string[];
  /** Missing, and the learner's to change. */
  readonly learners: readonly string[];
  /** There, but cut off by something that stopped while it wrote them; `restore-files` finishes them. */
  readonly cut: readonly string[];
  /** Of an exercise, and cut off by nobody knows what. */
  readonly shortened: readonly string[];
  /** Beside the exercises, and empty, though they never were what we created. */
  readonly empty: readonly string[];
}

/** @throws CourseError `toolchain-missing`. */
export function incompleteFiles(
  folder: string,
  catalog: Catalog,
  installation: Installation,
): IncompleteFiles {
  const roleOf = rolesIn(catalog);
  const record = readCourseRecord(folder);
  const found: Record<keyof IncompleteFiles, string[]> = {
    given: [],
    learners: [],
    cut: [],
    shortened: [],
    empty: [],
  };
  for (const [path, text] of shippedFiles(catalog, installation)) {
    const role = roleOf(path);
    const lying = lyingAt(folder, path, text, record, role);
    if (lying === 'missing') found[role === 'learner' ? 'learners' : 'given'].push(path);
    else if (lying === 'cut') found.cut.push(path);
    else if (lying === 'theirs') {
      const kind = kindOf(role, lengthLeft(folder, path, text), record.files.has(path));
      if (kind !== null) found[kind].push(path);
    }
  }
  return found;
}

/** @param left how many bytes there are of it, when it holds but a beginning. */
function kindOf(role: Role, left: number | null, wasWhole: boolean): 'shortened' | 'empty' | null {
  if (left === null) return null;
  switch (role) {
    case 'exercise':
      return 'shortened';
    // What was whole once is as the learner wants it.
    case 'learner':
      return wasWhole ? null : 'shortened';
    // A short file of the user's own may well begin as ours does.
    case 'course':
      return wasWhole || left > 0 ? null : 'empty';
  }
}
