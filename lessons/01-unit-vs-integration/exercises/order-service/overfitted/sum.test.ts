import assert from 'node:assert/strict';
import { Catalogue } from '../src/catalogue.ts';
import { openDatabase, type Db } from '../src/database.ts';
import { OrderService } from '../src/order-service.ts';

describe('a total, added up as it happens to be', () => {
  let db: Db;
  let orders: OrderService;
  let mug: number;

  beforeEach(() => {
    db = openDatabase(':memory:');
    db.exec("INSERT INTO users (id, username, email) VALUES (1, 'alice', 'alice@example.com')");
    mug = new Catalogue(db).add({ name: 'Mug', priceCents: 1000 }).id;
    orders = new OrderService({
      db,
      payments: { charge: async ({ amountCents }) => ({ id: 'pay-1', status: 'succeeded', amountCents }) },
    });
  });

  afterEach(() => {
    db.close();
  });

  it('comes from SQL', () => {
    const { id } = orders.createOrder(1);
    orders.addItem(id, mug, 2);
    const asked: string[] = [];
    const prepare = db.prepare.bind(db);
    Object.assign(db, {
      prepare: (sql: string) => {
        asked.push(sql);
        return prepare(sql);
      },
    });
    assert.equal(orders.total(id), 2000);
    assert.match(asked.join(), /SUM\(/);
  });
});
