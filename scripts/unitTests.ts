import { globSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { withSlashes } from '../src/course/platform/paths.ts';
import { everythingVariable } from '../test/support/vscodeHost/everything.ts';
import { runNode } from './childProcess.ts';
import { add, nothing, oneFailure, parseTally, repeatedBy, type Failure, type Tally } from './tally.ts';

const repository = path.join(import.meta.dirname, '..');

/** Suites that start processes by the hundred, or whole courses. `npm run check` leaves them out. */
const heavySuites = [
  'test/unit/course/running/anyEnd.test.ts',
  'test/unit/course/verdicts.test.ts',
  'test/unit/attacks/hostileSubmissions.test.ts',
  'test/unit/cli/endings.test.ts',
  'test/unit/cli/hostileText.test.ts',
  'test/unit/server/serverProcess.test.ts',
  'test/unit/server/goldenHarm.test.ts',
  'test/unit/course/validation/proofs.test.ts',
  'test/unit/course/placesOfCourses.test.ts',
  'test/unit/runner/hostile.test.ts',
  'test/unit/runner/parity.test.ts',
  'test/unit/check/',
  'test/unit/cli/newExercises.test.ts',
  'test/unit/course/answers.test.ts',
  'test/unit/course/regrade.test.ts',
];

/** Suites that look at a part of what they can with every change, and at all of it with everything. */
export const deepSuites = [
  'test/unit/course/answers.test.ts',
  'test/unit/course/regrade.test.ts',
  'test/unit/course/running/anyEnd.test.ts',
];

export interface UnitTestsOptions {
  /** Leaves the heavy suites out. */
  readonly quick?: boolean;
  /** Only the files whose path holds this; where there is none, only the tests whose full title holds it. */
  readonly pattern?: string | undefined;
  /** Only the tests whose full title holds this. */
  readonly title?: string | undefined;
  /** Only these files: paths from the repository, with slashes. */
  readonly only?: readonly string[];
  /** One file after the other, with nothing beside it. */
  readonly alone?: boolean;
  /** They leave out nothing of what they can look at. */
  readonly everything?: boolean;
  /** Absolute path of a file for the counts. */
  readonly countsFile: string;
  readonly timeoutMs: number;
}

/** Runs test/unit under mocha, two files at a time. */
export async function runUnitTests(options: UnitTestsOptions): Promise<Tally> {
  const { countsFile } = options;
  const all = globSync('test/unit/**/*.test.ts', { cwd: repository })
    .map((file) => withSlashes(file))
    .filter((file) => options.quick !== true || !heavySuites.some((heavy) => file.startsWith(heavy)))
    .filter((file) => options.only?.includes(file) ?? true)
    .sort();
  const { files, title } = selected(all, options);
  if (files.length === 0) return nothing;
  rmSync(countsFile, { force: true });
  const { status } = await runNode(
    [
      'node_modules/mocha/bin/mocha.js',
      // One file gains nothing from a process of its own.
      ...(files.length === 1 || options.alone === true ? [] : ['--parallel', '--jobs', '2']),
      // Mocha's two seconds are too few for what reads files while another suite keeps the disk busy.
      '--timeout',
      '20000',
      '--reporter',
      './scripts/countingReporter.ts',
      ...(title === undefined ? [] : ['--fgrep', title]),
      ...files,
    ],
    {
      cwd: repository,
      echo: true,
      timeoutMs: options.timeoutMs,
      env: {
        ...process.env,
        ITLAB_COUNTS_FILE: countsFile,
        ...(options.everything === true ? { [everythingVariable]: '1' } : {}),
      },
    },
  );
  const end =
    status === null ? 'mocha was killed, or took too long.' : `mocha ended with exit status ${status}.`;
  const tally = readTally(countsFile);
  if (tally === undefined) throw new Error(end);
  const repeatable = repeatedBy(repeatOf, tally);
  // For example an exception after the last test: no test failed, and the run is not good.
  if (status !== 0 && tally.failed === 0) return add(repeatable, oneFailure(end));
  return repeatable;
}

/** Which files run, and of which title the tests in them must be. */
export function selected(
  all: readonly string[],
  { pattern, title }: Pick<UnitTestsOptions, 'pattern' | 'title'>,
): { files: readonly string[]; title: string | undefined } {
  if (pattern === undefined) return { files: all, title };
  const files = all.filter((file) => file.includes(pattern.replaceAll('\\', '/')));
  if (files.length > 0) return { files, title };
  return { files: all, title: pattern };
}

function repeatOf({ title = '', file = '' }: Failure): string {
  if (file === '') return `npm test -- --unit ${quoted(title)}`;
  // The name of a hook that failed says where it is, not what to run.
  const isHook = / "(before|after) (each|all)" hook\b/.test(title);
  return `npm test -- --unit ${file}${title === '' || isHook ? '' : ` --title ${quoted(title)}`}`;
}

/** For a shell, as one word. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

function readTally(file: string): Tally | undefined {
  try {
    return parseTally(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}
