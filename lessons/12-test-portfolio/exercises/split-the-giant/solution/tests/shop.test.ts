import assert from 'node:assert/strict';
import nock from 'nock';
import { AccountStore, AuthService, DuplicateUserError } from '../src/accounts.ts';
import { systemClock } from '../src/clock.ts';
import type { Clock } from '../src/clock.ts';
import { openDatabase } from '../src/database.ts';
import type { Db } from '../src/database.ts';
import { Catalogue, OrderService } from '../src/orders.ts';
import type { Product } from '../src/orders.ts';
import { hashPassword } from '../src/passwords.ts';
import { PaymentDeclinedError } from '../src/payment-gateway.ts';
import type { PaymentGateway } from '../src/payment-gateway.ts';
import { HttpMailer, MailError, Receipts } from '../src/receipts.ts';
import type { Mail } from '../src/receipts.ts';

const address = 'alice@example.com';
const password = 'open sesame';
const scryptN = 2 ** 12;

const acceptsAll: PaymentGateway = {
  charge: async ({ amountCents }) => ({ id: 'pay-1', status: 'succeeded', amountCents }),
};

const declinesAll: PaymentGateway = {
  charge: async () => {
    throw new PaymentDeclinedError('insufficient funds');
  },
};

describe('shop', () => {
  let db: Db;
  let store: AccountStore;

  beforeEach(() => {
    db = openDatabase(':memory:');
    store = new AccountStore(db);
  });

  afterEach(() => {
    db.close();
  });

  describe('register', () => {
    it('refuses an address that has an account', async () => {
      store.createUser({ username: address, passwordHash: 'not used here' });
      const auth = new AuthService({ store, clock: systemClock, scryptN });

      await assert.rejects(auth.register(address, password), DuplicateUserError);
    });
  });

  describe('login', () => {
    let now: number;
    let auth: AuthService;
    let aliceId: number;

    beforeEach(async () => {
      now = Date.parse('2025-06-01T12:00:00Z');
      const clock: Clock = { now: () => now, sleep: async () => undefined };
      auth = new AuthService({ store, clock, scryptN });
      aliceId = store.createUser({ username: address, passwordHash: await hashPassword(password, scryptN) });
    });

    it('opens a session by which the customer is known', async () => {
      const token = await auth.login(address, password);

      assert.equal(auth.authenticate(token ?? 'none'), aliceId);
    });

    it('ends after an hour', async () => {
      const token = await auth.login(address, password);

      now += 60 * 60 * 1000;

      assert.equal(auth.authenticate(token ?? 'none'), null);
    });

    it('refuses a stranger', async () => {
      assert.equal(await auth.login('mallory@example.com', password), null);
    });
  });

  describe('an existing customer', () => {
    let aliceId: number;
    let mug: Product;

    beforeEach(() => {
      aliceId = store.createUser({ username: address, passwordHash: 'not used here' });
      mug = new Catalogue(db).add({ name: 'Mug', priceCents: 2000 });
    });

    /** An order of one mug, 2000 cents. */
    function orderOfOneMug(orders: OrderService): number {
      const { id } = orders.createOrder(aliceId);
      orders.addItem(id, mug.id, 1);
      return id;
    }

    describe('order', () => {
      it('adds to the pieces that are there', () => {
        const orders = new OrderService({ db, payments: acceptsAll });
        const id = orderOfOneMug(orders);

        orders.addItem(id, mug.id, 2);

        assert.equal(orders.total(id), 6000);
      });

      it('takes no product that does not exist', () => {
        const orders = new OrderService({ db, payments: acceptsAll });
        const id = orderOfOneMug(orders);

        assert.throws(() => orders.addItem(id, mug.id + 1, 1));
      });
    });

    describe('payment', () => {
      let amounts: number[];

      const notes: PaymentGateway = {
        charge: async (charge) => {
          amounts.push(charge.amountCents);
          return acceptsAll.charge(charge);
        },
      };

      beforeEach(() => {
        amounts = [];
      });

      it('charges what the order costs', async () => {
        const orders = new OrderService({ db, payments: notes });

        await orders.pay(orderOfOneMug(orders));

        assert.deepEqual(amounts, [2000]);
      });

      it('happens once', async () => {
        const orders = new OrderService({ db, payments: notes });
        const id = orderOfOneMug(orders);
        await orders.pay(id);

        await assert.rejects(orders.pay(id));

        assert.equal(amounts.length, 1);
      });

      it('has failed after a decline', async () => {
        const orders = new OrderService({ db, payments: declinesAll });
        const id = orderOfOneMug(orders);

        await assert.rejects(orders.pay(id), PaymentDeclinedError);

        assert.equal(orders.status(id), 'payment_failed');
      });
    });

    describe('email', () => {
      const mailUrl = 'https://mail.example.com';
      let receipts: Receipts;

      beforeEach(() => {
        receipts = new Receipts({ db, mailer: new HttpMailer({ mailUrl }) });
        if (!nock.isActive()) nock.activate();
        nock.disableNetConnect();
      });

      afterEach(() => {
        nock.cleanAll();
        nock.enableNetConnect();
        nock.restore();
      });

      /** @returns every message that the mail service gets, and answers like this */
      function mailService(status: number): Partial<Mail>[] {
        const messages: Partial<Mail>[] = [];
        nock(mailUrl)
          .persist()
          .post('/messages')
          .reply(status, (_uri, body) => {
            messages.push(body as Partial<Mail>);
          });
        return messages;
      }

      async function paidOrder(): Promise<number> {
        const orders = new OrderService({ db, payments: acceptsAll });
        const id = orderOfOneMug(orders);
        await orders.pay(id);
        return id;
      }

      it('takes the receipt to the customer', async () => {
        const messages = mailService(202);

        await receipts.send(await paidOrder());

        assert.deepEqual(
          messages.map(({ to }) => to),
          [address],
        );
      });

      it('says what was paid for which order', async () => {
        const messages = mailService(202);
        const id = await paidOrder();

        await receipts.send(id);

        assert.match(messages[0]?.subject ?? '', new RegExp(`\\b${id}\\b`));
        assert.match(messages[0]?.text ?? '', /\b20\.00\b/);
      });

      it('is not sent for an order that is not paid', async () => {
        mailService(202);
        const orders = new OrderService({ db, payments: acceptsAll });

        await assert.rejects(receipts.send(orderOfOneMug(orders)));
      });

      it('fails when the mail service does not take it', async () => {
        mailService(503);

        await assert.rejects(receipts.send(await paidOrder()), MailError);
      });
    });
  });
});
