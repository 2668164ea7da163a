import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { createApp } from '../src/app.ts';
import type { App } from '../src/app.ts';
import { taxOn } from '../src/pricing.ts';
import { startApp } from '../src/start-app.ts';

describe('unit: tax', () => {
  it('rounds half a cent up', () => {
    assert.equal(taxOn(250, 19), 48); // 47.5
  });
});

describe('integration: the shop as it is put together', () => {
  let app: App;

  beforeEach(() => {
    app = createApp({ DATABASE_FILE: ':memory:', TAX_PERCENT: '7' });
  });

  afterEach(() => {
    app.close();
  });

  function post(path: string, body: object): Promise<Response> {
    const request = new Request(`http://shop${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return app.handler(request);
  }

  /** @returns the product's id */
  async function addMug(): Promise<number> {
    const response = await post('/products', { name: 'Mug', priceCents: 1000 });
    const { id } = (await response.json()) as { id: number };
    return id;
  }

  it('takes the tax from its settings', async () => {
    const response = await post('/orders', { productId: await addMug(), quantity: 2 });

    const { taxCents } = (await response.json()) as { taxCents: number };
    assert.equal(taxCents, 140);
  });

  it('stores a review', async () => {
    const response = await post('/reviews', { productId: await addMug(), stars: 5 });

    assert.equal(response.status, 201);
  });

  it('says that it is healthy', async () => {
    const response = await app.handler(new Request('http://shop/health'));

    assert.equal(response.status, 200);
  });
});

describe('socket: a running shop', () => {
  it('answers, and shuts down although a client stays connected', async () => {
    const app = await startApp({ DATABASE_FILE: ':memory:' });
    const client = connect(Number(new URL(app.url).port), '127.0.0.1');
    client.on('error', () => undefined); // It is cut off on purpose.
    try {
      await once(client, 'connect');
      assert.equal((await fetch(`${app.url}/products`)).status, 200);

      const shutdown = app.close().then(() => 'shut down');
      const limit = sleep(1000, 'still running', { ref: false });
      assert.equal(await Promise.race([shutdown, limit]), 'shut down');
    } finally {
      client.destroy();
      await app.close();
    }
  });
});
