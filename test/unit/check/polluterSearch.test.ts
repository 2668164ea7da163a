import assert from 'node:assert/strict';
import { smallestEffective } from '../../../src/course/check/polluterSearch.ts';

describe('smallestEffective', () => {
  const numbers = Array.from({ length: 100 }, (_, index) => index);

  async function search(
    needed: readonly number[],
    limit = Infinity,
  ): Promise<{ found: number[]; runs: number }> {
    let runs = 0;
    const found = await smallestEffective(
      numbers,
      (part) => {
        runs += 1;
        return Promise.resolve(needed.every((one) => part.includes(one)));
      },
      () => runs < limit,
    );
    return { found: [...found], runs };
  }

  it('finds a single item in two runs per halving at most', async () => {
    for (const one of [0, 37, 99]) {
      const { found, runs } = await search([one]);
      assert.deepEqual(found, [one]);
      assert.ok(runs <= 14, `${runs} runs`);
    }
  });

  it('finds two that only work together', async () => {
    assert.deepEqual((await search([3, 4])).found, [3, 4]);
    assert.deepEqual((await search([0, 99])).found, [0, 99]);
    assert.deepEqual((await search([10, 50, 90])).found, [10, 50, 90]);
  });

  it('ends with what it has when it may not go on', async () => {
    const { found, runs } = await search([0, 99], 5);
    assert.equal(runs, 5);
    assert.ok(found.includes(0) && found.includes(99) && found.length > 2);
  });
});
