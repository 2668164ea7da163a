import assert from 'node:assert/strict';
import { findExercise, loadCatalog } from '../../../src/course/catalog.ts';
import { ExerciseHints, type HintMemory } from '../../../src/extension/lessons/exerciseHints.ts';
import type { GradeResult } from '../../../src/protocol/gradeResult.ts';
import { sourceInstallation } from '../../support/scratch.ts';

function mapMemory(): HintMemory {
  const steps = new Map<string, number>();
  return {
    get: (exercise, key) => steps.get(`${exercise} ${key}`) ?? 0,
    set: (exercise, key, step) => {
      steps.set(`${exercise} ${key}`, step);
      return Promise.resolve();
    },
  };
}

describe('ExerciseHints', function () {
  // Each reads the texts anew, with their schema.
  this.timeout(20_000);
  const { lessons } = sourceInstallation;
  const exercise = findExercise(loadCatalog(lessons), '02-database/repositories');
  const [caught, survivor] = exercise.manifest.faults;
  assert.ok(caught && survivor);
  const grade: GradeResult = {
    exercise: exercise.id,
    complete: false,
    tests: [],
    variants: [],
    faults: [
      { id: caught.id, caught: true, by: ['a'] },
      { id: survivor.id, caught: false, by: [] },
    ],
    hygiene: ['a', 'b'].map((test) => ({
      rule: 'open-databases',
      test,
      message: 'm',
      file: 'tests/a.test.ts',
      line: 1,
    })),
    isolation: {
      clean: false,
      pairs: [
        { polluter: 'a', victim: 'b', seed: 1 },
        { polluter: 'a', victim: 'c', seed: 1 },
      ],
    },
    problems: [],
  };
  const fault = `fault:${survivor.id}`;
  let memory: HintMemory;
  let hints: ExerciseHints;
  beforeEach(() => {
    memory = mapMemory();
    hints = new ExerciseHints(lessons, memory);
  });
  const of = (key: string, from = hints) =>
    from
      .shown(exercise, grade)
      .find((one) => one.key === key)
      ?.shown.map(({ kind }) => kind);

  it('has one ladder for each kind of finding', () => {
    assert.deepEqual(
      hints.shown(exercise, grade).map(({ key, total }) => [key, total]),
      [
        ['exercise', 3],
        ['leak:open-databases', 3],
        ['polluter', 3],
        [fault, 3],
      ],
    );
    assert.deepEqual(
      hints.shown(exercise, null).map(({ key }) => key),
      ['exercise'],
    );
  });

  it('reads the texts of the course only for a grade', () => {
    const nowhere = new ExerciseHints('/nowhere', memory);
    assert.equal(nowhere.shown(exercise, null).length, 1);
    assert.throws(() => nowhere.shown(exercise, grade), /hints\.json cannot be read/);
  });

  it('lets nothing out that was not asked for', () => {
    const told = JSON.stringify(hints.shown(exercise, grade));
    for (const secret of [survivor.symptom, survivor.title, ...exercise.manifest.hints]) {
      assert.ok(!told.includes(JSON.stringify(secret).slice(1, -1)), secret);
    }
  });

  it('shows step after step', async () => {
    assert.equal(await hints.show(exercise, grade, fault, 1), true);
    assert.deepEqual(of(fault), ['concept']);
    assert.equal(await hints.show(exercise, grade, fault, 2), true);
    assert.deepEqual(of(fault), ['concept', 'place']);
    assert.deepEqual(of('polluter'), [], 'the others stay as they were');
  });

  it('takes nothing back, and counts no further than the ladder goes', async () => {
    await hints.show(exercise, grade, fault, 99);
    assert.deepEqual(of(fault), ['concept', 'place', 'fault']);
    assert.equal(memory.get(exercise.id, fault), 3);
    assert.equal(await hints.show(exercise, grade, fault, 1), false);
    assert.deepEqual(of(fault), ['concept', 'place', 'fault']);
  });

  it('shows nothing of what the grade does not call for', async () => {
    for (const key of [`fault:${caught.id}`, 'trial', '__proto__', '']) {
      assert.equal(await hints.show(exercise, grade, key, 1), false, key);
    }
    assert.equal(await hints.show(exercise, null, fault, 1), false);
  });

  it('goes by what is remembered, as in another window', async () => {
    await hints.show(exercise, grade, fault, 2);
    assert.deepEqual(of(fault, new ExerciseHints(lessons, memory)), ['concept', 'place']);
  });
});
