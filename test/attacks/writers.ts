import { chmodSync, cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeReport } from '../../src/cli/writeReport.ts';
import {
  carryOut,
  changesToAnswer,
  changesToAttempt,
  changesToStarter,
} from '../../src/course/attempts/changes.ts';
import type { AttemptStore } from '../../src/course/attempts/attemptStore.ts';
import { loadCatalog } from '../../src/course/catalog.ts';
import { startCourse } from '../../src/course/courseFolder.ts';
import { noteAsOurs } from '../../src/course/courseRecord.ts';
import { carryOutUpdate, planUpdate } from '../../src/course/courseUpdate.ts';
import { starterFiles } from '../../src/course/exercise.ts';
import { mend } from '../../src/course/doctor/mend.ts';
import { courseFolder } from '../../src/course/doctor/checks/courseFolder.ts';
import { symbolicLinks } from '../../src/course/doctor/checks/symbolicLinks.ts';
import type { Installation } from '../../src/course/installation.ts';
import { LastResults } from '../../src/course/progress/lastResults.ts';
import { gained, noProgress, progressText, type Progress } from '../../src/course/progress/progress.ts';
import { ProgressFile } from '../../src/course/progress/progressFile.ts';
import { replaceFile } from '../../src/course/writing/replaceFile.ts';
import type { World } from './world.ts';

/** Something that writes files of a user, or files of ours that a user would miss. */
export interface Writer {
  readonly name: string;
  /** Makes what is there before. */
  before(world: World): void | Promise<void>;
  write(world: World): Promise<void> | void;
  /** It keeps the files of the exercise before it overwrites any. */
  readonly keeps?: boolean;
  /** It writes the whole course, as it is shipped: for `npm run attack` only. */
  readonly large?: boolean;
}

export const writers: readonly Writer[] = [
  {
    name: 'start',
    before: ({ place }) => void mkdirSync(place, { recursive: true }),
    write: start,
  },
  {
    name: 'start over files of a learner',
    before({ at }) {
      put(at('course/README.md'), 'mine\n');
      put(at('course/.gitignore'), '');
      put(at('course/01-sample/notes/tests/notes.test.ts'), 'import ');
    },
    write: start,
  },
  {
    name: 'mend: files',
    async before(world) {
      await begun(world);
      rmSync(world.at('course/01-sample/notes/src'), { recursive: true });
      rmSync(world.at('course/tsconfig.json'));
    },
    write: async ({ course, installation }) => void (await mend('restore-files', course, installation)),
  },
  {
    name: 'mend: links',
    async before(world) {
      await begun(world);
      rmSync(world.at('course/node_modules/nock'));
      rmSync(world.at('course/node_modules/@types'), { recursive: true });
    },
    write: async ({ course, installation }) => void (await mend('link-packages', course, installation)),
  },
  {
    name: 'update',
    keeps: true,
    before: begun,
    write: ({ course, newer, store }) => update(course, newer, store),
  },
  {
    name: 'start, the whole course',
    large: true,
    before: ({ place }) => void mkdirSync(place, { recursive: true }),
    write: startWhole,
  },
  {
    name: 'update, the whole course',
    large: true,
    async before(world) {
      await startWhole(world);
      put(world.at('course/02-database/repositories/tests/repositories.test.ts'), '// mine\n');
    },
    write: ({ course, whole, store }) => update(course, whole.newer, store),
  },
  {
    name: 'reset',
    keeps: true,
    before: begun,
    async write({ course, exercise, store, attempts }) {
      carryOut(store, attempts, 'reset', changesToStarter(exercise, attempts.folder));
      await noteAsOurs(
        course,
        [...starterFiles(exercise)].map(([path, text]) => [`${exercise.id}/${path}`, text]),
      );
    },
  },
  {
    name: 'model answer',
    keeps: true,
    before: begun,
    write: ({ exercise, store, attempts }) =>
      void carryOut(store, attempts, 'solution', changesToAnswer(exercise, attempts.folder, 'solution')),
  },
  {
    name: 'restore',
    keeps: true,
    async before(world) {
      const { exercise, store, attempts } = world;
      await begun(world);
      carryOut(store, attempts, 'reset', changesToStarter(exercise, attempts.folder));
    },
    write({ exercise, store, attempts }) {
      const oldest = store.list(attempts).attempts.at(-1)?.id ?? '';
      const files = store.read(attempts, oldest);
      carryOut(store, attempts, 'restore', changesToAttempt(exercise, attempts.folder, files));
    },
  },
  {
    name: 'record',
    before: begun,
    write: ({ course }) => noteAsOurs(course, [['README.md', 'another\n']], ['tsconfig.json']),
  },
  {
    name: 'progress',
    before: ({ at }) => put(at('storage/progress.json'), progressText(achieved(['one', 'two']))),
    write: async ({ at }) =>
      void (await new ProgressFile(at('storage/progress.json')).add(achieved(['three']))),
  },
  {
    name: 'first progress',
    before: ({ place }) => void mkdirSync(place, { recursive: true }),
    write: async ({ at }) =>
      void (await new ProgressFile(at('storage/progress.json')).add(achieved(['three']))),
  },
  {
    name: 'progress over a damaged file',
    before: ({ at }) =>
      put(at('storage/progress.json'), progressText(achieved(['one', 'two'])).slice(0, -40)),
    write: async ({ at }) =>
      void (await new ProgressFile(at('storage/progress.json')).add(achieved(['three']))),
  },
  {
    name: 'import of progress',
    before: ({ at }) => put(at('storage/progress.json'), progressText(achieved(['one', 'two']))),
    write: async ({ at }) =>
      void (await new ProgressFile(at('storage/progress.json')).add(
        achieved(Array.from({ length: 40 }, (_, index) => `imported-${index}`)),
      )),
  },
  {
    name: 'export of progress',
    before: ({ at }) => put(at('export.json'), progressText(achieved(['one']))),
    write: ({ at }) =>
      void replaceFile(at('export.json'), null, Buffer.from(progressText(achieved(['one', 'two'])))),
  },
  {
    name: 'last results',
    before({ at, course }) {
      mkdirSync(at('results'), { recursive: true });
      results(at('results'), course, 'before');
    },
    write: ({ at, course }) => results(at('results'), course, 'after'),
  },
  {
    name: 'lint --fix',
    before({ at }) {
      put(at('a.test.ts'), leaking);
      chmodSync(at('a.test.ts'), 0o600);
      put(at('b.test.ts'), leaking);
    },
    write: (world) => itlab(world, ['lint', '--fix-preferred', 'a.test.ts', 'b.test.ts']),
  },
  {
    name: 'report',
    before: ({ at }) => put(at('report.xml'), '<testsuites name="before"></testsuites>\n'),
    write: ({ at }) => writeReport(at('report.xml'), '<testsuites name="after"></testsuites>\n'),
  },
  {
    name: 'new lesson',
    before: ({ at, installation }) => cpSync(installation.lessons, at('lessons'), { recursive: true }),
    write: (world) => itlab(world, ['new', 'lesson', '02-more', '--lessons', 'lessons']),
  },
  {
    name: 'new exercise',
    before: ({ at, installation }) => cpSync(installation.lessons, at('lessons'), { recursive: true }),
    write: (world) =>
      itlab(world, ['new', 'exercise', '01-sample/more', '--kind', 'write-tests', '--lessons', 'lessons']),
  },
  {
    name: 'doctor',
    before: begun,
    async write({ course, installation }) {
      const patient = {
        installation,
        courseFolder: course,
        nodePath: undefined,
        trusted: true,
        otherTestExtensions: [],
        ownFolders: [],
      };
      for (const check of [courseFolder, symbolicLinks]) await check.look(patient);
    },
  },
];

