import assert from 'node:assert/strict';
import { SoldOutError } from '../src/sales-desk.ts';
import { Barrier } from '../tests/support/barrier.ts';

describe('a suite narrowed while debugging', () => {
  it('has an error of its own', () => {
    assert.equal(new SoldOutError('Sold out.').name, 'SoldOutError');
  });

  it.skip('lets everybody through after the release', async () => {
    const barrier = new Barrier(1);
    barrier.release();
    await assert.doesNotReject(barrier.arrive());
  });
});
