import assert from 'node:assert/strict';
import nock from 'nock';
import { AccountStore, AuthService } from '../src/accounts.ts';
import { systemClock } from '../src/clock.ts';
import { openDatabase } from '../src/database.ts';
import { Catalogue, OrderService } from '../src/orders.ts';
import { HttpMailer, Receipts } from '../src/receipts.ts';

// The giant. It walks through the whole shop, and if it ever fails, who knows where to look?
// Write one test per story in its place, with the word of its area in a title, and delete it.
describe('the entire application', () => {
  it('works', async () => {
    const database = openDatabase(':memory:');
    try {
      const security = new AuthService({
        store: new AccountStore(database),
        clock: systemClock,
        scryptN: 2 ** 12,
      });
      const eveId = await security.register('eve@example.com', 'correct horse');
      assert.ok(eveId > 0);
      assert.ok(await security.login('eve@example.com', 'correct horse'));

      const service = new OrderService({
        db: database,
        payments: {
          charge: async (asked) => ({ ...asked, id: 'p-77', status: 'succeeded' }),
        },
      });
      const bowl = new Catalogue(database).add({ name: 'Bowl', priceCents: 1250 });
      const placed = service.createOrder(eveId);
      service.addItem(placed.id, bowl.id, 2);
      assert.equal(service.total(placed.id), 2500);

      const paid = await service.pay(placed.id);
      assert.equal(paid.status, 'succeeded');
      assert.equal(service.status(placed.id), 'paid');

      nock('https://mail.example.com').post('/messages').reply(202);
      const mailbox = new HttpMailer({ mailUrl: 'https://mail.example.com' });
      await new Receipts({ db: database, mailer: mailbox }).send(placed.id);
    } finally {
      database.close();
      nock.cleanAll();
    }
  });
});
