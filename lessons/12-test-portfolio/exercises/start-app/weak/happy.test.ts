import assert from 'node:assert/strict';
import { startApp } from '../src/start-app.ts';

const json = { 'content-type': 'application/json' };

describe('the shop when all goes well', () => {
  it('takes an order over the network', async () => {
    const app = await startApp({ DATABASE_FILE: ':memory:' });
    try {
      const product = JSON.stringify({ name: 'Mug', priceCents: 1000 });
      const added = await fetch(`${app.url}/products`, {
        method: 'POST',
        headers: json,
        body: product,
      });
      assert.equal(added.status, 201);
      const { id } = (await added.json()) as { id: number };

      const order = JSON.stringify({ productId: id, quantity: 2 });
      const ordered = await fetch(`${app.url}/orders`, {
        method: 'POST',
        headers: json,
        body: order,
      });
      assert.equal(ordered.status, 201);
      const { totalCents } = (await ordered.json()) as { totalCents: number };
      assert.equal(totalCents, 2400);
    } finally {
      await app.close();
    }
  });
});
