import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import nock from 'nock';
import { openDatabase, type Db } from '../src/database.ts';
import { createShop } from '../src/server.ts';

describe('the shop', () => {
  let db: Db;
  let server: Server;
  let address: string;

  beforeEach(async () => {
    if (!nock.isActive()) nock.activate();
    nock.disableNetConnect();
    nock.enableNetConnect('127.0.0.1');
    db = openDatabase(':memory:');
    server = createShop(db).listen(0, '127.0.0.1');
    await once(server, 'listening');
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });

  afterEach(async () => {
    nock.cleanAll();
    nock.enableNetConnect();
    nock.restore();
    server.close();
    server.closeAllConnections();
    await once(server, 'close');
    db.close();
  });

  const order = (): Promise<Response> =>
    fetch(`${address}/orders`, { method: 'POST', body: JSON.stringify({ owner: 'ann', cents: 1999 }) });

  it('takes an order', async () => {
    const response = await order();
    assert.equal(response.status, 201);
    assert.deepEqual(await response.json(), { id: 1, owner: 'ann', cents: 1999, status: 'open' });
  });

  it('takes the payment of an order', async () => {
    await order();
    nock('https://payments.example')
      .post('/charges', { order: 1, cents: 1999 })
      .reply(200, { receipt: 'r-1' });
    const response = await fetch(`${address}/orders/1/payment`, { method: 'POST' });
    assert.deepEqual(await response.json(), { id: 1, owner: 'ann', cents: 1999, status: 'paid' });
  });

  it('does not know an order that was never made', async () => {
    assert.equal((await fetch(`${address}/orders/7`)).status, 404);
  });
});
