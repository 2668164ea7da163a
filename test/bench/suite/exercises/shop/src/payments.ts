/** The provider refused the card. */
export class DeclinedError extends Error {
  override name = 'DeclinedError';
}

const charges = 'https://payments.example/charges';

/**
 * Charges an order and returns the receipt. A provider that is down is asked once more.
 * @throws DeclinedError when the card is refused.
 */
export async function charge(order: number, cents: number): Promise<string> {
  const first = await ask(order, cents);
  const response = first.status === 503 ? await ask(order, cents) : first;
  if (response.status === 402) throw new DeclinedError(`The payment of order ${order} was declined.`);
  if (!response.ok) throw new Error(`The payment provider answered ${response.status}.`);
  const { receipt } = (await response.json()) as { receipt: string };
  return receipt;
}

function ask(order: number, cents: number): Promise<Response> {
  return fetch(charges, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ order, cents }),
  });
}
