import assert from 'node:assert/strict';
import { calculateTotal } from '../../src/total.ts';

describe('calculateTotal (unit)', () => {
  it('multiplies each price by its quantity', () => {
    const basket = [
      { priceCents: 1000, quantity: 2 },
      { priceCents: 500, quantity: 3 },
    ];
    assert.equal(calculateTotal(basket), 3500);
  });

  it('is zero for an empty basket', () => {
    assert.equal(calculateTotal([]), 0);
  });
});
