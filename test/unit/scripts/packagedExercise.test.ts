import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packagedExercise } from '../../../scripts/packagedExercise.ts';
import { sourceInstallation } from '../../support/scratch.ts';

describe('the manifest of an exercise in the package', () => {
  it('is the same but for what only the validator reads', () => {
    const file = join(sourceInstallation.lessons, '02-database/exercises/repositories/exercise.json');
    const whole = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
    const { promises, freedoms, explanations, ...rest } = whole;
    assert.ok(promises && freedoms && explanations);
    assert.deepEqual(JSON.parse(packagedExercise(JSON.stringify(whole))), rest);
  });
});
