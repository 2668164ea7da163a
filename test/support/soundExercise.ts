import { createTwoFilesPatch } from 'diff';

/** Where the exercise's files lie below the lessons' folder. */
export const soundFolder = '01-sound/exercises/shelf';

/**
 * The smallest course that the validator finds sound: one lesson, one exercise in writing tests for a shelf of texts
 * over a store. Its parts can be replaced to break it in one place.
 * @param changes by path below the exercise's folder; null removes the file.
 */
export function soundCourse(changes: Readonly<Record<string, string | null>> = {}): Record<string, string> {
  const files: Record<string, string | null> = { ...exerciseFiles, ...changes };
  const written = Object.entries(files).flatMap(([path, text]) =>
    text === null ? [] : [[`${soundFolder}/${path}`, text] as const],
  );
  return { '01-sound/lesson.md': soundLesson(['objectives']), ...Object.fromEntries(written) };
}

/** The lesson's page, covering these sections of the original lesson. */
export function soundLesson(covers: readonly string[]): string {
  return `---
id: 01-sound
title: A sound lesson
chapterId: ch12-testing
order: 1
duration: 10
objectives: [Test the validator]
exercises: [shelf]
prerequisites: []
level: beginner
covers: [${covers.join(', ')}]
---

# A sound lesson

${soundQuestion('What comes first?')}
${soundQuestion('What comes last?')}
[exercise: shelf]
`;
}

/** A question with nothing wrong in it; its first answer is right. */
export function soundQuestion(prompt: string): string {
  return `> ${prompt}
>
> - [x] This.
>
>   So it is.
>
> - [ ] That.
>
>   It is not.
>
> - [ ] Neither.
>
>   One of them is.
`;
}

/** A manifest with these properties in place of the sound one's. */
export function soundManifest(changes: Readonly<Record<string, unknown>> = {}): string {
  return JSON.stringify({ ...manifest, ...changes }, null, 2);
}

export interface SampleFault {
  readonly id: string;
  readonly title: string;
  readonly symptom: string;
  readonly reason: string;
  readonly caughtBy: readonly string[];
  readonly unitCatchable: boolean;
  readonly area?: string;
}

/** One fault of the sound exercise as the manifest has it. */
export function soundFault(id: string, caughtBy: string, unitCatchable = false): SampleFault {
  return {
    id,
    title: `The fault ${id}`,
    symptom: 'Texts are not what they were.',
    reason: 'seam',
    caughtBy: [caughtBy],
    unitCatchable,
  };
}

/** A patch of a file that puts one piece of text in the place of another. */
export function patchOf(path: string, text: string, before: string, after: string): string {
  if (!text.includes(before)) throw new Error(`${path} holds no '${before}'.`);
  return createTwoFilesPatch(`a/${path}`, `b/${path}`, text, text.replace(before, after), '', '');
}

export const storeSource = `/** Keeps texts by name. */
export class Store {
  private readonly texts = new Map<string, string>();

  write(name: string, text: string): void {
    this.texts.set(name, text);
  }

  read(name: string): string | undefined {
    return this.texts.get(name);
  }

  names(): string[] {
    return [...this.texts.keys()].sort();
  }
}
`;

export const shelfSource = `import type { Store } from './store.ts';

/** Texts under names, with or without spaces around them. */
export class Shelf {
  private readonly store: Pick<Store, 'write' | 'read' | 'names'>;

  constructor(store: Pick<Store, 'write' | 'read' | 'names'>) {
    this.store = store;
  }

  put(name: string, text: string): void {
    this.store.write(name.trim(), text);
  }

  find(name: string): string {
    return this.store.read(name.trim()) ?? 'nothing';
  }

  list(): string {
    return this.store.names().join(', ');
  }
}
`;

/** A suite of these tests, each with a shelf of its own. */
export function suiteOf(...tests: readonly string[]): string {
  return `import assert from 'node:assert/strict';
import { Shelf } from '../src/shelf.ts';
import { Store } from '../src/store.ts';

describe('Shelf', () => {
  let shelf: Shelf;
  beforeEach(() => {
    shelf = new Shelf(new Store());
  });

${tests.join('\n')}
});
`;
}

