import { Hono } from 'hono';
import type { Db } from './database.ts';
import { findProduct } from './products.ts';
import { fieldsOf, isPositiveInteger } from './request-body.ts';

export const reviewsMigration = `
  CREATE TABLE reviews (
    id INTEGER PRIMARY KEY,
    product_id INTEGER NOT NULL REFERENCES products (id),
    stars INTEGER NOT NULL CHECK (stars BETWEEN 1 AND 5)
  ) STRICT;
`;

/** `POST /` with `{ productId, stars }`, the stars from 1 to 5: 201 and the review. */
export function reviewRoutes(db: Db): Hono {
  return new Hono().post('/', async (context) => {
    const { productId, stars } = await fieldsOf(context);
    const known = isPositiveInteger(productId) && findProduct(db, productId) !== undefined;
    if (!known || !isPositiveInteger(stars) || stars > 5) {
      return context.json({ error: 'A review needs a known productId and 1 to 5 stars.' }, 400);
    }
    const { lastInsertRowid } = db
      .prepare('INSERT INTO reviews (product_id, stars) VALUES (?, ?)')
      .run(productId, stars);
    return context.json({ id: Number(lastInsertRowid), productId, stars }, 201);
  });
}
