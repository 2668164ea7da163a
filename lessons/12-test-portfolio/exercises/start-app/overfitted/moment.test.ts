import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { startApp } from '../src/start-app.ts';

describe('socket: shutting down', () => {
  it('takes a tenth of a second', async () => {
    const app = await startApp({ DATABASE_FILE: ':memory:' });
    const client = connect(Number(new URL(app.url).port), '127.0.0.1');
    client.on('error', () => undefined);
    try {
      await once(client, 'connect');
      await fetch(`${app.url}/products`);
      const start = performance.now();

      await app.close();

      const elapsedMs = performance.now() - start;
      assert.ok(elapsedMs < 300, `${elapsedMs} ms`);
    } finally {
      client.destroy();
      await app.close();
    }
  });
});
