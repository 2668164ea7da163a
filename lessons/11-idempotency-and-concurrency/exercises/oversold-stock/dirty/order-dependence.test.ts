import assert from 'node:assert/strict';
import { Barrier } from '../tests/support/barrier.ts';

const barrier = new Barrier(2);

describe('tests that share one barrier', () => {
  it('is reached by the first', async () => {
    const arrival = barrier.arrive();
    barrier.release();
    await assert.doesNotReject(arrival);
  });

  it('is complete with the second', async () => {
    void barrier.arrive();
    const late = Symbol('late');
    assert.notEqual(await Promise.race([barrier.allArrived, Promise.resolve(late)]), late);
  });
});
