import assert from 'node:assert/strict';
import type { Db } from '../src/database.ts';
import { healthRoutes } from '../src/health.ts';
import { orderRoutes } from '../src/orders.ts';
import { calculateTotal, taxOn } from '../src/pricing.ts';
import { reviewRoutes } from '../src/reviews.ts';

/** Answers every query with one product; every insert gets the id 7. */
function stubDatabase(): Db {
  const statement = {
    get: () => ({ id: 3, name: 'Mug', priceCents: 1000 }),
    run: () => ({ changes: 1, lastInsertRowid: 7 }),
  };
  const stub: unknown = { prepare: () => statement };
  // The routes use this much of a connection and no more.
  return stub as Db;
}

const post = (body: object) => ({
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});

describe('unit: every part by itself', () => {
  it('sums', () => {
    assert.equal(calculateTotal([{ priceCents: 1000, quantity: 2 }]), 2000);
  });

  it('sums several items', () => {
    const items = [
      { priceCents: 1000, quantity: 2 },
      { priceCents: 500, quantity: 1 },
    ];
    assert.equal(calculateTotal(items), 2500);
  });

  it('rounds to the nearest cent', () => {
    assert.equal(taxOn(101, 20), 20);
  });

  it('rounds half a cent up', () => {
    assert.equal(taxOn(250, 19), 48);
  });

  it('taxes an order with the rate it is given', async () => {
    const routes = orderRoutes(stubDatabase(), 7);
    const response = await routes.request('/', post({ productId: 3, quantity: 2 }));
    assert.equal(response.headers.get('location'), '/orders/7');
    assert.deepEqual(await response.json(), {
      ...{ id: 7, netCents: 2000, taxCents: 140, totalCents: 2140 },
    });
  });

  it('accepts a review', async () => {
    const routes = reviewRoutes(stubDatabase());
    const response = await routes.request('/', post({ productId: 3, stars: 5 }));
    assert.equal(response.status, 201);
  });

  it('is healthy', async () => {
    const response = await healthRoutes(stubDatabase()).request('/');
    assert.equal(response.status, 200);
  });
});
