import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findExercise, loadCatalog } from '../../../src/course/catalog.ts';
import { layered, readTree } from '../../../src/course/fileTree.ts';
import { gradeSubmission } from '../../../src/course/grading/grade.ts';
import { starterSubmission } from '../../../src/course/grading/submission.ts';
import type { RunSetting } from '../../../src/course/grading/systemRun.ts';
import { findRuntime } from '../../../src/course/runtime.ts';
import { coldRunners } from '../../../src/course/running/runSession.ts';
import { sourceInstallation } from '../../support/scratch.ts';

/**
 * Answers that keep, or ask for, everything but a promise or two; by exercise and name. What is listed survives, or is
 * not ruled out. An answer of which nothing is listed is another honest one, and complete.
 */
const answers: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  'order-service': {
    'two-amounts': [
      'order-of-nobody',
      'unknown-product-skipped',
      'rounded-quantity',
      'late-items',
      'settles-all',
      'pays-twice',
      'always-unknown',
      'always-failed',
      'own-error',
    ],
    'no-refusals': [
      'order-of-nobody',
      'unknown-product-skipped',
      'rounded-quantity',
      'late-items',
      'pays-twice',
    ],
    'no-breakdown': ['always-failed', 'own-error'],
  },
  builders: {
    'patched-repositories': ['same-names'],
    'named-by-the-clock': ['same-names'],
    'renamed-when-stored': ['same-names'],
    'random-names': [],
    'counted-by-kind': [],
  },
  'reset-database': {
    'switched-on': ['foreign-keys-always-on'],
    'fixed-tables': ['fixed-list'],
    'after-success': ['after-passed-only'],
    'restored-switch': [],
    'children-first': [],
  },
};
const folder = fileURLToPath(new URL('../../fixtures/graded/', import.meta.url));

describe('answers that leave a promise out', function () {
  this.timeout(60_000);
  const catalog = loadCatalog(sourceInstallation.lessons);
  let setting: RunSetting;

  before(async () => {
    const runners = coldRunners({ ...sourceInstallation, runtime: await findRuntime() });
    setting = { installation: sourceInstallation, runners };
  });

  it('are all listed here', () => {
    const listed = Object.entries(answers).flatMap(([name, of]) =>
      Object.keys(of).map((one) => `${name}/${one}`),
    );
    const lying = readdirSync(folder).flatMap((name) =>
      readdirSync(join(folder, name)).map((one) => `${name}/${one}`),
    );
    assert.deepEqual(listed.sort(), lying.sort());
  });

  for (const [name, of] of Object.entries(answers)) {
    for (const [answer, missed] of Object.entries(of)) {
      it(`${name}, ${answer}: ${missed.length === 0 ? 'is complete' : `misses ${missed.join(', ')}`}`, async () => {
        const exercise = findExercise(catalog, name);
        const own = readTree(join(folder, name, answer));
        const given =
          exercise.manifest.kind === 'write-tests' ? new Map() : starterSubmission(exercise).files;
        const { result } = await gradeSubmission(
          exercise,
          { files: layered(given, own), folder: null },
          setting,
        );
        const survived = result.faults.filter(({ caught }) => !caught).map(({ id }) => id);
        if (missed.length === 0) assert.ok(result.complete, JSON.stringify(result, null, 2));
        else assert.equal(result.complete, false);
        assert.deepEqual(
          missed.filter((id) => !survived.includes(id)),
          [],
          `caught although nobody asks for it; survived: ${survived.join(', ')}`,
        );
      });
    }
  }
});
