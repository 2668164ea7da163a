import {
  patchOf,
  shelfSource,
  solutionTests,
  soundFault,
  soundManifest,
  storeSource,
  suiteOf,
} from '../../../support/soundExercise.ts';

/** What makes the sound exercise one of another kind; as sound, by other files. */
type Changes = Readonly<Record<string, string | null>>;

/** A suite whose tests share a shelf, so that the second needs the first. */
const sharedSuite = `import assert from 'node:assert/strict';
import { Shelf } from '../src/shelf.ts';
import { Store } from '../src/store.ts';

describe('Shelf', () => {
  const shelf = new Shelf(new Store());

  it('keeps the newest text', () => {
    shelf.put('a', 'old');
    shelf.put('a', 'new');
    assert.equal(shelf.find('a'), 'new');
  });
  it('lists names in order', () => {
    shelf.put('B', 'x');
    assert.equal(shelf.list(), 'B, a');
  });
});
`;

const twoFaults = [
  soundFault('first-wins', 'keeps the newest text'),
  soundFault('unsorted', 'lists names in order'),
];

export const fixTheSuite: Changes = {
  'exercise.json': soundManifest({ kind: 'fix-the-suite', faults: twoFaults }),
  'starter/tests/shelf.test.ts': sharedSuite,
  'solution/tests/shelf.test.ts': suiteOf(solutionTests.newest, solutionTests.inOrder),
};

const givenTests = {
  found: `  it('finds what was put', () => {
    shelf.put('a', 'x');
    assert.equal(shelf.find('a'), 'x');
  });`,
};

/** The learner writes the shelf; its faults are broken shelves. */
export const completeTheCode: Changes = {
  'exercise.json': completeManifest({}),
  'starter/src/shelf.ts': shelfSource
    .replace('this.store.write(name.trim(), text);', "throw new Error('Write it.');")
    .replace("return this.store.read(name.trim()) ?? 'nothing';", "throw new Error('Write it.');")
    .replace("return this.store.names().join(', ');", "throw new Error('Write it.');"),
  'starter/tests/shelf.test.ts': suiteOf(givenTests.found),
  'solution/tests/shelf.test.ts': null,
  'probes/shelf.test.ts': suiteOf(solutionTests.inOrder, solutionTests.trimmed),
  'faults/untrimmed.patch': patchOf('src/shelf.ts', shelfSource, 'write(name.trim()', 'write(name'),
  'faults/joined.patch': patchOf('src/shelf.ts', shelfSource, "join(', ')", "join(',')"),
  // The doubles of the sound exercise would catch both.
  'weak/unit.test.ts': suiteOf(`  it('is empty at first', () => {
    assert.equal(shelf.list(), '');
  });`),
};

export function completeManifest(changes: Readonly<Record<string, unknown>>): string {
  return soundManifest({
    kind: 'complete-the-code',
    editable: ['src/shelf.ts'],
    faults: [
      soundFault('untrimmed', 'ignores spaces around a name'),
      soundFault('joined', 'lists names in order'),
    ],
    ...changes,
  });
}

const fixturePath = 'tests/support/make-shelf.ts';
const fixture = `import { Shelf } from '../../src/shelf.ts';
import { Store } from '../../src/store.ts';

/** A new shelf for each test. */
export function makeShelf(): Shelf {
  return new Shelf(new Store());
}
`;
const fixtureSuite = (test: string): string => `import assert from 'node:assert/strict';
import { makeShelf } from './support/make-shelf.ts';

describe('A shelf of the fixture', () => {
${test}
});
`;

/** The learner writes the fixture; its faults are broken fixtures, seen also around a test that throws. */
export const writeTheFixture: Changes = {
  'exercise.json': soundManifest({
    kind: 'write-the-fixture',
    editable: [fixturePath],
    faults: [
      soundFault('shared', 'makes an empty one each time'),
      soundFault('littered', 'makes an empty one after a test that throws'),
    ],
  }),
  [`starter/${fixturePath}`]: `import type { Shelf } from '../../src/shelf.ts';

/** Yours to write. */
export const makeShelf = (): Shelf => {
  throw new Error('Write it.');
};
`,
  'starter/tests/shelf.test.ts': fixtureSuite(`  it('finds what was put', () => {
    const shelf = makeShelf();
    shelf.put('a', 'x');
    assert.equal(shelf.find('a'), 'x');
  });`),
  [`solution/${fixturePath}`]: fixture,
  'solution/tests/shelf.test.ts': null,
  'probes/make-shelf.test.ts': fixtureSuite(`  it('makes an empty one each time', () => {
    makeShelf().put('a', 'x');
    assert.equal(makeShelf().list(), '');
  });
  it('makes an empty one after a test that throws', () => {
    assert.throws(() => {
      makeShelf().put('', 'x');
      throw new Error('The test fails.');
    });
    assert.equal(makeShelf().find(''), 'nothing');
  });`).replace("'./support", "'../tests/support"),
  'faults/shared.patch': patchOf(
    fixturePath,
    fixture,
    `export function makeShelf(): Shelf {
  return new Shelf(new Store());`,
    `const only = new Shelf(new Store());
export function makeShelf(): Shelf {
  return only;`,
  ),
  'faults/littered.patch': patchOf(
    fixturePath,
    fixture,
    'return new Shelf(new Store());',
    "const shelf = new Shelf(new Store());\n  shelf.put('', 'litter');\n  return shelf;",
  ),
  'weak/happy.test.ts': suiteOf(givenTests.found),
};

/** One fault that one test catches: what repeats everything many times is quicker with it. */
export const oneFault: Changes = {
  'exercise.json': soundManifest({ faults: [soundFault('unsorted', 'lists names in order')] }),
  'solution/tests/shelf.test.ts': suiteOf(solutionTests.inOrder),
};

/** The store with a fault that never lets go of the processor. */
export const hangingStore = patchOf(
  'src/store.ts',
  storeSource,
  'return this.texts.get(name);',
  "while (this.texts.get(name) === 'Mixed Case');\n    return this.texts.get(name);",
);
