import type { Db } from './database.ts';
import type { Cents } from './total.ts';

export interface Cart {
  id: number;
  userId: number;
}

export interface CartLine {
  productId: number;
  quantity: number;
  /** What one piece costs today. */
  priceCents: Cents;
}

export class CartService {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  /** A new, empty cart. A user may have several. Throws if the user does not exist. */
  create(userId: number): Cart {
    const { lastInsertRowid } = this.#db.prepare('INSERT INTO carts (user_id) VALUES (?)').run(userId);
    return { id: Number(lastInsertRowid), userId };
  }

  /**
   * Adds so many pieces to what the cart holds already. The stock is not touched yet. Throws for an
   * unknown cart or product, and for a quantity that is not a positive integer.
   */
  add(cartId: number, productId: number, qty: number): void {
    if (!Number.isSafeInteger(qty) || qty < 1) {
      throw new RangeError(`The quantity must be a positive integer, not ${qty}.`);
    }
    this.#db
      .prepare(
        `INSERT INTO cart_lines (cart_id, product_id, quantity)
         VALUES (@cartId, @productId, @qty)
         ON CONFLICT DO UPDATE SET quantity = quantity + excluded.quantity`,
      )
      .run({ cartId, productId, qty });
  }

  /** One line per product, in no promised sequence. Empty for an empty or unknown cart. */
  items(cartId: number): CartLine[] {
    return this.#db
      .prepare<[number], CartLine>(
        `SELECT line.product_id AS productId, line.quantity, product.price_cents AS priceCents
         FROM cart_lines AS line JOIN products AS product ON product.id = line.product_id
         WHERE line.cart_id = ?
         ORDER BY line.product_id`,
      )
      .all(cartId);
  }
}
