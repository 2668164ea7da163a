import assert from 'node:assert/strict';
import { createApp } from '../src/app.ts';

describe('integration: an app that is never closed', () => {
  it('is healthy', async () => {
    const app = createApp({ DATABASE_FILE: ':memory:' });
    const response = await app.handler(new Request('http://shop/health'));
    assert.equal(response.status, 200);
  });
});
