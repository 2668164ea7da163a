import assert from 'node:assert/strict';
import nock from 'nock';
import { CartService } from '../src/cart-service.ts';
import type { Cart } from '../src/cart-service.ts';
import { Catalogue } from '../src/catalogue.ts';
import type { Product } from '../src/catalogue.ts';
import { CheckoutService, OutOfStockError } from '../src/checkout-service.ts';
import { openDatabase } from '../src/database.ts';
import type { Db } from '../src/database.ts';
import { OrderRepository } from '../src/orders.ts';
import { HttpPaymentGateway, PaymentDeclinedError, PaymentUnknownError } from '../src/payment-gateway.ts';
import { RetryingClient, systemClock } from '../src/retrying-client.ts';
import { UserRepository } from '../src/users.ts';
import type { User } from '../src/users.ts';

const baseUrl = 'https://pay.example.com';

describe('checkout', () => {
  let db: Db;
  let catalogue: Catalogue;
  let carts: CartService;
  let orders: OrderRepository;
  let checkout: CheckoutService;
  let mug: Product;
  let teapot: Product;
  let alice: User;

  beforeEach(() => {
    if (!nock.isActive()) nock.activate();
    nock.disableNetConnect();
    db = openDatabase(':memory:');
    catalogue = new Catalogue(db);
    carts = new CartService(db);
    orders = new OrderRepository(db);
    const client = new RetryingClient({ clock: systemClock, attempts: 1, timeoutMs: 500 });
    checkout = new CheckoutService({ db, payments: new HttpPaymentGateway({ baseUrl, client }) });
    mug = catalogue.add({ name: 'Mug', priceCents: 1000, stock: 10 });
    teapot = catalogue.add({ name: 'Teapot', priceCents: 2000, stock: 5 });
    alice = new UserRepository(db).create({ username: 'alice', email: 'alice@example.com' });
  });

  afterEach(() => {
    db?.close();
    nock.cleanAll();
    nock.enableNetConnect();
    nock.restore();
  });

  /** Two mugs and a teapot, 4000 cents. */
  function cartOf(user: User): Cart {
    const cart = carts.create(user.id);
    carts.add(cart.id, mug.id, 2);
    carts.add(cart.id, teapot.id, 1);
    return cart;
  }

  /** @returns what the company is asked for: the amount and the key of each charge */
  function companyAccepts(): { amountCents: number; key: string }[] {
    const asked: { amountCents: number; key: string }[] = [];
    nock(baseUrl)
      .persist()
      .post('/charges')
      .reply(201, function (_uri, body) {
        // The gateway documents this much of the body.
        const { amountCents } = body as { amountCents: number };
        asked.push({ amountCents, key: String(this.req.headers['idempotency-key']) });
        return { id: 'pay-1', status: 'succeeded', amountCents };
      });
    return asked;
  }

  function companyDeclines(): void {
    nock(baseUrl).post('/charges').reply(402, { error: 'insufficient_funds' });
  }

  function companyBreaksDown(): void {
    nock(baseUrl).post('/charges').reply(503);
  }

  it('takes the pieces out of stock', () => {
    checkout.createOrderFromCart(cartOf(alice).id);

    assert.equal(catalogue.findById(mug.id)?.stock, 8);
  });

  it('makes no order of an empty cart', () => {
    const cart = carts.create(alice.id);

    assert.throws(() => checkout.createOrderFromCart(cart.id));
  });

  it('stores that the order is paid', async () => {
    const order = checkout.createOrderFromCart(cartOf(alice).id);
    companyAccepts();

    await checkout.pay(order.id, 'key-1');

    assert.equal(orders.findById(order.id)?.status, 'paid');
  });

  it('charges what the order cost when it was made', async () => {
    const order = checkout.createOrderFromCart(cartOf(alice).id);
    catalogue.changePrice(mug.id, 9900);
    const asked = companyAccepts();

    await checkout.pay(order.id, 'key-1');

    assert.deepEqual(
      asked.map(({ amountCents }) => amountCents),
      [4000],
    );
  });

  it('sends the key along', async () => {
    const order = checkout.createOrderFromCart(cartOf(alice).id);
    const asked = companyAccepts();

    await checkout.pay(order.id, 'key-1');

    assert.deepEqual(
      asked.map(({ key }) => key),
      ['key-1'],
    );
  });

  it('charges a paid order no more', async () => {
    const order = checkout.createOrderFromCart(cartOf(alice).id);
    const asked = companyAccepts();
    await checkout.pay(order.id, 'key-1');

    await assert.rejects(checkout.pay(order.id, 'key-1'));

    assert.equal(asked.length, 1);
  });

  it('empties the cart once it is paid', async () => {
    const cart = cartOf(alice);
    const order = checkout.createOrderFromCart(cart.id);
    companyAccepts();

    await checkout.pay(order.id, 'key-1');

    assert.deepEqual(carts.items(cart.id), []);
  });

  it("keeps another customer's cart", async () => {
    const bob = new UserRepository(db).create({ username: 'bob', email: 'bob@example.com' });
    const bobsCart = cartOf(bob);
    const order = checkout.createOrderFromCart(cartOf(alice).id);
    companyAccepts();

    await checkout.pay(order.id, 'key-1');

    assert.equal(carts.items(bobsCart.id).length, 2);
  });

  it('tells the customer of a decline', async () => {
    const order = checkout.createOrderFromCart(cartOf(alice).id);
    companyDeclines();

    await assert.rejects(checkout.pay(order.id, 'key-1'), PaymentDeclinedError);

    assert.equal(orders.findById(order.id)?.status, 'payment_failed');
  });

  it('keeps the cart after a decline', async () => {
    const cart = cartOf(alice);
    const order = checkout.createOrderFromCart(cart.id);
    companyDeclines();

    await assert.rejects(checkout.pay(order.id, 'key-1'));

    assert.equal(carts.items(cart.id).length, 2);
  });

  it('puts the pieces back in stock after a decline', async () => {
    const order = checkout.createOrderFromCart(cartOf(alice).id);
    companyDeclines();

    await assert.rejects(checkout.pay(order.id, 'key-1'));

    assert.equal(catalogue.findById(mug.id)?.stock, 10);
    assert.equal(catalogue.findById(teapot.id)?.stock, 5);
  });

  it('is in doubt without a clear answer', async () => {
    const order = checkout.createOrderFromCart(cartOf(alice).id);
    companyBreaksDown();

    await assert.rejects(checkout.pay(order.id, 'key-1'), PaymentUnknownError);

    assert.equal(orders.findById(order.id)?.status, 'payment_unknown');
  });

  it('keeps the pieces while it is in doubt', async () => {
    const order = checkout.createOrderFromCart(cartOf(alice).id);
    const left = catalogue.findById(mug.id)?.stock;
    companyBreaksDown();

    await assert.rejects(checkout.pay(order.id, 'key-1'));

    assert.equal(catalogue.findById(mug.id)?.stock, left);
  });

  it('makes no order and takes no stock when one product is short', () => {
    const cart = cartOf(alice);
    carts.add(cart.id, teapot.id, 5);

    assert.throws(() => checkout.createOrderFromCart(cart.id), OutOfStockError);

    assert.deepEqual(orders.listByUser(alice.id), []);
    assert.equal(catalogue.findById(mug.id)?.stock, 10);
  });
});
