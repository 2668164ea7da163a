import assert from 'node:assert/strict';
import { openDatabase, type Db } from '../src/database.ts';
import { ProductRepository } from '../src/products.ts';
import { UserRepository } from '../src/users.ts';
import { aProduct, aUser, populate, TestDataManager } from '../tests/support/test-data.ts';

describe('aUser', () => {
  it('makes a valid user by default', () => {
    const { username, email } = aUser();

    assert.match(username, /^[a-z0-9-]{3,30}$/);
    assert.match(email, /^[^@]+@[^@]+$/);
  });

  it('makes nobody an admin by default', () => {
    assert.equal(aUser().role ?? 'user', 'user');
  });

  it('gives each user a name of their own', () => {
    const names = Array.from({ length: 50 }, () => aUser().username);

    assert.equal(new Set(names).size, 50, 'Two of fifty users have one name.');
  });

  it('gives a user every field that a test names', () => {
    const named = { username: 'alice', email: 'alice@example.com', role: 'admin' } as const;

    assert.deepEqual(aUser(named), named);
  });

  it('makes each user a record of its own', () => {
    const first = aUser({ role: 'admin' });
    first.email = 'changed@example.com';
    const second = aUser();

    assert.notEqual(second, first, 'Two calls returned the same object.');
    assert.notEqual(second.email, first.email, 'The second user has what the test gave the first.');
    assert.notEqual(second.role, 'admin', 'The second user has the role of the first.');
  });

  it('leaves the overrides as they were', () => {
    const overrides = { role: 'admin' } as const;

    const user = aUser(overrides);

    assert.notEqual(user, overrides, 'The builder returned the object that it was given.');
    assert.deepEqual(overrides, { role: 'admin' });
  });
});

describe('aProduct', () => {
  it('makes a product that can be bought by default', () => {
    const { name, priceCents, stock } = aProduct();

    assert.notEqual(name, '');
    assert.ok(Number.isInteger(priceCents) && priceCents > 0, `The price is ${priceCents}.`);
    assert.ok(Number.isInteger(stock) && stock >= 1, `The stock is ${stock}.`);
  });

  it('gives a product every field that a test names', () => {
    const named = { name: 'Teapot', priceCents: 2350, stock: 0 };

    assert.deepEqual(aProduct(named), named);
  });

  it('gives each product a name of its own', () => {
    const names = Array.from({ length: 50 }, () => aProduct().name);

    assert.equal(new Set(names).size, 50, 'Two of fifty products have one name.');
  });

  it('makes each product a record of its own', () => {
    const first = aProduct({ stock: 0 });
    first.priceCents = 987_654_321;
    const second = aProduct();

    assert.notEqual(second, first, 'Two calls returned the same object.');
    assert.notEqual(second.stock, 0, 'The second product has the stock of the first.');
    assert.notEqual(second.priceCents, first.priceCents, 'Both products have one price.');
  });
});

describe('TestDataManager', () => {
  it('has an admin and two other users', () => {
    const roles = new TestDataManager().users().map(({ role }) => role ?? 'user');

    assert.deepEqual(roles.sort(), ['admin', 'user', 'user']);
  });

  it('has three products', () => {
    assert.equal(new TestDataManager().products().length, 3);
  });

  it('makes new records at every call', () => {
    const manager = new TestDataManager();
    const before = [...manager.users(), ...manager.products()];

    const after = [...manager.users(), ...manager.products()];

    assert.equal(after.length, before.length);
    const kept = after.filter((record) => before.includes(record));
    assert.deepEqual(kept, [], 'Two calls returned the same object.');
  });
});

describe('populate', () => {
  let db: Db;
  let users: UserRepository;
  let products: ProductRepository;

  beforeEach(() => {
    db = openDatabase(':memory:');
    users = new UserRepository(db);
    products = new ProductRepository(db);
  });

  afterEach(() => {
    db.close();
  });

  it('stores everything a record says', () => {
    const root = { username: 'root', email: 'root@example.com', role: 'admin' } as const;
    const teapot = { name: 'Teapot', priceCents: 2350, stock: 4 };

    populate(db, { users: () => [root], products: () => [teapot] });

    const storedUser = db.prepare('SELECT username, email, role FROM users').get();
    const storedProduct = db.prepare('SELECT name, price_cents AS priceCents, stock FROM products');
    assert.deepEqual(storedUser, root);
    assert.deepEqual(storedProduct.get(), teapot);
  });

  it('returns the stored records, with their ids', () => {
    // The database is not empty, so nobody can know the ids without having asked for them.
    users.create({ username: 'earlier', email: 'earlier@example.com' });
    products.create({ name: 'Earlier', priceCents: 100, stock: 1 });

    const stored = populate(db);

    const ids = [...stored.users, ...stored.products].map(({ id }) => id);
    assert.ok(ids.every(Number.isInteger), 'A returned record has no id.');
    assert.equal(stored.users.length, 3);
    assert.equal(stored.products.length, 3);
    assert.deepEqual(
      stored.users.map(({ id }) => users.findById(id)),
      stored.users,
    );
    assert.deepEqual(
      stored.products.map(({ id }) => products.findById(id)),
      stored.products,
    );
  });

  it('keeps the order of the records', () => {
    const stored = populate(db, {
      users: () => ['zoe', 'adam', 'mia'].map((username) => aUser({ username })),
      products: () => ['Zip', 'Awl', 'Mug'].map((name) => aProduct({ name })),
    });

    assert.deepEqual(
      stored.users.map(({ username }) => username),
      ['zoe', 'adam', 'mia'],
    );
    assert.deepEqual(
      stored.products.map(({ name }) => name),
      ['Zip', 'Awl', 'Mug'],
    );
  });

  it('leaves what is in the database already', () => {
    const { id: userId } = users.create({ username: 'earlier', email: 'earlier@example.com' });
    const { id: productId } = products.create({ name: 'Earlier', priceCents: 100, stock: 1 });

    populate(db);

    assert.equal(users.findById(userId)?.username, 'earlier', 'The user who was there is gone.');
    assert.equal(products.findById(productId)?.name, 'Earlier', 'The product that was there is gone.');
  });

  it('can be called twice for one database', () => {
    populate(db);

    assert.doesNotThrow(() => populate(db));
    assert.equal(db.prepare('SELECT count(*) FROM users').pluck().get(), 6);
    assert.equal(db.prepare('SELECT count(*) FROM products').pluck().get(), 6);
  });

  it('takes many records beside each other', () => {
    const fifty = {
      users: () => Array.from({ length: 50 }, () => aUser()),
      products: () => Array.from({ length: 50 }, () => aProduct()),
    };

    assert.doesNotThrow(() => populate(db, fifty));
  });
});
