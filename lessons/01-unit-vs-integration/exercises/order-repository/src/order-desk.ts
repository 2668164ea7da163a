import type { Cents, Item, Order, OrderStore } from './order.ts';

/** What the shop does with orders, wherever they are kept. */
export class OrderDesk {
  readonly #store: OrderStore;

  constructor(store: OrderStore) {
    this.#store = store;
  }

  /** Stores an order with its items and returns it as it was stored. Throws for an empty basket. */
  place(userId: number, items: readonly Item[]): Order {
    if (items.length === 0) throw new RangeError('An order needs at least one item.');
    const { id } = this.#store.create({ userId });
    for (const item of items) this.#store.addItem(id, item);
    const stored = this.#store.findById(id);
    if (stored === undefined) throw new Error(`Order ${id} was created but cannot be found.`);
    return stored;
  }

  /** What this user still has to pay, over all pending orders. */
  owedBy(userId: number): Cents {
    return this.#store
      .listByUser(userId)
      .filter((order) => order.status === 'pending')
      .reduce((sum, order) => sum + order.totalCents, 0);
  }
}
