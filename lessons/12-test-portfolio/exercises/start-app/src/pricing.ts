/** Money is a whole number of cents. */
export type Cents = number;

export interface Item {
  priceCents: Cents;
  quantity: number;
}

/** The sum of price times quantity; 0 for no items. */
export function calculateTotal(items: readonly Item[]): Cents {
  return items.reduce((sum, item) => sum + item.priceCents * item.quantity, 0);
}

/** So many per cent of an amount, to the nearest cent; half a cent is rounded up. */
export function taxOn(netCents: Cents, percent: number): Cents {
  return Math.round((netCents * percent) / 100);
}
