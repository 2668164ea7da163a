import assert from 'node:assert/strict';
import { taxOn } from '../src/pricing.ts';

describe('unit: a tax rate from the internet', () => {
  it('is used, or else the usual one', async () => {
    const answer = await fetch('https://tax.example.com/rate').catch(() => undefined);
    const rate = answer === undefined ? 20 : Number(await answer.text());
    assert.equal(taxOn(1000, rate), rate * 10);
  });
});
