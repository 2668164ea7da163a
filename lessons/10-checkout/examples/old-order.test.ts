import assert from 'node:assert/strict';
import { CartService } from '../src/cart-service.ts';
import { Catalogue, type Product } from '../src/catalogue.ts';
import { CheckoutService } from '../src/checkout-service.ts';
import { openDatabase, type Db } from '../src/database.ts';
import { UserRepository, type User } from '../src/users.ts';

let db: Db;
let carts: CartService;
let checkout: CheckoutService;
let alice: User;
let mug: Product;
let teapot: Product;

beforeEach(() => {
  db = openDatabase(':memory:');
  carts = new CartService(db);
  // A payment company that says yes to everything.
  const payments = {
    charge: async ({ amountCents }: { amountCents: number }) =>
      ({ id: 'pay-1', status: 'succeeded', amountCents }) as const,
  };
  checkout = new CheckoutService({ db, payments });
  alice = new UserRepository(db).create({ username: 'alice', email: 'alice@example.com' });
  mug = new Catalogue(db).add({ name: 'Mug', priceCents: 1000, stock: 10 });
  teapot = new Catalogue(db).add({ name: 'Teapot', priceCents: 2000, stock: 5 });
});

afterEach(() => {
  db.close();
});

it('completes an order', async () => {
  const cart = carts.create(alice.id);
  carts.add(cart.id, mug.id, 2); // 2 × 1000 cents
  carts.add(cart.id, teapot.id, 1); // 1 × 2000 cents

  const order = checkout.createOrderFromCart(cart.id);
  const payment = await checkout.pay(order.id, 'key-1');

  assert.equal(payment.status, 'succeeded');
  assert.equal(order.status, 'paid');
  assert.deepEqual(carts.items(cart.id), []);
});
