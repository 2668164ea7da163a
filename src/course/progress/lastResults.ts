import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type {
  GradedFault,
  GradedFinding,
  GradedTest,
  GradedVariant,
  GradeProblem,
  GradeResult,
} from '../../protocol/gradeResult.ts';
import type { RunFailure, RunSummary } from '../../protocol/lessonPage.ts';
import type { FileTree } from '../fileTree.ts';
import { withLineFeeds } from '../platform/lineEnds.ts';
import { writeProgress } from './writeProgress.ts';

/** What the last run and the last grade of an exercise said, each with the files it was said about. */
export interface LastResult {
  /** ISO instant. */
  readonly at: string;
  readonly run: { readonly summary: RunSummary; readonly files: string } | null;
  readonly grade: { readonly result: GradeResult; readonly files: string } | null;
}

const version = 1;

/** Tells whether files are the same, by their paths and by their texts without the kind of their line ends. */
export function filesHash(files: FileTree): string {
  const hash = createHash('sha256');
  for (const [path, written] of [...files].sort(([one], [other]) => (one < other ? -1 : 1))) {
    const text = withLineFeeds(written);
    // Lengths in front: no two trees come to the same sequence.
    hash.update(`${path.length} ${path} ${text.length} ${text} `);
  }
  return hash.digest('base64url');
}

/**
 * The last results of one course folder, a file an exercise. They are about the files of that folder, so they
 * neither travel nor count: when they are lost, the exercise is graded again.
 */
export class LastResults {
  /** Its files are named by the exercises' progress keys. */
  readonly folder: string;

  /** @param storage folder for the results of all course folders. */
  constructor(storage: string, courseFolder: string) {
    const name = createHash('sha256').update(resolve(courseFolder)).digest('hex').slice(0, 16);
    this.folder = join(storage, name);
  }

  /** @returns null when there is none, or none that can be read. */
  read(key: string): LastResult | null {
    try {
      return decodeLastResult(JSON.parse(readFileSync(this.file(key), 'utf8')));
    } catch {
      return null;
    }
  }

  /** @throws CourseError `progress-not-written`. */
  write(key: string, result: LastResult): void {
    writeProgress(this.file(key), JSON.stringify({ version, ...result }));
  }

  /** Makes the folder, so that it can be watched. */
  create(): void {
    mkdirSync(this.folder, { recursive: true });
  }

  private file(key: string): string {
    return join(this.folder, `${encodeURIComponent(key)}.json`);
  }
}

// ---- Decoding: the file is ours, and may still be from another version, or damaged

function decodeLastResult(value: unknown): LastResult {
  const given = record(value);
  if (given['version'] !== version) throw new TypeError('another version');
  return {
    at: text(given['at']),
    run: orNull(given['run'], (run) => ({
      summary: runSummary(record(run)['summary']),
      files: text(record(run)['files']),
    })),
    grade: orNull(given['grade'], (grade) => ({
      result: gradeResult(record(grade)['result']),
      files: text(record(grade)['files']),
    })),
  };
}

function runSummary(value: unknown): RunSummary {
  const { passed, failed, errored, pending, message, at, order, failures } = record(value);
  return {
    passed: number(passed),
    failed: number(failed),
    errored: number(errored),
    pending: number(pending),
    message: orNull(message, text),
    ...(at === undefined ? {} : { at: { file: text(record(at)['file']), line: number(record(at)['line']) } }),
    ...(order === undefined ? {} : { order: number(order) }),
    ...(failures === undefined
      ? {}
      : {
          failures: list(failures, ({ title, message: why, file, line }): RunFailure => ({
            title: text(title),
            message: text(why),
            file: text(file),
            line: number(line),
          })),
        }),
  };
}

function dependenceIn({ on, seed }: Readonly<Record<string, unknown>>): GradedFinding['dependence'] & {} {
  return { on: texts(on), seed: orNull(seed, number) };
}

function gradeResult(value: unknown): GradeResult {
  const given = record(value);
  const isolation = record(given['isolation']);
  return {
    exercise: text(given['exercise']),
    complete: flag(given['complete']),
    ...(given['modelAnswer'] === true ? { modelAnswer: true } : {}),
    tests: list(given['tests'], ({ title, state, durationMs }): GradedTest => ({
      title: text(title),
      // A word of another version would be shown as it is, and means nothing else to anyone.
      state: text(state) as GradedTest['state'],
      durationMs: number(durationMs),
    })),
    variants: list(given['variants'], ({ id, passed, refusedBy }): GradedVariant => ({
      id: text(id),
      passed: flag(passed),
      refusedBy: texts(refusedBy),
    })),
    faults: list(given['faults'], ({ id, caught, by }): GradedFault => ({
      id: text(id),
      caught: flag(caught),
      by: texts(by),
    })),
    hygiene: list(
      given['hygiene'],
      ({ rule, test, message, file, line, column, dependence }): GradedFinding => ({
        rule: text(rule) as GradedFinding['rule'],
        test: text(test),
        message: text(message),
        file: text(file),
        line: number(line),
        ...(column === undefined ? {} : { column: number(column) }),
        ...(dependence === undefined ? {} : { dependence: dependenceIn(record(dependence)) }),
      }),
    ),
    isolation: {
      clean: flag(isolation['clean']),
      pairs: list(isolation['pairs'], ({ polluter, victim, seed }) => ({
        polluter: text(polluter),
        victim: text(victim),
        seed: number(seed),
      })),
    },
    problems: list(given['problems'], ({ code, message, test }): GradeProblem => ({
      code: text(code) as GradeProblem['code'],
      message: text(message),
      ...(test === undefined ? {} : { test: text(test) }),
    })),
  };
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) throw new TypeError('no object');
  return { ...value };
}

function list<T>(value: unknown, decode: (item: Readonly<Record<string, unknown>>) => T): T[] {
  if (!Array.isArray(value)) throw new TypeError('no list');
  return value.map((item) => decode(record(item)));
}

function texts(value: unknown): string[] {
  if (!Array.isArray(value)) throw new TypeError('no list');
  return value.map(text);
}

function text(value: unknown): string {
  if (typeof value !== 'string') throw new TypeError('no text');
  return value;
}

function number(value: unknown): number {
  if (typeof value !== 'number' || !Number.isFinite(value)) throw new TypeError('no number');
  return value;
}

function flag(value: unknown): boolean {
  if (typeof value !== 'boolean') throw new TypeError('neither true nor false');
  return value;
}

function orNull<T>(value: unknown, decode: (value: unknown) => T): T | null {
  return value === null ? null : decode(value);
}
