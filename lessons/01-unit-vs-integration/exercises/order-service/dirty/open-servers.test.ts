import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { calculateTotal } from '../src/total.ts';

describe('starts a payment service and never closes it', () => {
  it('sums one item', async () => {
    const payments = createServer((_request, response) => response.end()).listen(0, '127.0.0.1');
    await once(payments, 'listening');
    assert.equal(calculateTotal([{ priceCents: 1000, quantity: 1 }]), 1000);
  });
});
