import { posix } from 'node:path';
import type { GradeResult } from '../../protocol/gradeResult.ts';
import type { CodeShape } from '../../protocol/serverRequests.ts';
import { fileOfKey, pathOfKey } from '../../protocol/testIdentity.ts';
import { readBoundedTree, type FileTree } from '../fileTree.ts';
import { affectedTests } from '../importGraph.ts';
import { withLineFeeds } from '../platform/lineEnds.ts';
import { filesHash } from '../progress/lastResults.ts';
import type { RunRecord } from '../running/runRecord.ts';
import type { Submission } from './submission.ts';

/** Tells the shapes of files, by their paths; null for a file whose shape is not known. */
export type ShapesOf = (files: FileTree) => Promise<ReadonlyMap<string, CodeShape | null>>;

/** What a finished grade has seen, for the next grade of the same exercise. */
export interface EarlierGrade {
  readonly files: FileTree;
  /** Hash of what else lies in the exercise's folder; null when that is not known. */
  readonly others: string | null;
  readonly result: GradeResult;
  readonly record: RunRecord;
  readonly sights: Sights;
}

/** What was seen of single tests, by their keys. */
export interface Sights {
  /** They pass when each runs alone. */
  readonly passAlone: ReadonlySet<string>;
  /** By fault: the tests that catch it. */
  readonly catches: ReadonlyMap<string, ReadonlySet<string>>;
}

/** How a submission differs from the one that was graded earlier. */
export type Difference =
  /** In nothing that running sees. */
  | { readonly type: 'none' }
  | {
      readonly type: 'some';
      /** Whether the code of a test, and of everything its file imports of the learner's, is as it was. */
      readonly isSame: (key: string) => boolean;
      /** Whether loading the files does what it did, but for tests that are there or not. */
      readonly loadsTheSame: boolean;
    }
  /** Nothing can be said. */
  | { readonly type: 'unknown' };

/** Hash of everything in the exercise's folder that the grade does not read and a test could open; null in doubt. */
export function otherFiles({ files, folder }: Submission): string | null {
  if (folder === null) return filesHash(new Map());
  const { files: others, refused, cut } = readBoundedTree(folder, (path) => !files.has(path));
  return cut === null && refused.length === 0 ? filesHash(others) : null;
}

/**
 * @param others what `otherFiles` says of the submission.
 * @param shapesOf asked about files that differ; what it throws is thrown.
 */
export async function differenceTo(
  earlier: EarlierGrade,
  submission: Submission,
  others: string | null,
  shapesOf: ShapesOf,
): Promise<Difference> {
  const { files, refused = [] } = submission;
  if (others === null || others !== earlier.others || refused.length > 0) return { type: 'unknown' };
  const textsDiffer = (path: string): boolean => {
    const [before, now] = [earlier.files.get(path), files.get(path)];
    return before === undefined || now === undefined || withLineFeeds(before) !== withLineFeeds(now);
  };
  const differing = [...new Set([...earlier.files.keys(), ...files.keys()])].filter(textsDiffer);
  const withShape = differing.filter((path) => /\.[cm]?[jt]s$/.test(path));
  const pick = (tree: FileTree): FileTree => new Map([...tree].filter(([path]) => withShape.includes(path)));
  const [before, now] =
    withShape.length === 0
      ? [new Map<string, null>(), new Map<string, null>()]
      : await Promise.all([shapesOf(pick(earlier.files)), shapesOf(pick(files))]);
  /** Files of which more than tests differ. */
  const whole: string[] = [];
  /** By file: the tests that differ, as their titles. */
  const tests = new Map<string, ReadonlySet<string>>();
  for (const path of differing) {
    const [one, other] = [before.get(path), now.get(path)];
    if (!one || !other || one.outside !== other.outside) whole.push(path);
    else if (one.all !== other.all) tests.set(path, differingTests(one, other));
  }
  if (whole.length + tests.size === 0 && canStand(earlier, submission)) return { type: 'none' };
  const reached = new Set(
    [...whole, ...tests.keys()].flatMap((path) => affectedFrom(path, earlier.files, files)),
  );
  return {
    type: 'some',
    loadsTheSame: whole.length === 0,
    isSame: (key) => {
      const file = fileOfKey(key);
      if (whole.includes(file) || reached.has(file)) return false;
      return tests.get(file)?.has(titles(pathOfKey(key))) !== true;
    },
  };
}

/** Other test files that import a file, in the one tree or the other. */
function affectedFrom(path: string, ...trees: readonly FileTree[]): string[] {
  return trees.flatMap((tree) => affectedTests(tree, posix.normalize(path))).filter((file) => file !== path);
}

/** Titles under which the tests of two shapes are not the same ones. */
function differingTests(one: CodeShape, other: CodeShape): ReadonlySet<string> {
  const [before, now] = [codesOf(one), codesOf(other)];
  return new Set([...before.keys(), ...now.keys()].filter((name) => before.get(name) !== now.get(name)));
}

/** By titles: the code of the tests that bear them, in source order. */
function codesOf({ tests }: CodeShape): ReadonlyMap<string, string> {
  const codes = new Map<string, string>();
  for (const { path, code } of tests) {
    const name = titles(path);
    codes.set(name, `${codes.get(name) ?? ''} ${code}`);
  }
  return codes;
}

function titles(path: readonly string[]): string {
  return JSON.stringify(path);
}

/**
 * Whether a grade holds for files that differ only in what running does not see: it names no line and quotes no code,
 * and no test looks at its own file.
 */
function canStand({ result, record }: EarlierGrade, { files }: Submission): boolean {
  return (
    result.hygiene.length === 0 &&
    record.problems.length === 0 &&
    record.findings.length === 0 &&
    result.tests.length > 0 &&
    result.tests.every(({ state }) => state === 'passed') &&
    ![...files.values()].some((text) => seesItself.test(text))
  );
}

/** Ways to a file's own text, or to the lines of a stack. */
const seesItself =
  /\bimport\.meta\b|\b__(?:file|dir)name\b|\bcwd\b|\b(?:stack|captureStackTrace|prepareStackTrace)\b|['"`](?:\.{0,2}\/)*tests\b/;
