import assert from 'node:assert/strict';
import { createApp } from '../src/app.ts';

describe('integration: refusals', () => {
  it('say why', async () => {
    const app = createApp({ DATABASE_FILE: ':memory:' });
    try {
      const request = new Request('http://shop/orders', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ productId: 1, quantity: 0 }),
      });

      const response = await app.handler(request);

      assert.deepEqual(await response.json(), { error: 'An order needs a known productId and a quantity.' });
    } finally {
      app.close();
    }
  });
});
