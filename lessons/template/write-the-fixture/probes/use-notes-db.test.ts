import assert from 'node:assert/strict';
import Mocha from 'mocha';
import type { Db } from '../src/database.ts';
import { NoteStore } from '../src/notes.ts';
import { useNotesDb } from '../tests/support/use-notes-db.ts';

// A fixture is examined from outside: each probe runs a small suite of its own that uses it, in a
// second Mocha, so that a test of that suite may throw without failing here.

interface Outcome {
  passed: string[];
  /** `title: message` of each test or hook that failed. */
  failed: string[];
}

/** What Mocha's BDD interface puts on the global object. */
const bddNames = [
  ...['describe', 'context', 'xdescribe', 'xcontext', 'it', 'specify', 'xit', 'xspecify'],
  ...['before', 'after', 'beforeEach', 'afterEach', 'run'],
];

async function runSuite(define: () => void): Promise<Outcome> {
  // The base reporter prints nothing.
  const inner = new Mocha({ reporter: Mocha.reporters.Base, timeout: 1000 });
  // The BDD functions are looked up by name, and nothing here cares what they are.
  const scope = globalThis as unknown as Record<string, unknown>;
  const outer = bddNames.map((name) => [name, scope[name]] as const);
  // From here on the global functions, and those imported from 'mocha', add to the inner suite.
  inner.suite.emit('pre-require', globalThis, 'inner suite', inner);
  try {
    define();
  } finally {
    for (const [name, value] of outer) scope[name] = value;
  }

  const outcome: Outcome = { passed: [], failed: [] };
  await new Promise<void>((resolve) => {
    const runner = inner.run(() => resolve());
    runner.on('pass', (test) => outcome.passed.push(test.title));
    runner.on('fail', (test, error: Error) => {
      outcome.failed.push(`${test.title}: ${error.message}`);
    });
  });
  return outcome;
}

describe('useNotesDb', () => {
  it('gives every test a database of its own', async () => {
    const outcome = await runSuite(() => {
      const db = useNotesDb();
      const addAndCount = (): void => {
        const notes = new NoteStore(db());
        notes.add({ owner: 'ada', text: 'milk' });
        assert.equal(notes.listByOwner('ada').length, 1, 'The notes of another test are here.');
      };
      it('first', addAndCount);
      it('second', addAndCount);
    });

    assert.deepEqual(outcome, { passed: ['first', 'second'], failed: [] });
  });

  it('closes the database after a test that passes', async () => {
    const seen: Db[] = [];
    const outcome = await runSuite(() => {
      const db = useNotesDb();
      it('uses it', () => {
        seen.push(db());
      });
    });

    assert.deepEqual(outcome, { passed: ['uses it'], failed: [] });
    const stillOpen = seen.map((used) => used.open);
    assert.deepEqual(stillOpen, [false], 'The database is still open.');
  });

  it('closes the database after a test that throws', async () => {
    const seen: Db[] = [];
    const outcome = await runSuite(() => {
      const db = useNotesDb();
      it('breaks', () => {
        seen.push(db());
        throw new Error('on purpose');
      });
    });

    assert.deepEqual(outcome, { passed: [], failed: ['breaks: on purpose'] });
    const stillOpen = seen.map((used) => used.open);
    assert.deepEqual(stillOpen, [false], 'The database of the failed test is still open.');
  });
});
