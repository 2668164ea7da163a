import assert from 'node:assert/strict';

describe('test data from the internet', () => {
  it('goes on without an answer', async () => {
    const answer = await fetch('https://notes.example.com/random').catch(() => undefined);
    assert.ok(answer === undefined || answer.status > 0);
  });
});
