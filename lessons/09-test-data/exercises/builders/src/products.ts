import { isDuplicate } from './constraint.ts';
import type { Db } from './database.ts';

/** Whole cents. */
export type Cents = number;

export interface NewProduct {
  /** Not empty. No two products have the same one. */
  name: string;
  /** More than 0. */
  priceCents: Cents;
  /** Pieces that can be sold; 0 or more. */
  stock: number;
}

export interface Product extends NewProduct {
  /** A positive integer of the database's choice. */
  id: number;
}

/** There is a product of this name. */
export class DuplicateProductError extends Error {
  override name = 'DuplicateProductError';
}

export const productsMigration = `
  CREATE TABLE products (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    price_cents INTEGER NOT NULL CHECK (price_cents > 0),
    stock INTEGER NOT NULL CHECK (stock >= 0)
  ) STRICT;
`;
const insertProduct = `
  INSERT INTO products (name, price_cents, stock) VALUES (@name, @priceCents, @stock)
`;
const selectProduct = `
  SELECT id, name, price_cents AS priceCents, stock FROM products WHERE id = @id
`;

export class ProductRepository {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  /** @throws DuplicateProductError when there is a product of this name */
  create({ name, priceCents, stock }: NewProduct): Product {
    try {
      const insert = this.#db.prepare<NewProduct>(insertProduct);
      const { lastInsertRowid } = insert.run({ name, priceCents, stock });
      return { id: Number(lastInsertRowid), name, priceCents, stock };
    } catch (error) {
      if (!isDuplicate(error)) throw error;
      throw new DuplicateProductError(`There is a product ${name}.`, { cause: error });
    }
  }

  findById(id: number): Product | undefined {
    return this.#db.prepare<{ id: number }, Product>(selectProduct).get({ id });
  }
}
