import type { Context } from 'hono';

/** The fields of a JSON object in the body; none for a body that is no JSON object. */
export async function fieldsOf(context: Context): Promise<Record<string, unknown>> {
  const body: unknown = await context.req.json().catch(() => undefined);
  return typeof body === 'object' && body !== null ? { ...body } : {};
}

export function isPositiveInteger(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) > 0;
}
