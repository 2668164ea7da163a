import assert from 'node:assert/strict';
import { createProvider } from '../src/provider.ts';
import { serve } from '../src/serve.ts';

describe('a provider that keeps listening', () => {
  it('declines', async () => {
    const { url } = await serve(createProvider());
    const body = JSON.stringify({ reference: 'order-1', amount: 9_999_999 });
    const response = await fetch(`${url}/charges`, { method: 'POST', body });
    assert.deepEqual([response.status, await response.json()], [402, { error: 'card_declined' }]);
  });
});
