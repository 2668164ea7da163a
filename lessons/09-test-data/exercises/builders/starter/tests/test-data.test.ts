import assert from 'node:assert/strict';
import { openDatabase, type Db } from '../src/database.ts';
import { ProductRepository } from '../src/products.ts';
import { UserRepository } from '../src/users.ts';
import { aProduct, aUser, populate } from './support/test-data.ts';

describe('tests with built data', () => {
  let db: Db;

  beforeEach(() => {
    db = openDatabase(':memory:');
  });

  afterEach(() => {
    db.close();
  });

  it('stores a user of whom only the role matters', () => {
    const users = new UserRepository(db);
    const { id } = users.create(aUser({ role: 'admin' }));
    assert.equal(users.findById(id)?.role, 'admin');
  });

  it('stores two users of whom nothing matters', () => {
    const users = new UserRepository(db);
    const first = users.create(aUser());
    assert.notEqual(users.create(aUser()).id, first.id);
  });

  it('stores a product that is sold out', () => {
    const products = new ProductRepository(db);
    const { id } = products.create(aProduct({ stock: 0 }));
    assert.equal(products.findById(id)?.stock, 0);
  });

  it('finds a user of the populated shop', () => {
    const [admin] = populate(db).users;
    assert.ok(admin);
    assert.equal(new UserRepository(db).findById(admin.id)?.username, admin.username);
  });
});
