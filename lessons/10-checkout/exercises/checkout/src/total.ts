/** Money is a whole number of cents: fractions of a cent do not exist, and floats would drift. */
export type Cents = number;

export interface Item {
  priceCents: Cents;
  quantity: number;
}

/** The sum of price times quantity; 0 for no items. */
export function calculateTotal(items: readonly Item[]): Cents {
  return items.reduce((sum, item) => sum + item.priceCents * item.quantity, 0);
}
