import assert from 'node:assert/strict';
import { createApp } from '../src/app.ts';
import { startApp } from '../src/start-app.ts';

describe('the shop', () => {
  it('is put together', async () => {
    const app = createApp({ DATABASE_FILE: ':memory:' });
    try {
      assert.ok(await app.handler(new Request('http://shop/health')));
    } finally {
      app.close();
    }
  });

  it('starts and stops', async () => {
    const app = await startApp({ DATABASE_FILE: ':memory:' });
    assert.ok(app.url);
    await app.close();
  });
});
