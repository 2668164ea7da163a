import { Hono } from 'hono';
import type { Db } from './database.ts';
import type { Cents } from './pricing.ts';
import { fieldsOf, isPositiveInteger } from './request-body.ts';

export interface Product {
  id: number;
  name: string;
  priceCents: Cents;
}

export const productsMigration = `
  CREATE TABLE products (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    price_cents INTEGER NOT NULL CHECK (price_cents > 0)
  ) STRICT;
`;

const selectProducts = 'SELECT id, name, price_cents AS priceCents FROM products';

export function findProduct(db: Db, id: number): Product | undefined {
  return db.prepare<[number], Product>(`${selectProducts} WHERE id = ?`).get(id);
}

/**
 * What `POST /` with `{ name, priceCents }` has added, 201 and the product, `GET /` lists: 200 and
 * all products, in no promised sequence.
 */
export function productRoutes(db: Db): Hono {
  return new Hono()
    .post('/', async (context) => {
      const { name, priceCents } = await fieldsOf(context);
      if (typeof name !== 'string' || !isPositiveInteger(priceCents)) {
        return context.json({ error: 'A product needs a name and priceCents.' }, 400);
      }
      const { lastInsertRowid } = db
        .prepare('INSERT INTO products (name, price_cents) VALUES (?, ?)')
        .run(name, priceCents);
      return context.json({ id: Number(lastInsertRowid), name, priceCents }, 201);
    })
    .get('/', (context) => context.json(db.prepare<[], Product>(selectProducts).all()));
}
