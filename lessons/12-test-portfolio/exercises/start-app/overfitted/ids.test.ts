import assert from 'node:assert/strict';
import { createApp } from '../src/app.ts';
import type { App } from '../src/app.ts';

async function add(app: App, name: string): Promise<number> {
  const request = new Request('http://shop/products', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name, priceCents: 1000 }),
  });
  const { id } = (await (await app.handler(request)).json()) as { id: number };
  return id;
}

describe('integration: ids', () => {
  it('are counted', async () => {
    const app = createApp({ DATABASE_FILE: ':memory:' });
    try {
      const first = await add(app, 'Mug');

      assert.equal(await add(app, 'Teapot'), first + 1);
    } finally {
      app.close();
    }
  });
});
