import type { Db } from '../../src/database.ts';
import type { NewProduct } from '../../src/products.ts';
import type { NewUser } from '../../src/users.ts';
import type { ShopRecords, StoredShop } from './shop.ts';

/**
 * The builders of this exercise. What they promise:
 *
 * - what a test names is in the record; the rest has valid defaults (src/ says what is valid), and
 *   nobody is an admin by default;
 * - every call returns a record of its own: to change one changes no other;
 * - records with defaults can be stored side by side, however many there are.
 */
export function aUser(overrides?: Partial<NewUser>): NewUser {
  throw notWritten(`aUser(${JSON.stringify(overrides ?? {})})`);
}

/** As `aUser`, for a product that can be bought: its default stock is at least 1. */
export function aProduct(overrides?: Partial<NewProduct>): NewProduct {
  throw notWritten(`aProduct(${JSON.stringify(overrides ?? {})})`);
}

/** The usual shop: one admin, two other users, three products. Every call makes new records. */
export class TestDataManager {
  users(): NewUser[] {
    throw notWritten('users()');
  }

  products(): NewProduct[] {
    throw notWritten('products()');
  }
}

/**
 * Stores all records, with everything they say, and leaves what is in the database already. Which
 * ids they get, and which further columns their tables have, is left open.
 *
 * @param records the usual shop when left out
 * @returns the stored records, in the order in which they came
 */
export function populate(db: Db, records?: ShopRecords): StoredShop {
  throw notWritten(`populate(${db.name}, ${records ? 'records' : 'nothing'})`);
}

function notWritten(call: string): Error {
  return new Error(`${call} is not written yet. Open tests/support/test-data.ts.`);
}
