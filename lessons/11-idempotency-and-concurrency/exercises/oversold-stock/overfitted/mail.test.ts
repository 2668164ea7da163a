import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import nock from 'nock';
import { openDatabase, type Db } from '../src/database.ts';
import { SalesDesk } from '../src/sales-desk.ts';
import { useNock } from '../tests/support/use-nock.ts';

describe('a mail, with all that it happens to hold', () => {
  useNock();

  let folder: string;
  let db: Db;
  let desk: SalesDesk;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'sales-desk-'));
    db = openDatabase(join(folder, 'shop.sqlite'));
    desk = new SalesDesk({ db, approvalUrl: 'https://approvals.example', mailUrl: 'https://mail.example' });
  });

  afterEach(() => {
    db?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('holds the address and the sale', async () => {
    nock('https://approvals.example').post('/approvals').reply(204);
    const mails: unknown[] = [];
    nock('https://mail.example')
      .post('/mails')
      .reply(async (_uri, mail) => {
        mails.push(mail);
        return [202];
      });
    const sale = { productId: desk.addProduct('lamp', 1), quantity: 1, email: 'ada@example.com' };
    const { id } = await desk.sell(sale);
    await desk.confirm(id);
    assert.deepEqual(mails, [{ to: sale.email, saleId: id }]);
  });
});
