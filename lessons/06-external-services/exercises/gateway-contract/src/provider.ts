import { randomUUID } from 'node:crypto';
import { Hono } from 'hono';
import { cardLimitCents } from './payment-gateway.ts';
import type { Handler } from './serve.ts';

/** What the provider keeps of a charge; `amount` in cents. */
interface ChargeRecord {
  id: string;
  amount: number;
  reference: string;
}

/**
 * The provider's sandbox, built after its documentation, with an account of its own for each call:
 * `POST /charges` takes `{ reference, amount }` and answers 201 with a charge, 200 with the earlier
 * one when the header `idempotency-key` is known, 422 for an invalid amount and 402 above the limit
 * of the test card. `const { url, close } = await serve(createProvider())` starts it.
 */
export function createProvider(): Handler {
  const charges = new Map<string, ChargeRecord>();
  const app = new Hono();

  app.post('/charges', async (c) => {
    // Without a key each request is a charge of its own.
    const key = c.req.header('idempotency-key') ?? randomUUID();
    const earlier = charges.get(key);
    if (earlier !== undefined) return c.json(earlier, 200);
    const { amount, reference } = await c.req.json<{ amount?: unknown; reference?: unknown }>();
    if (typeof amount !== 'number' || !Number.isSafeInteger(amount) || amount <= 0) {
      return c.json({ error: 'invalid_amount' }, 422);
    }
    if (amount > cardLimitCents) return c.json({ error: 'card_declined' }, 402);
    const id = `pay_${randomUUID().replaceAll('-', '')}`;
    const charge: ChargeRecord = { id, amount, reference: String(reference) };
    charges.set(key, charge);
    return c.json(charge, 201);
  });

  return async (request) => app.fetch(request);
}
