import assert from 'node:assert/strict';
import { calculateTotal } from '../src/pricing.ts';

describe('unit: runs one of its two tests', () => {
  it.only('sums one item', () => {
    assert.equal(calculateTotal([{ priceCents: 1000, quantity: 2 }]), 2000);
  });

  it('sums no items', () => {
    assert.equal(calculateTotal([]), 0);
  });
});
