import assert from 'node:assert/strict';
import { createApp } from '../src/app.ts';

describe('integration: products', () => {
  it('are listed as they were added', async () => {
    const app = createApp({ DATABASE_FILE: ':memory:' });
    try {
      for (const name of ['Mug', 'Teapot']) {
        const request = new Request('http://shop/products', {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ name, priceCents: 1000 }),
        });
        await app.handler(request);
      }

      const response = await app.handler(new Request('http://shop/products'));

      const products = (await response.json()) as { name: string }[];
      assert.deepEqual(
        products.map(({ name }) => name),
        ['Mug', 'Teapot'],
      );
    } finally {
      app.close();
    }
  });
});
