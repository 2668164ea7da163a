import assert from 'node:assert/strict';
import { loadCatalog } from '../../../src/course/catalog.ts';
import { loadExample } from '../../../src/course/examples/example.ts';
import { runExample } from '../../../src/course/examples/runExample.ts';
import { coldRunners } from '../../../src/course/running/runSession.ts';
import { findRuntime } from '../../../src/course/runtime.ts';
import type { ExampleResult } from '../../../src/protocol/exampleResult.ts';
import { sourceInstallation } from '../../support/scratch.ts';

describe('an example of a page', function () {
  this.timeout(60_000);

  /** @param change of the example's file. */
  async function run(
    lessonId: string,
    name: string,
    change: (text: string) => string = (text) => text,
    signal?: AbortSignal,
  ): Promise<ExampleResult> {
    const installation = sourceInstallation;
    const lesson = loadCatalog(installation.lessons).lessons.find(({ id }) => id === lessonId);
    assert.ok(lesson);
    const example = loadExample(lesson, name);
    assert.ok(example);
    const runners = coldRunners({ runtime: await findRuntime(undefined), ...installation });
    const setting = { installation, runners, ...(signal === undefined ? {} : { signal }) };
    return runExample(lesson, { ...example, text: change(example.text) }, setting);
  }

  it('tells how each test went, the line that failed, and what was left behind', async () => {
    const { rounds } = await run('02-database', 'real-table');
    const [round] = rounds;
    assert.ok(round);
    assert.deepEqual(
      round.tests.map(({ title, state }) => [title, state]),
      [
        ['adds a user', 'passed'],
        ['adds a user to a real database', 'failed'],
      ],
    );
    assert.match(
      round.tests[1]?.failure?.message ?? '',
      /^SqliteError: table users has no column named name/,
    );
    assert.equal(round.leaks.length, 1);
    assert.equal(round.leaks[0]?.line, "const db = openDatabase(':memory:');");
    assert.equal(round.problem, null);
  });

  it('is run in both orders where the order is its point', async () => {
    const { rounds } = await run('03-isolation', 'shared-users');
    assert.deepEqual(
      rounds.map(({ order, tests }) => [order, tests.map(({ state }) => state)]),
      [
        ['declared', ['passed', 'passed', 'passed']],
        ['reversed', ['failed', 'failed', 'failed']],
      ],
    );
    assert.equal(rounds[1]?.tests[0]?.title, 'users › refuses the same name again');
  });

  it('ends when it loops, and says so', async () => {
    const endless = (text: string): string => text.replace('markPaid(db, 7);', 'for (;;);');
    const [round] = (await run('01-unit-vs-integration', 'paid-order', endless)).rounds;
    assert.match(round?.problem ?? '', /endless loop/);
    assert.equal(round?.tests.at(-1)?.state, 'errored');
  });

  it('can be cancelled', async () => {
    const abort = new AbortController();
    abort.abort();
    const { rounds } = await run('03-isolation', 'shared-users', undefined, abort.signal);
    assert.deepEqual(
      rounds.map(({ problem }) => problem),
      ['The run was cancelled.'],
    );
  });
});
