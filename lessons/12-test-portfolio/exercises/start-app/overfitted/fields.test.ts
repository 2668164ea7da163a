import assert from 'node:assert/strict';
import { createApp } from '../src/app.ts';

describe('integration: health', () => {
  it('says one thing only', async () => {
    const app = createApp({ DATABASE_FILE: ':memory:' });
    try {
      const response = await app.handler(new Request('http://shop/health'));

      assert.deepEqual(await response.json(), { status: 'ok' });
    } finally {
      app.close();
    }
  });
});
