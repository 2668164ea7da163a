import assert from 'node:assert/strict';
import { cpSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findExercise, loadCatalog } from '../../../src/course/catalog.ts';
import { starterFiles } from '../../../src/course/exercise.ts';
import { gradeSubmission } from '../../../src/course/grading/grade.ts';
import { readSubmission } from '../../../src/course/grading/submission.ts';
import { coldRunners } from '../../../src/course/running/runSession.ts';
import { findRuntime } from '../../../src/course/runtime.ts';
import { sourceInstallation, useScratch } from '../../support/scratch.ts';

/** Suites that want to be complete without testing, and honest ones in unusual styles; `expect.json` is what is right. */
const folder = fileURLToPath(new URL('../../fixtures/verdicts/', import.meta.url));

interface Expected {
  readonly complete: boolean;
  /** What keeps it from being complete: a problem of that code, or `survived` for a fault that nobody catches. */
  readonly because?: string;
  readonly why: string;
}

describe('the verdict on suites that try something', function () {
  this.timeout(60_000);
  const scratch = useScratch();
  const catalog = loadCatalog(sourceInstallation.lessons);

  for (const name of readdirSync(folder)) {
    for (const kind of readdirSync(join(folder, name))) {
      const { complete, because, why } = JSON.parse(
        readFileSync(join(folder, name, kind, 'expect.json'), 'utf8'),
      ) as Expected;
      it(`${name}, ${kind}: ${complete ? 'complete' : 'not complete'}`, async () => {
        const exercise = findExercise(catalog, name);
        const isOwnSuite = exercise.manifest.editable.includes('tests/**');
        const given = [...starterFiles(exercise)].filter(
          ([path]) => !isOwnSuite || !path.endsWith('.test.ts'),
        );
        const learners = scratch(Object.fromEntries(given));
        cpSync(join(folder, name, kind), learners, {
          recursive: true,
          filter: (path) => !path.endsWith('expect.json'),
        });
        const runners = coldRunners({ ...sourceInstallation, runtime: await findRuntime() });
        const submission = readSubmission(exercise, learners);
        const { result } = await gradeSubmission(exercise, submission, {
          installation: sourceInstallation,
          runners,
        });
        const told = `${why}\n${JSON.stringify(result, null, 2)}`;
        assert.equal(result.complete, complete, told);
        // A right verdict for a wrong reason would be right by accident.
        if (because === 'survived') assert.ok(result.faults.some(({ caught }) => !caught));
        else if (because !== undefined)
          assert.ok(
            result.problems.some(({ code }) => code === because),
            told,
          );
      });
    }
  }
});
