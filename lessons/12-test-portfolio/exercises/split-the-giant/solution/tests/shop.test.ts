import assert from 'node:assert/strict';
import nock from 'nock';
import { AccountStore, AuthService, DuplicateUserError } from '../src/accounts.ts';
import { systemClock } from '../src/clock.ts';
import { openDatabase } from '../src/database.ts';
import type { Db } from '../src/database.ts';
import { Catalogue, OrderService } from '../src/orders.ts';
import type { Product } from '../src/orders.ts';
import { hashPassword } from '../src/passwords.ts';
import { PaymentDeclinedError } from '../src/payment-gateway.ts';
import type { PaymentGateway } from '../src/payment-gateway.ts';
import { HttpMailer, Receipts } from '../src/receipts.ts';

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
    it('opens a session by which the customer is known', async () => {
      const passwordHash = await hashPassword(password, scryptN);
      const aliceId = store.createUser({ username: address, passwordHash });
      const auth = new AuthService({ store, clock: systemClock, scryptN });

      const token = await auth.login(address, password);

      assert.equal(auth.authenticate(token ?? 'none'), aliceId);
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
    });

    describe('payment', () => {
      it('has failed after a decline', async () => {
        const orders = new OrderService({ db, payments: declinesAll });
        const id = orderOfOneMug(orders);

        await assert.rejects(orders.pay(id), PaymentDeclinedError);

        assert.equal(orders.status(id), 'payment_failed');
      });
    });

    describe('email', () => {
      const mailUrl = 'https://mail.example.com';

      beforeEach(() => {
        if (!nock.isActive()) nock.activate();
        nock.disableNetConnect();
      });

      afterEach(() => {
        nock.cleanAll();
        nock.enableNetConnect();
        nock.restore();
      });

      it('takes the receipt to the customer', async () => {
        const orders = new OrderService({ db, payments: acceptsAll });
        const id = orderOfOneMug(orders);
        await orders.pay(id);
        const recipients: unknown[] = [];
        nock(mailUrl)
          .post('/messages')
          .reply(202, (_uri, body) => {
            recipients.push(typeof body === 'object' ? body['to'] : body);
          });

        await new Receipts({ db, mailer: new HttpMailer({ mailUrl }) }).send(id);

        assert.deepEqual(recipients, [address]);
      });
    });
  });
});
