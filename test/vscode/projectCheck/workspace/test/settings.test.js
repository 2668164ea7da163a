import assert from 'node:assert/strict';
import { createServer } from 'node:http';

const settings = new Map();

describe('settings', () => {
  it('starts without any', () => {
    assert.equal(settings.size, 0);
  });

  it('keeps what is set', () => {
    settings.set('theme', 'dark');
    assert.equal(settings.get('theme'), 'dark');
  });
});

describe('server', () => {
  it('listens', (done) => {
    const server = createServer();
    server.unref();
    server.listen(0, '127.0.0.1', done);
  });
});
