import type { Db } from '../../src/database.ts';
import { ProductRepository, type NewProduct } from '../../src/products.ts';
import { UserRepository, type NewUser } from '../../src/users.ts';
import type { ShopRecords, StoredShop } from './shop.ts';

let lastNumber = 0;

/** Never the same twice in a run, so that no default collides with another. */
function nextNumber(): number {
  lastNumber += 1;
  return lastNumber;
}

/** A valid user, different from every other; `overrides` names what the test cares about. */
export function aUser(overrides: Partial<NewUser> = {}): NewUser {
  const username = `user-${nextNumber()}`;
  return { username, email: `${username}@example.com`, role: 'user', ...overrides };
}

/** A product that can be bought, different from every other. */
export function aProduct(overrides: Partial<NewProduct> = {}): NewProduct {
  return { name: `Product ${nextNumber()}`, priceCents: 1999, stock: 10, ...overrides };
}

/** An admin, two other users and three products, all of them new at every call. */
export class TestDataManager implements ShopRecords {
  users() {
    return [aUser({ role: 'admin' }), aUser(), aUser()];
  }

  products() {
    return [aProduct(), aProduct(), aProduct()];
  }
}

/** Stores all records and returns them as they were stored, in the same order. */
export function populate(db: Db, records: ShopRecords = new TestDataManager()): StoredShop {
  const users = new UserRepository(db);
  const products = new ProductRepository(db);
  return {
    users: records.users().map((user) => users.create(user)),
    products: records.products().map((product) => products.create(product)),
  };
}
