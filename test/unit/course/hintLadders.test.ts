import assert from 'node:assert/strict';
import { findExercise, loadCatalog } from '../../../src/course/catalog.ts';
import { hintLadders, loadHintTexts } from '../../../src/course/grading/hintLadders.ts';
import { hygieneRules } from '../../../src/protocol/runEvents.ts';
import type { GradeResult } from '../../../src/protocol/gradeResult.ts';
import { sourceInstallation } from '../../support/scratch.ts';

describe('hint ladders', () => {
  const { lessons } = sourceInstallation;
  const exercise = findExercise(loadCatalog(lessons), '02-database/repositories');
  const texts = loadHintTexts(lessons);
  const good: GradeResult = {
    exercise: exercise.id,
    complete: true,
    tests: [],
    variants: [{ id: 'ids-from-42', passed: true, refusedBy: [] }],
    faults: exercise.manifest.faults.map(({ id }) => ({ id, caught: true, by: ['a'] })),
    hygiene: [],
    isolation: { clean: true, pairs: [] },
    problems: [],
  };
  const about = (result: GradeResult): string[] =>
    hintLadders(exercise, result, texts).map((ladder) => ladder.about);

  it('are the exercise’s own where nothing is wrong', () => {
    const [concept, place, code] = exercise.manifest.hints;
    const own = [
      {
        key: 'exercise',
        about: 'Repositories on SQLite',
        steps: [
          { kind: 'concept', text: concept },
          { kind: 'place', text: place },
          { kind: 'code', text: code },
        ],
      },
    ];
    assert.deepEqual(hintLadders(exercise, good, texts), own);
    assert.deepEqual(hintLadders(exercise, null, texts), own, 'also before the first grade');
  });

  it('lead from the kind of behaviour over what a user sees to the fault itself', () => {
    const faults = good.faults.map((fault, index) =>
      index === 3 ? { ...fault, caught: false, by: [] } : fault,
    );
    const [, ladder] = hintLadders(exercise, { ...good, faults }, texts);
    assert.equal(ladder?.about, 'Fault 4', 'the name of a survivor would give it away');
    assert.match(ladder.steps[0]?.text ?? '', /what the database does/);
    assert.match(ladder.steps[1]?.text ?? '', /orders of everybody/);
    assert.match(ladder.steps[2]?.text ?? '', /^--- a\/src\//);
  });

  it('follow what was found', () => {
    const finding = { message: 'm', file: 'tests/a.test.ts', line: 1 };
    assert.deepEqual(
      about({
        ...good,
        variants: [{ id: 'ids-from-42', passed: false, refusedBy: ['reads'] }],
        hygiene: [
          { ...finding, rule: 'open-databases', test: 'a' },
          { ...finding, rule: 'open-databases', test: 'b' },
          { ...finding, rule: 'order-dependence', test: 'victim' },
          { ...finding, rule: 'order-dependence', test: 'needy' },
        ],
        isolation: { clean: false, pairs: [{ polluter: 'polluter', victim: 'victim', seed: -1 }] },
        problems: [
          { code: 'trial-failed', message: "'a' fails in Tokyo: 1 !== 2" },
          { code: 'only-or-skip', message: "'b' is skipped" },
          { code: 'no-tests', message: 'No test was found. Write one.' },
        ],
      }),
      [
        'Repositories on SQLite',
        "A correct system is refused by 'reads'",
        "open-databases: 'a', 'b'",
        "'victim' after 'polluter'",
        "'needy'",
        "'a' fails in Tokyo: 1 !== 2",
        "'b' is skipped",
      ],
    );
  });

  it('have three steps for every rule', () => {
    for (const rule of hygieneRules.filter((one) => one !== 'order-dependence')) {
      assert.equal(texts.findings[rule]?.length, 3, rule);
    }
  });

  it('name the file that cannot be read', () => {
    assert.throws(() => loadHintTexts('/nowhere'), /hints\.json cannot be read/);
  });
});
