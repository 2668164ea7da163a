import assert from 'node:assert/strict';
import { createApp } from '../src/app.ts';
import type { App } from '../src/app.ts';

describe('integration: one app for all tests', () => {
  let app: App;

  before(() => {
    app = createApp({ DATABASE_FILE: ':memory:' });
  });

  after(() => {
    app.close();
  });

  it('starts without products', async () => {
    const response = await app.handler(new Request('http://shop/products'));
    assert.deepEqual(await response.json(), []);
  });

  it('adds a product', async () => {
    const request = new Request('http://shop/products', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'Mug', priceCents: 1000 }),
    });
    assert.equal((await app.handler(request)).status, 201);
  });
});
