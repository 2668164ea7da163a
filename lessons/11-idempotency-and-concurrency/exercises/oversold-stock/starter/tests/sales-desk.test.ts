import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import nock from 'nock';
import { openDatabase, type Db } from '../src/database.ts';
import { DatabaseBusyError, SalesDesk } from '../src/sales-desk.ts';
import { useNock } from './support/use-nock.ts';

// These tests are there for what happens at the same time. Does anything? Mend them, so that it
// always does.
describe('SalesDesk', () => {
  useNock();

  let place: string;
  let shop: Db;
  let salesDesk: SalesDesk;

  beforeEach(() => {
    place = mkdtempSync(join(tmpdir(), 'shop-'));
    shop = openDatabase(join(place, 'shop.db'));
    salesDesk = new SalesDesk({
      db: shop,
      approvalUrl: 'https://approvals.example',
      mailUrl: 'https://mail.example',
    });
    nock('https://approvals.example').persist().post('/approvals').delay(10).reply(204);
  });

  afterEach(() => {
    shop.close();
    rmSync(place, { recursive: true, force: true });
  });

  it('does not sell more than there is', async () => {
    const productId = salesDesk.addProduct('lamp', 1);
    let sold = 0;
    let refused = 0;
    const count = (sale: Promise<unknown>) =>
      sale.then(
        () => (sold += 1),
        () => (refused += 1),
      );

    void count(salesDesk.sell({ productId, quantity: 1, email: 'ada@example.com' }));
    await setTimeout(100);
    void count(salesDesk.sell({ productId, quantity: 1, email: 'grace@example.com' }));
    await setTimeout(100);

    assert.equal(sold, 1);
    assert.equal(refused, 1);
  });

  it('does not lose a sale', async () => {
    const productId = salesDesk.addProduct('lamp', 10);

    void salesDesk.sell({ productId, quantity: 1, email: 'ada@example.com' });
    await setTimeout(100);
    void salesDesk.sell({ productId, quantity: 1, email: 'grace@example.com' });
    await setTimeout(100);

    assert.equal(salesDesk.stock(productId), 8);
  });

  it('does not send a mail twice', async () => {
    let mails = 0;
    nock('https://mail.example')
      .persist()
      .post('/mails')
      .delay(10)
      .reply(() => {
        mails += 1;
        return [202];
      });
    const productId = salesDesk.addProduct('lamp', 1);
    const sale = await salesDesk.sell({ productId, quantity: 1, email: 'ada@example.com' });

    void salesDesk.confirm(sale.id);
    await setTimeout(100);
    void salesDesk.confirm(sale.id);
    await setTimeout(100);

    assert.equal(mails, 1);
  });

  it('says so when the database is locked', async () => {
    const productId = salesDesk.addProduct('lamp', 1);
    const other = openDatabase(join(place, 'shop.db'));
    other.exec('BEGIN IMMEDIATE');

    const sale = salesDesk.sell({ productId, quantity: 1, email: 'ada@example.com' });
    const refusal = assert.rejects(sale, DatabaseBusyError);
    await setTimeout(200);
    other.exec('ROLLBACK');
    other.close();

    await refusal;
  });
});
