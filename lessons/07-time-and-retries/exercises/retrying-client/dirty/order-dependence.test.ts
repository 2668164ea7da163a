import assert from 'node:assert/strict';
import { FakeClock } from '../tests/support/fake-clock.ts';

const clock = new FakeClock(0);

describe('tests that share one clock', () => {
  it('moves the time on', async () => {
    await clock.advance(200);
    assert.equal(clock.now(), 200);
  });

  it('goes on where the test before has stopped', async () => {
    await clock.advance(400);
    assert.equal(clock.now(), 600);
  });
});
