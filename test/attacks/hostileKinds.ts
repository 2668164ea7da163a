import { chmodSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { GradeProblemCode } from '../../src/protocol/gradeResult.ts';
import { makeHuge, makePipe, makeSocket } from '../support/oddFiles.ts';
import { sampleSolution, sampleStarter } from '../support/sampleCourse.ts';
import { writeFiles } from '../support/scratch.ts';

/** What is to be said: one of the problems' codes, `incomplete` without any, or whatever, as long as it is said. */
export type Verdict = 'complete' | 'incomplete' | 'not-begun' | 'missing' | 'any' | GradeProblemCode;

/** A submission that does its worst. */
export interface HostileKind {
  readonly name: string;
  /** In a course folder; the same by itself when `alone` is left out. */
  readonly verdict: Verdict;
  /** Where its folder is named, so that nothing above it is of interest. */
  readonly alone?: Verdict;
  /** Takes seconds: for the long form only. */
  readonly slow?: boolean;
  /** Lays it out. `folder` is the exercise's own and exists; the folder around it is there for this submission alone. */
  readonly make: (folder: string) => void | Promise<void>;
  /** What lies beside an honest submission, where that is all; two of them can be mixed. */
  readonly add?: (folder: string) => void | Promise<void>;
}

const suite = 'tests/notes.test.ts';

function honest(folder: string): void {
  writeFiles(folder, { [suite]: sampleSolution });
}

/** An honest submission with something beside it. */
function beside(add: (folder: string) => void | Promise<void>): Pick<HostileKind, 'make' | 'add'> {
  const make = async (folder: string): Promise<void> => {
    honest(folder);
    await add(folder);
  };
  return { make, add };
}

/** An honest submission with something that is not mixed with others: it shuts them out, or takes their place. */
function inItsPlace(make: (folder: string) => void): Pick<HostileKind, 'make'> {
  return {
    make: (folder) => {
      honest(folder);
      make(folder);
    },
  };
}

/** An honest submission with something in the place of its tests. */
function insteadOfTests(make: (tests: string) => void | Promise<void>): Pick<HostileKind, 'make'> {
  return { make: (folder) => make(join(folder, 'tests')) };
}

/** An honest submission that lies elsewhere, and something in the place of the exercise's folder. */
function insteadOfExercise(make: (folder: string, elsewhere: string) => void): Pick<HostileKind, 'make'> {
  return {
    make: (folder) => {
      const elsewhere = join(folder, '../elsewhere');
      honest(elsewhere);
      rmSync(folder, { recursive: true });
      make(folder, elsewhere);
    },
  };
}

/** Nothing but a suite. */
function withSuite(text: string): Pick<HostileKind, 'make'> {
  return { make: (folder) => writeFiles(folder, { [suite]: text }) };
}

function names(folder: string, count: number, isFolder = false): void {
  mkdirSync(folder, { recursive: true });
  for (let name = 0; name < count; name += 1) {
    if (isFolder) mkdirSync(join(folder, String(name)));
    else writeFileSync(join(folder, String(name)), '');
  }
}

const nested = (levels: number): string =>
  `${Array.from({ length: levels }, (_, level) => `describe('${level}', () => {`).join('')} it('inner', () => {}); ${'});'.repeat(levels)}`;

/** The first ones are those of which the short form of the attack is made. */
export const hostileKinds: readonly HostileKind[] = [
  { name: 'honest', verdict: 'complete', ...beside(() => undefined) },
  {
    name: 'a pipe as a test',
    verdict: 'not-readable',
    ...beside((at) => makePipe(join(at, 'tests/b.test.ts'))),
  },
  {
    name: 'tests are a link to everything',
    verdict: 'not-readable',
    ...insteadOfTests((at) => symlinkSync('/', at)),
  },
  {
    name: 'a test of 100 MB',
    verdict: 'not-readable',
    ...beside((at) => makeHuge(join(at, 'tests/huge.test.ts'), 100_000_000)),
  },
  {
    name: 'a test that nobody may read',
    verdict: 'not-readable',
    ...beside((at) => {
      writeFiles(at, { 'tests/closed.test.ts': `it('never', () => {});` });
      chmodSync(join(at, 'tests/closed.test.ts'), 0);
    }),
  },
  {
    name: 'odd files that are no tests',
    verdict: 'complete',
    ...beside(async (at) => {
      makePipe(join(at, 'tests/pipe'));
      makePipe(join(at, 'tests/.hidden.test.ts'));
      await makeSocket(join(at, 'tests/socket'));
      makeHuge(join(at, 'tests/data.bin'), 100_000_000);
      symlinkSync('/', join(at, 'tests/root'));
      symlinkSync('/dev/zero', join(at, 'tests/zero'));
      writeFileSync(join(at, 'tests/closed.txt'), '');
      chmodSync(join(at, 'tests/closed.txt'), 0);
    }),
  },
  {
    name: 'the exercise is a link',
    verdict: 'not-readable',
    alone: 'complete',
    ...insteadOfExercise((at, elsewhere) => symlinkSync(elsewhere, at)),
  },
  {
    name: 'thousands of files',
    verdict: 'not-readable',
    ...beside((at) => names(join(at, 'tests/many'), 10_001, true)),
  },
  {
    name: 'folders far too deep',
    verdict: 'not-readable',
    ...beside((at) => void mkdirSync(join(at, 'tests', 'd/'.repeat(1_500)), { recursive: true })),
  },
  {
    name: 'a test that is no UTF-8',
    verdict: 'not-readable',
    ...beside((at) =>
      writeFileSync(join(at, 'tests/latin.test.ts'), Buffer.from("it('Gr\xfc\xdfe', () => {});", 'latin1')),
    ),
  },
  { name: 'untouched', verdict: 'not-begun', alone: 'incomplete', ...withSuite(sampleStarter) },
  {
    name: 'tests nobody may open',
    verdict: 'not-readable',
    ...inItsPlace((at) => chmodSync(join(at, 'tests'), 0)),
  },
  {
    name: 'a folder of tests nobody may open',
    verdict: 'not-readable',
    ...beside((at) => {
      writeFiles(at, { 'tests/closed/a.test.ts': `it('never', () => {});` });
      chmodSync(join(at, 'tests/closed'), 0);
    }),
  },
  { name: 'an exercise nobody may open', verdict: 'not-readable', ...inItsPlace((at) => chmodSync(at, 0)) },
  {
    name: 'tests are a link to the processes',
    verdict: 'not-readable',
    ...insteadOfTests((at) => symlinkSync('/proc', at)),
  },
  {
    name: 'tests are a link to itself',
    verdict: 'not-readable',
    ...insteadOfTests((at) => symlinkSync('tests', at)),
  },
  { name: 'tests are a pipe', verdict: 'not-readable', ...insteadOfTests(makePipe) },
  { name: 'tests are a file', verdict: 'not-readable', ...insteadOfTests((at) => writeFileSync(at, '')) },
  { name: 'tests are a socket', verdict: 'not-readable', ...insteadOfTests(makeSocket) },
  { name: 'no tests at all', verdict: 'no-tests', make: () => undefined },
  { name: 'an empty folder of tests', verdict: 'no-tests', ...insteadOfTests((at) => mkdirSync(at)) },
  {
    name: 'the exercise is a pipe',
    verdict: 'not-readable',
    alone: 'missing',
    ...insteadOfExercise((at) => makePipe(at)),
  },
  {
    name: 'the exercise is a file',
    verdict: 'not-readable',
    alone: 'missing',
    ...insteadOfExercise((at) => writeFileSync(at, '')),
  },
  {
    name: 'the exercise is a link to nowhere',
    verdict: 'not-readable',
    alone: 'missing',
    ...insteadOfExercise((at) => symlinkSync('nowhere', at)),
  },
  {
    name: 'the exercise is gone',
    verdict: 'not-begun',
    alone: 'missing',
    ...insteadOfExercise(() => undefined),
  },
  {
    name: 'a socket as a test',
    verdict: 'not-readable',
    ...beside((at) => makeSocket(join(at, 'tests/s.test.ts'))),
  },
  {
    name: 'a link to a device as a test',
    verdict: 'not-readable',
    ...beside((at) => symlinkSync('/dev/zero', join(at, 'tests/zero.test.ts'))),
  },
  {
    name: 'a link to another test as a test',
    verdict: 'not-readable',
    ...beside((at) => symlinkSync('notes.test.ts', join(at, 'tests/more.test.ts'))),
  },
  {
    name: 'a test of 3 GB',
    verdict: 'not-readable',
    ...beside((at) => makeHuge(join(at, 'tests/huge.test.ts'), 3_000_000_000)),
  },
  {
    name: 'many files of some size',
    verdict: 'not-readable',
    ...beside((at) => {
      for (let name = 0; name < 20; name += 1) makeHuge(join(at, `tests/rows-${name}.json`), 1_900_000);
    }),
  },
  {
    name: 'a test in UTF-16',
    verdict: 'not-readable',
    ...beside((at) =>
      writeFileSync(join(at, 'tests/wide.test.ts'), Buffer.from(`\uFEFFit('a', () => {});`, 'utf16le')),
    ),
  },
  {
    name: 'a test whose name is no text',
    verdict: 'not-readable',
    ...beside((at) =>
      writeFileSync(
        Buffer.concat([Buffer.from(`${at}/tests/a`), Buffer.from([0xff]), Buffer.from('.test.ts')]),
        '',
      ),
    ),
  },
  {
    name: 'names that are long or mean something elsewhere',
    verdict: 'complete',
    ...beside((at) => {
      const more = (title: string): string => `it('${title}', () => {});`;
      writeFiles(at, {
        'tests/__proto__.test.ts': more('proto'),
        'tests/constructor/toString.test.ts': more('inherited'),
        [`tests/${'l'.repeat(247)}.test.ts`]: more('long'),
        'tests/-rf; $(touch x).test.ts': more('shell'),
      });
    }),
  },
  {
    name: 'a system that is a link to everything',
    verdict: 'complete',
    ...inItsPlace((at) => symlinkSync('/', join(at, 'src'))),
  },
  {
    name: 'a system full of pipes',
    verdict: 'complete',
    ...inItsPlace((at) => {
      mkdirSync(join(at, 'src'));
      for (const name of ['notes.ts', 'database.ts']) makePipe(join(at, 'src', name));
    }),
  },
  {
    name: 'settings that are pipes',
    verdict: 'complete',
    ...beside((at) => {
      for (const name of ['.mocharc.json', '.mocharc.cjs', 'tsconfig.json']) makePipe(join(at, name));
    }),
  },
  {
    name: 'a package that is a pipe',
    verdict: 'any',
    slow: true,
    ...beside((at) => makePipe(join(at, 'package.json'))),
  },
  {
    name: 'a helper that is a pipe',
    verdict: 'not-readable',
    slow: true,
    make: (at) => {
      writeFiles(at, { [suite]: `import './support/help.ts';\n${sampleSolution}` });
      mkdirSync(join(at, 'tests/support'));
      makePipe(join(at, 'tests/support/help.ts'));
    },
  },
  {
    name: 'tests without a title',
    verdict: 'complete',
    ...beside((at) => writeFiles(at, { 'tests/untitled.test.ts': `it('', () => {});` })),
  },
  {
    name: 'ten thousand tests',
    verdict: 'too-many-tests',
    slow: true,
    ...withSuite(`for (let i = 0; i < 10001; i += 1) it('t' + i, () => {});`),
  },
  {
    name: 'a hundred tests',
    verdict: 'too-many-tests',
    ...withSuite(`for (let i = 0; i < 100; i += 1) it('t' + i, () => {});`),
  },
  { name: 'suites far too deep', verdict: 'any', ...withSuite(nested(5_000)) },
  { name: 'brackets far too deep', verdict: 'any', ...withSuite('['.repeat(500_000)) },
  {
    name: 'a title without end',
    verdict: 'crashed',
    ...withSuite(`it('x'.repeat(2e7), () => {});`),
  },
  {
    name: 'a message without end',
    verdict: 'test-failed',
    ...withSuite(`it('a', () => { throw new Error('x'.repeat(3e7)); });`),
  },
  {
    name: 'junk where results are told',
    verdict: 'incomplete',
    ...withSuite(`import { writeSync } from 'node:fs';
it('a', function () {
  this.timeout(9000);
  for (let left = 3e7; left > 0;) { try { left -= writeSync(4, 'x'.repeat(1e6)); } catch { /* It is full. */ } }
});`),
  },
  {
    name: 'an endless loop',
    verdict: 'endless-loop',
    slow: true,
    ...withSuite(`it('a', () => { for (;;); });`),
  },
  { name: 'an exit', verdict: 'process-exit', ...withSuite(`it('a', () => process.exit(0));`) },
];
