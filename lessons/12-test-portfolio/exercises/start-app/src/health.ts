import { Hono } from 'hono';
import type { Db } from './database.ts';

/** `GET /`: 200 with `{ status: 'ok' }`. */
export function healthRoutes(db: Db): Hono {
  return new Hono().get('/', (context) => {
    db.prepare('SELECT 1').get();
    return context.json({ status: 'ok' });
  });
}
