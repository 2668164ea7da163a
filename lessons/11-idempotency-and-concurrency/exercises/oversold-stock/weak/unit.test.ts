import assert from 'node:assert/strict';
import type { Db } from '../src/database.ts';
import { SalesDesk, ServiceError, SoldOutError } from '../src/sales-desk.ts';

/** A database that says how many rows each statement changes, and has no rows. */
function stubbedDb(changes: number): Db {
  const transaction = (work: () => unknown) => Object.assign(work, { immediate: work });
  const statement = {
    run: () => ({ changes, lastInsertRowid: 7 }),
    get: () => (changes > 0 ? 5 : 0),
    pluck: () => statement,
  };
  // The desk uses this much of a connection and no more.
  return { transaction, prepare: () => statement } as unknown as Db;
}

const realFetch = globalThis.fetch;
const sale = { productId: 1, quantity: 1, email: 'ada@example.com' };
const urls = { approvalUrl: 'https://approvals.example', mailUrl: 'https://mail.example' };

describe('SalesDesk with database and services doubled', () => {
  let status = 204;

  beforeEach(() => {
    globalThis.fetch = () => Promise.resolve(new Response(null, { status }));
  });

  afterEach(() => {
    globalThis.fetch = realFetch;
    status = 204;
  });

  it('hands on the sale with its id', async () => {
    const sold = await new SalesDesk({ db: stubbedDb(1), ...urls }).sell(sale);
    assert.deepEqual(sold, { id: 7, ...sale });
  });

  it('is sold out when no row has changed', async () => {
    const desk = new SalesDesk({ db: stubbedDb(0), ...urls });
    await assert.rejects(desk.sell(sale), SoldOutError);
  });

  it('needs an approval', async () => {
    status = 403;
    const desk = new SalesDesk({ db: stubbedDb(1), ...urls });
    await assert.rejects(desk.sell(sale), ServiceError);
  });

  it('confirms', async () => {
    const desk = new SalesDesk({ db: stubbedDb(1), ...urls });
    await assert.doesNotReject(desk.confirm(7));
  });
});
