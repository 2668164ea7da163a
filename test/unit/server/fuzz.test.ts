import assert from 'node:assert/strict';
import { mutations } from '../../fuzz/mutations.ts';
import { fuzzSources } from '../../fuzz/fuzz.ts';
import { fuzzInThread } from '../../fuzz/fuzzInThread.ts';

describe('rules and actions on broken files', function () {
  this.timeout(120_000);

  it('stand 500 mutations of real tests (npm run fuzz tries 10,000)', async () => {
    const failures = await fuzzInThread({ count: 500, seed: 20 });
    assert.deepEqual(
      failures.map(({ source, mutations: done, message }) => `${source} (${done.join(', ')}): ${message}`),
      [],
    );
  });

  it('are given texts that really are broken', () => {
    assert.ok(fuzzSources().length > 100);
    const text = "describe('a', () => {\n  it('b', () => {\n    call(db);\n    return db;\n  });\n});\n";
    for (const [name, mutate] of Object.entries(mutations)) {
      const changed = [0.1, 0.3, 0.5, 0.7, 0.9].filter((at) => mutate(text, at) !== text);
      assert.ok(changed.length > 0, `${name} changes nothing.`);
    }
  });
});
