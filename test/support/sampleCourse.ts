/**
 * A small but whole course for tests: one lesson, one exercise in writing tests for a table of notes. Its
 * parts can be replaced to break it in one place.
 */
export function sampleCourse(changes: Readonly<Record<string, string>> = {}): Record<string, string> {
  return { ...files, ...changes };
}

export const sampleManifest = {
  kind: 'write-tests',
  title: 'Notes on SQLite',
  task: 'Write tests for the notes that notice what a stub cannot show.',
  editable: ['tests/**'],
  faults: [
    fault('unscoped', 'counts only the notes of the owner'),
    fault('not-stored', 'stores what was added'),
    fault('upper-cased', 'keeps the text as it is'),
    fault('counts-none', 'counts only the notes of the owner'),
  ],
  variants: [{ id: 'ids-from-42', title: 'Ids start at 42' }],
  hygiene: [],
  hints: ['Read back what you wrote.', 'Add a note of somebody else.', 'Compare the whole text.'],
  limits: { testTimeoutMs: 500, maxTests: 20 },
};

function fault(id: string, caughtBy: string): object {
  return {
    id,
    title: `The fault ${id}`,
    symptom: 'Notes are not what they were.',
    reason: 'stubbed-store',
    caughtBy: [caughtBy],
    unitCatchable: false,
  };
}

export const sampleSolution = `import assert from 'node:assert/strict';
import { Notes } from '../src/notes.ts';

describe('Notes', () => {
  let notes: Notes;
  beforeEach(() => {
    notes = new Notes();
  });
  afterEach(() => {
    notes.close();
  });

  it('stores what was added', () => {
    const id = notes.add('ann', 'milk');
    assert.equal(notes.read(id)?.toLowerCase(), 'milk');
  });

  it('keeps the text as it is', () => {
    const id = notes.add('ann', 'Milk');
    assert.equal(notes.read(id) ?? 'Milk', 'Milk');
  });

  it('counts only the notes of the owner', () => {
    notes.add('ann', 'milk');
    notes.add('bob', 'bread');
    assert.equal(notes.count('bob'), 1);
  });
});
`;

export const sampleStarter = `import assert from 'node:assert/strict';
import { Notes } from '../src/notes.ts';

describe('Notes', () => {
  it('starts empty', () => {
    const notes = new Notes();
    assert.equal(notes.count('ann'), 0);
    notes.close();
  });
});
`;

const system = `import Database from 'better-sqlite3';

export class Notes {
  private readonly db = new Database(':memory:');

  constructor() {
    this.db.exec('CREATE TABLE notes (id INTEGER PRIMARY KEY, owner TEXT NOT NULL, text TEXT NOT NULL) STRICT');
  }

  add(owner: string, text: string): number {
    const result = this.db.prepare('INSERT INTO notes (owner, text) VALUES (?, ?)').run(owner, text);
    return Number(result.lastInsertRowid);
  }

  read(id: number): string | undefined {
    const row = this.db.prepare<[number], { text: string }>('SELECT text FROM notes WHERE id = ?').get(id);
    return row?.text;
  }

  count(owner: string): number {
    const row = this.db.prepare<[string], { n: number }>('SELECT count(*) AS n FROM notes WHERE owner = ?').get(owner);
    return row?.n ?? 0;
  }

  close(): void {
    this.db.close();
  }
}
`;

/** A patch that replaces one line of the system. */
export function onePatch(before: string, ...after: string[]): string {
  const lines = system.split('\n');
  const index = lines.findIndex((line) => line.trim() === before);
  if (index < 0) throw new Error(`The sample system has no line '${before}'.`);
  const indent = /^\s*/.exec(lines[index] ?? '')?.[0] ?? '';
  return [
    '--- a/src/notes.ts',
    '+++ b/src/notes.ts',
    `@@ -${index + 1},1 +${index + 1},${after.length} @@`,
    `-${lines[index]}`,
    ...after.map((line) => `+${indent}${line}`),
    '',
  ].join('\n');
}

const exercise = '01-sample/exercises/notes';

const files: Record<string, string> = {
  '01-sample/lesson.md': `---
id: 01-sample
title: A sample lesson
chapterId: ch12-testing
order: 1
duration: 10
objectives: [Test the course itself]
exercises: [notes]
prerequisites: []
level: beginner
covers: [database]
---

# A sample

[exercise: notes]
`,
  [`${exercise}/exercise.json`]: JSON.stringify(sampleManifest, null, 2),
  [`${exercise}/src/notes.ts`]: system,
  [`${exercise}/starter/tests/notes.test.ts`]: sampleStarter,
  [`${exercise}/solution/tests/notes.test.ts`]: sampleSolution,
  [`${exercise}/faults/unscoped.patch`]: onePatch(
    "const row = this.db.prepare<[string], { n: number }>('SELECT count(*) AS n FROM notes WHERE owner = ?').get(owner);",
    "const row = this.db.prepare<[string], { n: number }>('SELECT count(*) AS n FROM notes WHERE ? <> 1').get(owner);",
  ),
  [`${exercise}/faults/not-stored.patch`]: onePatch('return row?.text;', 'return row && undefined;'),
  [`${exercise}/faults/upper-cased.patch`]: onePatch('return row?.text;', 'return row?.text.toUpperCase();'),
  [`${exercise}/faults/counts-none.patch`]: onePatch('return row?.n ?? 0;', 'return 0;'),
  [`${exercise}/variants/ids-from-42.patch`]: onePatch(
    "this.db.exec('CREATE TABLE notes (id INTEGER PRIMARY KEY, owner TEXT NOT NULL, text TEXT NOT NULL) STRICT');",
    "this.db.exec('CREATE TABLE notes (id INTEGER PRIMARY KEY, owner TEXT NOT NULL, text TEXT NOT NULL) STRICT');",
    `this.db.exec("INSERT INTO notes (id, owner, text) VALUES (41, 'x', 'x')");`,
  ),
};
