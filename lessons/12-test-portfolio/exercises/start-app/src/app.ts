import { Hono } from 'hono';
import { openDatabase } from './database.ts';
import { healthRoutes } from './health.ts';
import { orderRoutes } from './orders.ts';
import { productRoutes } from './products.ts';
import { reviewRoutes } from './reviews.ts';

export type Handler = (request: Request) => Promise<Response>;

export interface App {
  /** Answers a request in this process; no socket is needed. The host of its URL may be any. */
  handler: Handler;
  /** Closes the database. */
  close(): void;
}

/**
 * Puts the shop together: settings, database, and the routes `/health`, `/products`, `/orders` and
 * `/reviews`.
 *
 * Settings, all from `env`:
 * - `DATABASE_FILE`: path of the database, or `:memory:`. Throws if it is not set.
 * - `TAX_PERCENT`: tax on each order, a whole number from 0 to 100; 20 if it is not set.
 *
 * Left open on purpose: which ids there are, which further fields the answers hold, and the body of
 * an answer that refuses something.
 */
export function createApp(env: NodeJS.ProcessEnv): App {
  const file = env['DATABASE_FILE'];
  if (file === undefined || file === '') throw new Error('DATABASE_FILE is not set.');
  const taxPercent = percentOf(env['TAX_PERCENT'] ?? '20');

  const db = openDatabase(file);
  const app = new Hono();
  app.route('/health', healthRoutes(db));
  app.route('/products', productRoutes(db));
  app.route('/orders', orderRoutes(db, taxPercent));
  app.route('/reviews', reviewRoutes(db));
  app.onError((_error, context) => context.json({ error: 'Something broke.' }, 500));

  return {
    handler: async (request) => app.fetch(request),
    close: () => {
      db.close();
    },
  };
}

function percentOf(text: string): number {
  if (!/^(100|[1-9]?\d)$/.test(text)) {
    throw new Error(`TAX_PERCENT must be a whole number from 0 to 100, not '${text}'.`);
  }
  return Number(text);
}
