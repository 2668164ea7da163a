import assert from 'node:assert/strict';
import { createApp } from '../src/app.ts';
import type { App } from '../src/app.ts';

function post(app: App, path: string, body: object): Promise<Response> {
  const request = new Request(`http://shop${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return app.handler(request);
}

describe('integration: the address of an order', () => {
  it('is a path', async () => {
    const app = createApp({ DATABASE_FILE: ':memory:' });
    try {
      const product = await post(app, '/products', { name: 'Mug', priceCents: 1000 });
      const { id: productId } = (await product.json()) as { id: number };

      const response = await post(app, '/orders', { productId, quantity: 2 });

      const { id } = (await response.json()) as { id: number };
      assert.equal(response.headers.get('location'), `/orders/${id}`);
    } finally {
      app.close();
    }
  });
});
