import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase, type Db } from '../src/database.ts';
import { Orders } from '../src/orders.ts';

describe('Orders', () => {
  let folder: string;
  let db: Db;
  let orders: Orders;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'shop-'));
    db = openDatabase(join(folder, 'shop.db'));
    orders = new Orders(db);
  });

  afterEach(() => {
    db.close();
    rmSync(folder, { recursive: true });
  });

  it('reads back what was stored', () => {
    const id = orders.add('ann', 1999);
    assert.deepEqual({ ...orders.read(id) }, { id, owner: 'ann', cents: 1999, status: 'open' });
  });

  it('lists the orders of one owner', () => {
    const id = orders.add('ann', 100);
    orders.add('bob', 200);
    assert.deepEqual(
      orders.listOf('ann').map((order) => order.id),
      [id],
    );
  });

  it('refuses an order that costs nothing', () => {
    assert.throws(() => orders.add('ann', 0), { code: 'SQLITE_CONSTRAINT_CHECK' });
  });

  it('keeps no receipt of an order that does not exist', () => {
    assert.throws(() => orders.pay(7, 'r-1'), { code: 'SQLITE_CONSTRAINT_FOREIGNKEY' });
  });

  it('shows a stored order to a second connection', () => {
    const id = orders.add('ann', 100);
    orders.pay(id, 'r-1');
    const other = openDatabase(join(folder, 'shop.db'));
    try {
      assert.equal(new Orders(other).read(id)?.status, 'paid');
    } finally {
      other.close();
    }
  });
});
