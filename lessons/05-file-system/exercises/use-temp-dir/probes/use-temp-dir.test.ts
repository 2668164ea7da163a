import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, realpathSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { isAbsolute, join, relative, sep } from 'node:path';
import Mocha from 'mocha';
import { useTempDir } from '../tests/support/use-temp-dir.ts';

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

function assertPassed({ passed, failed }: Outcome, ...titles: string[]): void {
  assert.deepEqual(failed, [], `A suite that uses the fixture failed. ${failed.join(' ')}`);
  assert.deepEqual(passed, titles, 'Not every test of a suite that uses the fixture was run.');
}

/** Asked while the folder is there, for its real path is not known afterwards. */
function isTemporary(path: string): boolean {
  const way = relative(realpathSync(tmpdir()), realpathSync(path));
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

describe('useTempDir', () => {
  it('gives every test an empty folder', async () => {
    const outcome = await runSuite(() => {
      const dir = useTempDir();
      const fill = (): void => {
        assert.deepEqual(readdirSync(dir()), [], 'The files of another test are here.');
        writeFileSync(join(dir(), 'left.txt'), 'x');
      };
      it('first', fill);
      it('second', fill);
    });

    assertPassed(outcome, 'first', 'second');
  });

  it('keeps to one folder within a test', async () => {
    const outcome = await runSuite(() => {
      const dir = useTempDir();
      beforeEach(() => {
        writeFileSync(join(dir(), 'prepared.txt'), 'x');
      });
      it('finds what its setup stored', () => {
        assert.deepEqual(readdirSync(dir()), ['prepared.txt']);
      });
    });

    assertPassed(outcome, 'finds what its setup stored');
  });

  it('shares a folder with nobody', async () => {
    const outcome = await runSuite(() => {
      const source = useTempDir();
      const target = useTempDir();
      it('has two', () => {
        writeFileSync(join(source(), 'only-here.txt'), 'x');
        assert.deepEqual(readdirSync(target()), [], 'Two fixtures gave the same folder.');
      });
    });

    assertPassed(outcome, 'has two');
  });

  it('makes the folder where temporary files belong', async () => {
    let temporary: boolean | undefined;
    const outcome = await runSuite(() => {
      const dir = useTempDir();
      it('looks', () => {
        temporary = isTemporary(dir());
      });
    });

    assertPassed(outcome, 'looks');
    assert.equal(temporary, true, "The folder is not in the system's folder for temporary files.");
  });

  it('removes an empty folder', async () => {
    const seen: string[] = [];
    const outcome = await runSuite(() => {
      const dir = useTempDir();
      it('uses it', () => {
        seen.push(dir());
      });
    });

    assertPassed(outcome, 'uses it');
    assert.deepEqual(seen.filter(existsSync), [], 'The folder is still there.');
  });

  it('removes a folder with all that is in it', async () => {
    const seen: string[] = [];
    const outcome = await runSuite(() => {
      const dir = useTempDir();
      it('fills it', () => {
        seen.push(dir());
        mkdirSync(join(dir(), 'a', 'b'), { recursive: true });
        writeFileSync(join(dir(), 'a', 'b', 'deep.txt'), 'x');
      });
    });

    assertPassed(outcome, 'fills it');
    assert.deepEqual(seen.filter(existsSync), [], 'The folder is still there.');
  });

  it('removes the folder after a test that throws', async () => {
    const seen: string[] = [];
    const outcome = await runSuite(() => {
      const dir = useTempDir();
      it('breaks', () => {
        seen.push(dir());
        throw new Error('on purpose');
      });
    });

    const failure = outcome.failed.join(' ');
    assert.equal(failure, 'breaks: on purpose', `The suite failed otherwise. ${failure}`);
    assert.deepEqual(seen.filter(existsSync), [], 'The folder of the failed test is still there.');
  });
});
