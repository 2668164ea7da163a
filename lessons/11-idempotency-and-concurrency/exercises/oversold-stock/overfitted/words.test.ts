import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import nock from 'nock';
import { openDatabase, type Db } from '../src/database.ts';
import { SalesDesk } from '../src/sales-desk.ts';
import { useNock } from '../tests/support/use-nock.ts';

describe('an error, in the words that it happens to have', () => {
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

  it('asks to try again', async () => {
    nock('https://approvals.example').post('/approvals').reply(204);
    const productId = desk.addProduct('lamp', 1);
    const somebodyElse = openDatabase(join(folder, 'shop.sqlite'));
    try {
      somebodyElse.exec('BEGIN IMMEDIATE');
      await assert.rejects(desk.sell({ productId, quantity: 1, email: 'ada@example.com' }), {
        message: 'The sale could not be stored. Try again.',
      });
    } finally {
      somebodyElse.close();
    }
  });
});
