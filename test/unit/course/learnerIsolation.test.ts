import assert from 'node:assert/strict';
import {
  checkLearnersIsolation,
  type LearnerIsolation,
} from '../../../src/course/grading/learnerIsolation.ts';
import { explainIsolation } from '../../../src/course/grading/isolation.ts';
import { RunRecorder, type RunRecord } from '../../../src/course/running/runRecord.ts';
import { sampleExercise, sourceRunners } from '../../support/sampleGrades.ts';
import { someFailure } from '../../support/someFailure.ts';
import { sourceInstallation, useScratch } from '../../support/scratch.ts';

describe('the isolation of a learner’s tests', function () {
  this.timeout(120_000);
  const scratch = useScratch();

  async function checked(suite: string): Promise<LearnerIsolation> {
    const exercise = sampleExercise(scratch);
    const folder = scratch({ 'tests/a.test.ts': suite });
    const runners = await sourceRunners();
    return checkLearnersIsolation(exercise, folder, { installation: sourceInstallation, runners });
  }

  it('names a pair that holds each time', async () => {
    const { findings, flakyTests } = await checked(`let dirty = false;
it('needs it clean', () => { if (dirty) throw new Error('dirty'); });
it('pollutes', () => { dirty = true; });
`);
    assert.deepEqual(
      findings.map(({ test, other }) => [test, other]),
      [['needs it clean', JSON.stringify(['tests/a.test.ts', 'pollutes', 0])]],
    );
    assert.deepEqual(flakyTests, []);
  });

  it('calls a verdict flaky that changes under one order, and nobody its polluter', async () => {
    const recordOf = (state: 'passed' | 'failed'): RunRecord => {
      const recorder = new RunRecorder();
      const path = ['depends on luck'];
      recorder.add({
        type: 'planned',
        tests: [{ key: 'luck', file: 'a', path, at: null, pending: false }],
        exclusive: false,
      });
      const failure = state === 'failed' ? { ...someFailure, message: 'no luck' } : null;
      recorder.add({ type: 'testFinished', key: 'luck', state, durationMs: 1, failure });
      return recorder.close({ how: 'finished', clean: true });
    };
    const probe = { round: { seed: 3 }, expected: ['luck'], alone: null };
    for (const [states, told] of [
      [['failed', 'passed', 'failed'], [['luck', 2, 3, 'no luck']]],
      [['passed', 'passed', 'passed'], []],
    ] as const) {
      const rounds: ('passed' | 'failed')[] = [...states];
      const { isolation, findings, flakyTests } = await explainIsolation(
        recordOf('passed'),
        [{ probe, keys: ['luck'] }],
        new Map(),
        () => Promise.resolve(recordOf(rounds.shift() ?? 'passed')),
      );
      assert.deepEqual(findings, []);
      assert.deepEqual(isolation, { clean: true, pairs: [] });
      assert.deepEqual(
        flakyTests.map(({ key, failed, runs, why }) => [key, failed, runs, why]),
        told,
      );
    }
  });
});
