import assert from 'node:assert/strict';
import { startApp } from '../src/start-app.ts';

describe('socket: a shop that is never shut down', () => {
  it('is healthy', async () => {
    const { url } = await startApp({ DATABASE_FILE: ':memory:' });
    const response = await fetch(`${url}/health`);
    assert.equal(response.status, 200);
  });
});
