import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryPlace } from '../../../src/course/running/temporaryPlace.ts';
import { layGround } from '../../attacks/ground.ts';
import { spread, Trials } from '../../attacks/trials.ts';
import { writers } from '../../attacks/writers.ts';

/** Attacks a writer and kind. All calls are tried by `npm run attack`, with real processes. */
const most = 30;

describe('an attack', function () {
  this.timeout(60_000);
  let root: string;

  before(async () => {
    root = mkdtempSync(join(await temporaryPlace(), 'itlab-test-'));
    layGround(root);
  });
  after(() => rmSync(root, { recursive: true, force: true, maxRetries: 3 }));

  for (const writer of writers.filter(({ large }) => large !== true)) {
    for (const kind of ['kill', 'full'] as const) {
      it(`leaves nothing broken: ${writer.name}, ${kind}`, async () => {
        const trials = new Trials(root, writer);
        await trials.begin();
        assert.ok(trials.calls > 0);
        for (const at of spread(trials.calls, most)) {
          const { complaints } = await trials.attack({ kind, at });
          assert.deepEqual(complaints, [], `${kind} at ${at} of ${trials.calls}`);
        }
      });
    }
  }
});
