import type { Db } from './database.ts';
import type { Cents } from './total.ts';

export interface NewProduct {
  readonly name: string;
  readonly priceCents: Cents;
}

export interface Product extends NewProduct {
  readonly id: number;
}

/** The products for sale, at today's prices. */
export class Catalogue {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  /** Ids are positive integers; nothing else is promised about them. */
  add(product: NewProduct): Product {
    const { lastInsertRowid } = this.#db
      .prepare('INSERT INTO products (name, price_cents) VALUES (@name, @priceCents)')
      .run(product);
    return { id: Number(lastInsertRowid), name: product.name, priceCents: product.priceCents };
  }

  /** Counts for items added from now on. Items that are already in an order keep their price. */
  changePrice(productId: number, priceCents: Cents): void {
    const { changes } = this.#db
      .prepare('UPDATE products SET price_cents = @priceCents WHERE id = @productId')
      .run({ productId, priceCents });
    if (changes === 0) throw new Error(`There is no product ${productId}.`);
  }
}
