import assert from 'node:assert/strict';
import { calculateTotal } from '../src/total.ts';

describe('runs one of its two tests', () => {
  it.only('sums one item', () => {
    assert.equal(calculateTotal([{ priceCents: 1000, quantity: 1 }]), 1000);
  });

  it('sums no items', () => {
    assert.equal(calculateTotal([]), 0);
  });
});
