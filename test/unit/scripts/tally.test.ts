import assert from 'node:assert/strict';
import { countProofs } from '../../../scripts/tally.ts';
import { loadCatalog } from '../../../src/course/catalog.ts';
import { validateCourse } from '../../../src/course/validation/validateCourse.ts';
import { soundCourse } from '../../support/soundExercise.ts';
import { addSchemas, useScratch } from '../../support/scratch.ts';

describe('the count of what the validator printed', () => {
  const scratch = useScratch();

  it('has a failure for each proof that does not hold', () => {
    const proof = (id: string, ok: boolean, ...messages: string[]): object => ({ id, ok, messages });
    const printed = [
      { subject: '01-a/b', proofs: [proof('manifest', true), proof('starter', false, 'One.', 'Two.')] },
      { subject: '01-a/c', proofs: [proof('manifest', true)] },
    ];
    assert.deepEqual(countProofs(JSON.stringify(printed)), {
      passed: 2,
      failed: 1,
      failures: ['01-a/b, starter: One. Two.'],
    });
  });

  it('has one for a course that leaves out a section, as for any other proof', () => {
    const lessons = scratch(soundCourse());
    addSchemas(lessons);
    const tally = countProofs(JSON.stringify([validateCourse(loadCatalog(lessons), lessons)]));
    // The other one holds: the exercises have different names.
    assert.deepEqual([tally.passed, tally.failed, tally.failures.length], [1, 1, 1]);
    assert.match(
      tally.failures[0] ?? '',
      /^course, coverage: No lesson covers the section 'unit-vs-integration' /,
    );
  });

  it('has one where nothing was proved, and none where nothing can be read', () => {
    assert.equal(countProofs('[{"subject":"01-a/b","proofs":[]}]').failed, 1);
    assert.throws(() => countProofs('{"problems":[]}'), /printed no list of reports/);
    assert.throws(() => countProofs('[1]'), /printed 1 where a report or a proof belongs/);
  });
});
