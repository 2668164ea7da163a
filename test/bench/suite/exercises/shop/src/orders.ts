import type { Db } from './database.ts';

export interface Order {
  readonly id: number;
  readonly owner: string;
  readonly cents: number;
  readonly status: 'open' | 'paid';
}

/** Orders in a database; each is stored for good when the call returns. */
export class Orders {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  add(owner: string, cents: number): number {
    const insert = this.#db.prepare('INSERT INTO orders (owner, cents) VALUES (?, ?)');
    return Number(insert.run(owner, cents).lastInsertRowid);
  }

  read(id: number): Order | undefined {
    return this.#db.prepare<[number], Order>('SELECT * FROM orders WHERE id = ?').get(id);
  }

  listOf(owner: string): Order[] {
    return this.#db.prepare<[string], Order>('SELECT * FROM orders WHERE owner = ?').all(owner);
  }

  /** Marks the order paid and keeps the receipt, both or neither. */
  pay(id: number, receipt: string): void {
    const both = this.#db.transaction(() => {
      this.#db.prepare('INSERT INTO payments (order_id, receipt) VALUES (?, ?)').run(id, receipt);
      this.#db.prepare("UPDATE orders SET status = 'paid' WHERE id = ?").run(id);
    });
    both();
  }
}
