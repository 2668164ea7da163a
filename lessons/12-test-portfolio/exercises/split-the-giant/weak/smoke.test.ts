import assert from 'node:assert/strict';
import { AccountStore, AuthService } from '../src/accounts.ts';
import { systemClock } from '../src/clock.ts';
import { openDatabase } from '../src/database.ts';
import { OrderService } from '../src/orders.ts';
import { Receipts } from '../src/receipts.ts';

describe('the shop', () => {
  it('starts', async () => {
    const db = openDatabase(':memory:');
    try {
      const auth = new AuthService({ store: new AccountStore(db), clock: systemClock });
      assert.equal(auth.authenticate('nothing'), null);
      const orders = new OrderService({
        db,
        payments: { charge: async () => assert.fail('nothing is to be charged') },
      });
      assert.throws(() => orders.status(1));
      const mailer = { send: async () => assert.fail('nothing is to be sent') };
      await assert.rejects(new Receipts({ db, mailer }).send(1));
    } finally {
      db.close();
    }
  });
});