/** A course in which a learner has worked. */
async function begun(world: World): Promise<void> {
  await start(world);
  const file = (path: string): string => world.at(`course/01-sample/notes/${path}`);
  put(file('tests/notes.test.ts'), '// all that I have written\n'.repeat(50));
  chmodSync(file('tests/notes.test.ts'), 0o600);
  put(file('tests/mine.test.ts'), '// and another one\n');
  put(file('src/notes.ts'), '// tinkered with\n');
  rmSync(file('src/old.ts'));
  put(file('data.bin'), Buffer.from([0xff, 0x00, 0x0d, 0x0a, 0xc3]));
}

async function start({ course, catalog, installation }: World): Promise<void> {
  await startCourse(course, catalog, installation);
}

async function startWhole({ course, whole: { now } }: World): Promise<void> {
  await startCourse(course, loadCatalog(now.lessons), now);
}

/** @throws CourseError of the first part that could not be updated. */
async function update(course: string, installation: Installation, store: AttemptStore): Promise<void> {
  const catalog = loadCatalog(installation.lessons);
  const plan = planUpdate(course, catalog, installation);
  const { failed } = await carryOutUpdate(plan, catalog, store, () => true);
  if (failed[0]) throw failed[0].error;
}

const instant = '2026-01-01T08:00:00.000Z';

function achieved(keys: readonly string[]): Progress {
  return keys.reduce(
    (progress, key) => gained(progress, key, { startedAt: instant, completedAt: instant }),
    noProgress,
  );
}

function results(storage: string, course: string, message: string): void {
  new LastResults(storage, course).write('notes', {
    at: instant,
    run: { summary: { passed: 1, failed: 0, errored: 0, pending: 0, message }, files: 'hash' },
    grade: null,
  });
}

const leaking = `import assert from 'node:assert/strict';
import Database from 'better-sqlite3';

describe('notes', () => {
  let db: Database.Database;
  beforeEach(() => {
    db = new Database(':memory:');
  });

  it('opens', () => {
    assert.ok(db.open);
  });
});
`;

/** @throws Error with what it printed when nothing could be done. */
async function itlab({ installation, place }: World, args: readonly string[]): Promise<void> {
  // Loaded when it is asked for: it takes longer than all the others.
  const { runItlab } = await import('../../src/cli/program.ts');
  let printed = '';
  const status = await runItlab(args, {
    installation,
    compilerFrom: fileURLToPath(import.meta.url),
    cwd: place,
    variables: {},
    out: () => undefined,
    err: (text) => (printed += text),
    signal: new AbortController().signal,
  });
  if (status === 2) throw new Error(printed);
}

function put(file: string, content: string | Uint8Array): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
}