/** The tests of the model answer, each of which catches one fault. */
export const solutionTests = {
  newest: `  it('keeps the newest text', () => {
    shelf.put('a', 'old');
    shelf.put('a', 'new');
    assert.equal(shelf.find('a'), 'new');
  });`,
  unchanged: `  it('keeps the text as it is', () => {
    shelf.put('a', 'Mixed Case');
    assert.equal(shelf.find('a'), 'Mixed Case');
  });`,
  inOrder: `  it('lists names in order', () => {
    shelf.put('b', 'x');
    shelf.put('a', 'x');
    assert.equal(shelf.list(), 'a, b');
  });`,
  trimmed: `  it('ignores spaces around a name', () => {
    shelf.put(' a ', 'x');
    assert.equal(shelf.find('a'), 'x');
  });`,
} as const;

const manifest = {
  kind: 'write-tests',
  title: 'A shelf of texts',
  task: 'Write tests for the shelf on a real store.',
  editable: ['tests/**'],
  contract: ['src/shelf.ts#Shelf'],
  faults: [
    soundFault('first-wins', 'keeps the newest text'),
    soundFault('lower-cased', 'keeps the text as it is'),
    soundFault('unsorted', 'lists names in order'),
    soundFault('untrimmed', 'ignores spaces around a name', true),
  ],
  variants: [{ id: 'as-list', title: 'Names are sorted by comparison' }],
  hygiene: [],
  hints: ['Read back what you wrote.', 'Write twice.', 'Compare whole texts.'],
  limits: { testTimeoutMs: 500, maxTests: 10 },
};

const starterSuite = `import assert from 'node:assert/strict';
import { Shelf } from '../src/shelf.ts';
import { Store } from '../src/store.ts';

it('finds nothing on an empty shelf', () => {
  const shelf = new Shelf(new Store());
  assert.equal(shelf.find('a'), 'nothing');
});
`;

const exerciseFiles: Record<string, string> = {
  'exercise.json': soundManifest(),
  'src/store.ts': storeSource,
  'src/shelf.ts': shelfSource,
  'starter/tests/shelf.test.ts': starterSuite,
  'solution/tests/shelf.test.ts': suiteOf(...Object.values(solutionTests)),
  'faults/first-wins.patch': patchOf(
    'src/store.ts',
    storeSource,
    'this.texts.set(name, text);',
    'if (!this.texts.has(name)) this.texts.set(name, text);',
  ),
  'faults/lower-cased.patch': patchOf(
    'src/store.ts',
    storeSource,
    'return this.texts.get(name);',
    'return this.texts.get(name)?.toLowerCase();',
  ),
  'faults/unsorted.patch': patchOf('src/store.ts', storeSource, '.sort()', ''),
  'faults/untrimmed.patch': patchOf('src/shelf.ts', shelfSource, 'write(name.trim()', 'write(name'),
  'variants/as-list.patch': patchOf(
    'src/store.ts',
    storeSource,
    'names(): string[] {\n    return [...this.texts.keys()].sort()',
    'names(by?: (a: string, b: string) => number): string[] {\n    return Array.from(this.texts.keys()).sort(by)',
  ),
  'weak/happy.test.ts': suiteOf(`  it('finds what was put', () => {
    shelf.put('a', 'x');
    assert.equal(shelf.find('a'), 'x');
    assert.equal(shelf.list(), 'a');
  });`),
  'weak/smoke.test.ts': suiteOf(`  it('can be made', () => {
    assert.ok(shelf);
  });`),
  'weak/unit.test.ts': `import assert from 'node:assert/strict';
import { Shelf } from '../src/shelf.ts';

describe('Shelf over a double', () => {
  it('hands names and texts on', () => {
    const written: string[] = [];
    const shelf = new Shelf({
      write: (name, text) => void written.push(name, text),
      read: (name) => (name === 'a' ? 'Mixed Case' : undefined),
      names: () => ['a', 'b'],
    });
    shelf.put(' a ', 'new');
    assert.deepEqual(written, ['a', 'new']);
    assert.equal(shelf.find('a '), 'Mixed Case');
    assert.equal(shelf.list(), 'a, b');
  });
});
`,
  'dirty/only-or-skip.test.ts': suiteOf(`  it.skip('is skipped', () => {
    assert.equal(shelf.find('a'), 'nothing');
  });`),
};
