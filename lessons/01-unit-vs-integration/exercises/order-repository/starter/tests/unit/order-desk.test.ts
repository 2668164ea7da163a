import assert from 'node:assert/strict';
import { OrderDesk } from '../../src/order-desk.ts';
import { FakeOrderStore } from './fake-order-store.ts';

describe('OrderDesk (unit, on the fake)', () => {
  it('returns the placed order with its total', () => {
    const placed = new OrderDesk(new FakeOrderStore()).place(1, [
      { priceCents: 1000, quantity: 2 },
      { priceCents: 2000, quantity: 1 },
    ]);
    assert.equal(placed.totalCents, 4000);
    assert.equal(placed.status, 'pending');
  });

  it('adds up what one user owes', () => {
    const desk = new OrderDesk(new FakeOrderStore());
    desk.place(1, [{ priceCents: 1000, quantity: 1 }]);
    desk.place(2, [{ priceCents: 9900, quantity: 1 }]);
    desk.place(1, [{ priceCents: 500, quantity: 3 }]);
    assert.equal(desk.owedBy(1), 2500);
  });

  it('refuses an empty basket', () => {
    assert.throws(() => new OrderDesk(new FakeOrderStore()).place(1, []), RangeError);
  });
});
