import assert from 'node:assert/strict';
import { join } from 'node:path';
import { mapInPool } from '../../../../src/course/running/pool.ts';
import { RunnerProcess } from '../../../../src/course/running/runnerProcess.ts';
import { RunSession } from '../../../../src/course/running/runSession.ts';
import type { OverlayFile, Round } from '../../../../src/protocol/runEvents.ts';
import { useScratch } from '../../../support/scratch.ts';
import { jobOf, processesWith, runnerStart } from '../../runner/runnerHarness.ts';

describe('a session of rounds', function () {
  this.timeout(30_000);
  const scratch = useScratch();
  let marks = 0;

  interface Begun {
    readonly session: RunSession;
    readonly round: Round;
    /** The processes that were started. */
    readonly taken: readonly RunnerProcess[];
    readonly left: () => readonly string[];
  }

  function begin({ overlay = [] }: { overlay?: readonly OverlayFile[] } = {}): Begun {
    const root = scratch({ 'a.test.cjs': `it('one', () => {});` });
    const mark = `session-${process.pid}-${marks++}`;
    const taken: RunnerProcess[] = [];
    const take = (): RunnerProcess => {
      const runner = new RunnerProcess({ ...runnerStart(mark), spare: false });
      taken.push(runner);
      return runner;
    };
    const { temporary: _, ...job } = jobOf(root, {});
    const session = new RunSession({ ...job, overlay }, { take }, undefined);
    const round = { files: [join(root, 'a.test.cjs')], overlay: [], select: null, seed: 0 };
    return { session, round, taken, left: () => processesWith(mark) };
  }

  /** As a text that is too long for one message. */
  const untellable: OverlayFile = {
    path: '/x',
    get text(): string {
      throw new Error('it cannot be told');
    },
  };

  it('ends the process that a job cannot be told to', async () => {
    const { session, round, taken, left } = begin({ overlay: [untellable] });
    const end = await session.run(round, () => undefined);
    assert.deepEqual(end, {
      how: 'not-started',
      message: 'Its process could not be made: it cannot be told.',
    });
    assert.equal(taken.length, 1);
    assert.deepEqual(left(), []);
  });

  it('ends the process that a round cannot be told to', async () => {
    const { session, round, taken, left } = begin();
    await assert.rejects(
      session.run({ ...round, overlay: [untellable] }, () => undefined),
      /it cannot be told/,
    );
    assert.equal(taken.length, 1);
    assert.deepEqual(left(), []);
  });

  it('ends the process when nobody can hear its events, and says why', async () => {
    const { session, round, left } = begin();
    const deaf = (): void => {
      throw new Error('I cannot hear.');
    };
    await assert.rejects(session.run(round, deaf), /I cannot hear/);
    assert.deepEqual(left(), []);
    // The session itself goes on.
    assert.deepEqual(await session.run(round, () => undefined), { how: 'finished', clean: true });
    await session.close();
  });

  it('that was closed starts nothing more, also when it was just about to', async () => {
    const { session, round, taken, left } = begin();
    const over = session.run(round, () => undefined);
    await session.close();
    assert.equal((await over).how, 'cancelled');
    assert.deepEqual(left(), []);
    const before = taken.length;
    assert.deepEqual(await session.run(round, () => undefined), { how: 'cancelled' });
    assert.equal(taken.length, before);
  });
});

describe('work in a pool', () => {
  it('begins nothing more after a failure, and waits for what had begun', async () => {
    const begun: number[] = [];
    let over = 0;
    const work = async (item: number): Promise<void> => {
      begun.push(item);
      if (item === 0) throw new Error('the first one');
      await new Promise((resolve) => setTimeout(resolve, 20));
      over += 1;
    };
    await assert.rejects(mapInPool([0, 1, 2, 3, 4, 5, 6, 7, 8], work), /the first one/);
    const { length } = begun;
    assert.ok(length <= 4, `${length} were begun`);
    assert.equal(over, length - 1);
    await new Promise((resolve) => setTimeout(resolve, 50));
    assert.equal(begun.length, length);
  });
});
