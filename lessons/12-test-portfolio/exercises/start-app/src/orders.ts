import { Hono } from 'hono';
import type { Db } from './database.ts';
import { calculateTotal, taxOn } from './pricing.ts';
import type { Cents } from './pricing.ts';
import { findProduct } from './products.ts';
import { fieldsOf, isPositiveInteger } from './request-body.ts';

export interface Order {
  id: number;
  netCents: Cents;
  taxCents: Cents;
  totalCents: Cents;
}

export const ordersMigration = `
  CREATE TABLE orders (
    id INTEGER PRIMARY KEY,
    product_id INTEGER NOT NULL REFERENCES products (id),
    quantity INTEGER NOT NULL CHECK (quantity > 0),
    net_cents INTEGER NOT NULL,
    tax_cents INTEGER NOT NULL
  ) STRICT;
`;

const insertOrder = `
  INSERT INTO orders (product_id, quantity, net_cents, tax_cents)
  VALUES (@productId, @quantity, @netCents, @taxCents)
`;
const selectOrder = `
  SELECT id, net_cents AS netCents, tax_cents AS taxCents, net_cents + tax_cents AS totalCents
  FROM orders WHERE id = ?
`;

/**
 * `POST /` with `{ productId, quantity }`: 201 and the order with its tax. Its `Location`, relative
 * or absolute, leads to `GET /:id`, which answers 200 with the same order. 400 for a quantity that
 * is not a whole number above 0.
 */
export function orderRoutes(db: Db, taxPercent: number): Hono {
  return new Hono()
    .post('/', async (context) => {
      const { productId, quantity } = await fieldsOf(context);
      const product = isPositiveInteger(productId) ? findProduct(db, productId) : undefined;
      if (product === undefined || !isPositiveInteger(quantity)) {
        return context.json({ error: 'An order needs a known productId and a quantity.' }, 400);
      }
      const netCents = calculateTotal([{ priceCents: product.priceCents, quantity }]);
      const taxCents = taxOn(netCents, taxPercent);
      const { lastInsertRowid } = db
        .prepare(insertOrder)
        .run({ productId: product.id, quantity, netCents, taxCents });
      const id = Number(lastInsertRowid);
      context.header('location', `/orders/${id}`);
      return context.json({ id, netCents, taxCents, totalCents: netCents + taxCents }, 201);
    })
    .get('/:id', (context) => {
      const order = db.prepare<[string], Order>(selectOrder).get(context.req.param('id'));
      return order === undefined
        ? context.json({ error: 'There is no such order.' }, 404)
        : context.json(order);
    });
}
