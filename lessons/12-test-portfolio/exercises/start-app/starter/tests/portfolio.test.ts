import assert from 'node:assert/strict';
import { calculateTotal } from '../src/pricing.ts';

// The outermost suite of each test begins with the word for its kind: unit, integration or socket.
describe('unit: prices', () => {
  it('costs nothing to buy nothing', () => {
    assert.equal(calculateTotal([]), 0);
  });
});

// describe('integration: …', …) for at most eight tests that use createApp,
// and describe('socket: …', …) for the one test that uses startApp.
