/** Money is a whole number of cents: fractions of a cent do not exist, and floats would drift. */
export type Cents = number;

export type OrderStatus = 'pending' | 'paid';

export interface Item {
  readonly priceCents: Cents;
  readonly quantity: number;
}

export interface Order {
  readonly id: number;
  readonly userId: number;
  /** Price times quantity of all its items; 0 while it has none. */
  readonly totalCents: Cents;
  readonly status: OrderStatus;
}

/**
 * Where orders are kept. The SQLite repository and the fake of the unit tests both promise this.
 * Left open: which ids orders get, as long as each is a positive integer of its own.
 */
export interface OrderStore {
  /** Stores a new `pending` order without items, and returns it. Throws for an unknown user. */
  create(order: { readonly userId: number }): Order;
  addItem(orderId: number, item: Item): void;
  /** `undefined` if there is no such order. */
  findById(id: number): Order | undefined;
  /** The orders of this user, those without items too, oldest first. */
  listByUser(userId: number): Order[];
}
