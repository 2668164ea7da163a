import assert from 'node:assert/strict';
import { attackWithHostileSubmissions } from '../../attacks/hostileSubmissions.ts';

describe('submissions that do their worst', function () {
  this.timeout(120_000);

  it('have their verdicts each, beside honest ones, with a report (the attack itself makes 200)', async function () {
    // Its pipes, sockets and rights are those of other systems.
    if (process.platform !== 'linux') this.skip();
    const { submissions, wrong } = await attackWithHostileSubmissions({ count: 24, seed: 20, alone: false });
    assert.deepEqual(wrong, []);
    assert.equal(submissions, 24);
  });
});
