import type { Item, Order, OrderStore } from '../../src/order.ts';

/** Keeps orders in an array. Honest, fast, and without a single line of SQL. */
export class FakeOrderStore implements OrderStore {
  readonly #orders: { readonly id: number; readonly userId: number; readonly items: Item[] }[] = [];
  #nextId = 101;

  create({ userId }: { readonly userId: number }): Order {
    const id = this.#nextId++;
    this.#orders.push({ id, userId, items: [] });
    return { id, userId, totalCents: 0, status: 'pending' };
  }

  addItem(orderId: number, item: Item): void {
    const kept = this.#orders.find(({ id }) => id === orderId);
    if (kept === undefined) throw new Error(`There is no order ${orderId}.`);
    if (item.quantity < 1) throw new RangeError('The quantity must be at least 1.');
    kept.items.push(item);
  }

  findById(wanted: number): Order | undefined {
    return this.#all().find((kept) => kept.id === wanted);
  }

  listByUser(owner: number): Order[] {
    return this.#all().filter((kept) => kept.userId === owner);
  }

  #all(): Order[] {
    return this.#orders.map(({ id, userId, items }) => {
      const totalCents = items.reduce((sum, item) => sum + item.priceCents * item.quantity, 0);
      return { id, userId, totalCents, status: 'pending' };
    });
  }
}
