import type { Db } from './database.ts';

/** Whole cents. */
export type Cents = number;

export type ZoneCode = 'home' | 'abroad';

export interface NewOrder {
  userId: number;
  zone: ZoneCode;
  product: string;
  quantity: number;
  /** Without the fee for shipping. */
  goodsCents: Cents;
}

export interface Order {
  id: number;
  userId: number;
  /** What the goods cost, and the fee for shipping. */
  totalCents: Cents;
}

export class OrderRepository {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  /** Stores an order with its line. Throws for an unknown user or zone; nothing is stored then. */
  create({ userId, zone, product, quantity, goodsCents }: NewOrder): Order {
    const store = this.#db.transaction((): Order => {
      const fee = this.#feeOf(zone);
      const totalCents = goodsCents + fee;
      const { lastInsertRowid } = this.#db
        .prepare(
          `INSERT INTO orders (user_id, zone_code, total_cents)
           VALUES (@userId, @zone, @totalCents)`,
        )
        .run({ userId, zone, totalCents });
      const id = Number(lastInsertRowid);
      this.#db
        .prepare('INSERT INTO order_lines (order_id, product, quantity) VALUES (?, ?, ?)')
        .run(id, product, quantity);
      return { id, userId, totalCents };
    });
    return store();
  }

  /** The orders of one user, in no promised sequence. */
  listByUser(userId: number): Order[] {
    return this.#db
      .prepare<[number], Order>(
        `SELECT id, user_id AS userId, total_cents AS totalCents
         FROM orders WHERE user_id = ?`,
      )
      .all(userId);
  }

  /** How many orders there are, of all users. */
  count(): number {
    return Number(this.#db.prepare('SELECT count(*) FROM orders').pluck().get());
  }

  #feeOf(zone: ZoneCode): Cents {
    const fee = this.#db.prepare('SELECT fee_cents FROM shipping_zones WHERE code = ?').pluck().get(zone);
    if (fee === undefined) throw new Error(`There is no shipping zone ${zone}.`);
    return Number(fee);
  }
}
