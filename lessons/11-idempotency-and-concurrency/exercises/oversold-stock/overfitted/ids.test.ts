import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase, type Db } from '../src/database.ts';
import { SalesDesk } from '../src/sales-desk.ts';
import { useNock } from '../tests/support/use-nock.ts';

describe('products, with the ids that they happen to have', () => {
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

  it('begin with 1', () => {
    assert.equal(desk.addProduct('lamp', 1), 1);
  });
});
