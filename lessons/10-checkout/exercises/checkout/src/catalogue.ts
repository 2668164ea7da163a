import type { Db } from './database.ts';
import type { Cents } from './total.ts';

export interface NewProduct {
  name: string;
  priceCents: Cents;
  /** Pieces that can still be ordered. */
  stock: number;
}

export interface Product extends NewProduct {
  id: number;
}

/** The products for sale, at today's prices. */
export class Catalogue {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  /** Ids are positive integers; nothing else is promised about them. */
  add({ name, priceCents, stock }: NewProduct): Product {
    const { lastInsertRowid } = this.#db
      .prepare<NewProduct>(
        'INSERT INTO products (name, price_cents, stock) VALUES (@name, @priceCents, @stock)',
      )
      .run({ name, priceCents, stock });
    return { id: Number(lastInsertRowid), name, priceCents, stock };
  }

  findById(id: number): Product | undefined {
    return this.#db
      .prepare<[number], Product>(
        'SELECT id, name, price_cents AS priceCents, stock FROM products WHERE id = ?',
      )
      .get(id);
  }

  /** Counts at once for products in carts, and never for orders that exist already. */
  changePrice(productId: number, priceCents: Cents): void {
    const { changes } = this.#db
      .prepare('UPDATE products SET price_cents = @priceCents WHERE id = @productId')
      .run({ productId, priceCents });
    if (changes === 0) throw new Error(`There is no product ${productId}.`);
  }
}
