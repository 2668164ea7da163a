import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { createApp } from '../src/app.ts';
import type { App } from '../src/app.ts';
import { calculateTotal, taxOn } from '../src/pricing.ts';
import { startApp } from '../src/start-app.ts';

describe('unit: prices', () => {
  it('adds up all items', () => {
    const items = [
      { priceCents: 1000, quantity: 2 },
      { priceCents: 250, quantity: 1 },
    ];
    assert.equal(calculateTotal(items), 2250);
  });

  it('rounds the tax to the nearest cent', () => {
    assert.equal(taxOn(107, 20), 21); // 21.4
  });

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

  function get(path: string): Promise<Response> {
    // Resolved like a browser does it, so that the path may be a whole URL as well.
    return app.handler(new Request(new URL(path, 'http://shop/')));
  }

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

  it('needs a database', () => {
    assert.throws(() => createApp({}));
  });

  it('takes the tax from its settings', async () => {
    const response = await post('/orders', { productId: await addMug(), quantity: 2 });

    const { taxCents } = (await response.json()) as { taxCents: number };
    assert.equal(taxCents, 140);
  });

  it('shows an order again as it was confirmed', async () => {
    const response = await post('/orders', { productId: await addMug(), quantity: 2 });
    const confirmed = (await response.json()) as { totalCents: number };

    const again = await get(response.headers.get('location') ?? 'nowhere');

    assert.equal(again.status, 200);
    const { totalCents } = (await again.json()) as { totalCents: number };
    assert.equal(totalCents, confirmed.totalCents);
  });

  it('refuses an order of nothing', async () => {
    const response = await post('/orders', { productId: await addMug(), quantity: 0 });

    assert.equal(response.status, 400);
  });

  it('lists what was added', async () => {
    const id = await addMug();

    const products = (await (await get('/products')).json()) as { id: number }[];

    assert.deepEqual(
      products.map((product) => product.id),
      [id],
    );
  });

  it('stores a review', async () => {
    const response = await post('/reviews', { productId: await addMug(), stars: 5 });

    assert.equal(response.status, 201);
  });

  it('says that it is healthy', async () => {
    const response = await get('/health');

    assert.equal(response.status, 200);
  });
});

describe('socket: a running shop', () => {
  it('answers, and shuts down although a client stays connected', async () => {
    const app = await startApp({ DATABASE_FILE: ':memory:' });
    const client = connect(Number(new URL(app.url).port), '127.0.0.1');
    client.on('error', () => undefined); // It is cut off on purpose.
    const patience = new AbortController();
    try {
      await once(client, 'connect');
      assert.equal((await fetch(`${app.url}/products`)).status, 200);

      const shutdown = app.close().then(() => 'shut down');
      const limit = sleep(1000, 'still running', { signal: patience.signal });
      assert.equal(await Promise.race([shutdown, limit]), 'shut down');
    } finally {
      patience.abort();
      client.destroy();
      await app.close();
    }
  });
});
