import assert from 'node:assert/strict';
import { PaymentDeclinedError, PaymentUnknownError } from '../src/payment-gateway.ts';

describe('a suite narrowed while debugging', () => {
  it.only('knows a decline', () => {
    assert.equal(new PaymentDeclinedError('No.').name, 'PaymentDeclinedError');
  });

  it('knows silence', () => {
    assert.equal(new PaymentUnknownError('Silence.').name, 'PaymentUnknownError');
  });
});
