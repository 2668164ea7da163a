import assert from 'node:assert/strict';
import {
  decodeProgress,
  gained,
  gainOf,
  isByModelAnswer,
  isWithin,
  merged,
  migrated,
  noProgress,
  parseProgress,
  progressDocument,
  progressKeys,
  progressOf,
  progressText,
  type BestGrade,
} from '../../../../src/course/progress/progress.ts';
import type { GradeResult } from '../../../../src/protocol/gradeResult.ts';

const early = '2026-01-01T08:00:00.000Z';
const late = '2026-02-01T08:00:00.000Z';

const best = (caught: number, more: Partial<BestGrade> = {}): BestGrade => ({
  at: late,
  complete: false,
  caught,
  faults: 6,
  objections: 0,
  ...more,
});

function grade(more: Partial<GradeResult> = {}): GradeResult {
  return {
    exercise: '02-database/repositories',
    complete: false,
    tests: [{ title: 'stores', state: 'passed', durationMs: 1 }],
    variants: [{ id: 'other-ids', passed: false, refusedBy: ['stores'] }],
    faults: [
      { id: 'one', caught: true, by: ['stores'] },
      { id: 'two', caught: false, by: [] },
    ],
    hygiene: [],
    isolation: { clean: true, pairs: [] },
    problems: [],
    ...more,
  };
}

const exercise = (id: string, formerly?: readonly string[]) => ({
  id,
  name: id.slice(id.indexOf('/') + 1),
  manifest: formerly === undefined ? {} : { formerly },
});

describe('progress', () => {
  const some = gained(noProgress, 'repositories', {
    startedAt: early,
    best: best(4),
    hints: new Map([['fault:one', 2]]),
    active: new Set([5_000_001, 5_000_003]),
  });

  it('keeps what a grade adds', () => {
    assert.deepEqual(gainOf(grade(), late), {
      startedAt: late,
      best: best(1, { faults: 2, objections: 1 }),
    });
    assert.equal(gainOf(grade({ complete: true }), late).completedAt, late);
    const cancelled = gainOf(grade({ problems: [{ code: 'cancelled', message: 'Cancelled.' }] }), late);
    assert.deepEqual(cancelled, { startedAt: late }, 'a cancelled grade is compared with none');
  });

  it('keeps apart what was complete by a model answer, in whichever order it comes together', () => {
    const answer = gained(noProgress, 'one', gainOf(grade({ complete: true, modelAnswer: true }), early));
    const own = gained(noProgress, 'one', gainOf(grade({ complete: true }), late));
    assert.equal(isByModelAnswer(progressOf(answer, 'one')), true);
    assert.equal(isByModelAnswer(progressOf(own, 'one')), false);
    for (const both of [merged(answer, own), merged(own, answer), merged(merged(own, answer), answer)]) {
      assert.equal(isByModelAnswer(progressOf(both, 'one')), false, 'own work stays own work');
      assert.equal(progressOf(both, 'one').completedAt, early);
    }
    // An earlier version did not say whose it was.
    const older = gained(noProgress, 'one', { completedAt: '2025-01-01T08:00:00.000Z' });
    assert.equal(isByModelAnswer(progressOf(merged(older, answer), 'one')), false);
    assert.equal(isByModelAnswer(progressOf(older, 'one')), false);
  });

  it('reads what an earlier version has written, and is read by it', () => {
    const whole = gained(noProgress, 'one', gainOf(grade({ complete: true, modelAnswer: true }), early));
    const text = progressText(whole);
    const earlier = text.replace(/^ *"(?:answerAt|ownAt)": .*\n/gm, '');
    assert.notEqual(earlier, text);
    const { progress, trouble } = parseProgress(earlier);
    assert.equal(trouble, null);
    assert.deepEqual(progressOf(progress, 'one'), {
      ...progressOf(whole, 'one'),
      answerAt: null,
      ownAt: null,
    });
    // What has no say in it stays as it is: the version is the same.
    assert.match(text, /"version": 1,/);
    assert.deepEqual(merged(progress, whole), whole);
    assert.equal(parseProgress(text.replace(/"answerAt": .*/, '"answerAt": 7,')).trouble, 'damaged');
  });

  it('is the same again after it was written and read', () => {
    const whole = gained(some, 'use-test-db', { completedAt: late, best: best(6, { complete: true }) });
    const { progress, trouble } = parseProgress(progressText(whole));
    assert.equal(trouble, null);
    assert.deepEqual(progress, whole);
  });

  it('never gets worse', () => {
    const after = gained(some, 'repositories', {
      startedAt: late,
      best: best(3),
      hints: new Map([
        ['fault:one', 1],
        ['leak', 1],
      ]),
      active: new Set([5_000_002, 5_000_003]),
    });
    assert.deepEqual(progressOf(after, 'repositories'), {
      startedAt: early,
      completedAt: null,
      answerAt: null,
      ownAt: null,
      best: best(4),
      hints: new Map([
        ['fault:one', 2],
        ['leak', 1],
      ]),
      // What two windows have noted at the same time counts once.
      active: new Set([5_000_001, 5_000_003, 5_000_002]),
    });
  });

  it('prefers a complete grade, then the larger share of faults, then the fewer objections, then the first', () => {
    const order = [
      best(6, { complete: true, at: late }),
      best(6, { at: early }),
      // An update of the course may have added faults.
      best(5, { faults: 5, objections: 9 }),
      best(5, { objections: 1 }),
      best(5, { objections: 2, at: early }),
      best(5, { objections: 2, at: late }),
      best(0),
    ];
    const bestOf = (one: BestGrade, other: BestGrade): BestGrade | null =>
      progressOf(
        merged(gained(noProgress, 'a', { best: one }), gained(noProgress, 'a', { best: other })),
        'a',
      ).best;
    for (const [index, one] of order.entries()) {
      for (const other of order.slice(index)) {
        assert.deepEqual(bestOf(one, other), one);
        assert.deepEqual(bestOf(other, one), one, 'the order of merging does not matter');
      }
    }
  });

  it('merges two machines without losing either', () => {
    const there = gained(
      gained(noProgress, 'repositories', { completedAt: late, best: best(6) }),
      'checkout',
      {
        startedAt: late,
      },
    );
    const both = merged(some, there);
    assert.equal(progressText(merged(there, some)), progressText(both));
    assert.equal(progressText(merged(both, there)), progressText(both));
    assert.ok(isWithin(some, both) && isWithin(there, both));
    assert.ok(!isWithin(both, some));
    assert.equal(progressOf(both, 'repositories').startedAt, early);
    assert.equal(progressOf(both, 'repositories').completedAt, late);
    assert.deepEqual(progressOf(both, 'repositories').hints, new Map([['fault:one', 2]]));
  });

  describe('keys', () => {
    it('outlive the renaming and reordering of lessons', () => {
      const before = progressKeys([exercise('02-database/repositories'), exercise('10-checkout/checkout')]);
      const after = progressKeys([exercise('01-shop/checkout'), exercise('03-storage/repositories')]);
      assert.equal(before.get('02-database/repositories'), after.get('03-storage/repositories'));
      assert.equal(before.get('10-checkout/checkout'), after.get('01-shop/checkout'));
    });

    it('tell twins of a course that was not validated apart', () => {
      const keys = progressKeys([exercise('01-a/notes'), exercise('02-b/notes')]);
      assert.deepEqual([...keys.values()], ['01-a/notes', '02-b/notes']);
    });

    it('take over what lies under an id, or under a former name', () => {
      const old = merged(
        gained(noProgress, '02-database/repositories', { completedAt: early }),
        merged(
          gained(noProgress, 'repositories', { startedAt: late }),
          merged(
            gained(noProgress, '09-till/till', { completedAt: late }),
            gained(noProgress, 'of-another-version', { startedAt: early }),
          ),
        ),
      );
      const now = migrated(old, [
        exercise('03-storage/repositories'),
        exercise('10-checkout/checkout', ['cash-desk', 'till']),
      ]);
      assert.deepEqual([...now.exercises.keys()].sort(), ['checkout', 'of-another-version', 'repositories']);
      assert.equal(progressOf(now, 'repositories').completedAt, early);
      assert.equal(progressOf(now, 'repositories').startedAt, late);
      assert.equal(progressOf(now, 'checkout').completedAt, late);
    });
  });

  describe('decoding', () => {
    it('never throws, and never invents', () => {
      const whatever: unknown[] = [
        null,
        42,
        'progress',
        [],
        {},
        { exercises: { repositories: { completedAt: early } } },
        { format: 'integration-testing-lab.progress', version: 1 },
        { format: 'integration-testing-lab.progress', version: 1, exercises: [] },
      ];
      for (const value of whatever) {
        const { progress, trouble } = decodeProgress(value);
        assert.equal(progress.exercises.size, 0, JSON.stringify(value));
        assert.notEqual(trouble, null, JSON.stringify(value));
      }
      for (const text of ['', '{', progressText(some).slice(0, -20), '\0\0\0\0']) {
        assert.deepEqual(parseProgress(text), { progress: noProgress, trouble: 'damaged' });
      }
    });

    it('keeps what can be read of a damaged document', () => {
      const document = structuredClone(progressDocument(some)) as { exercises: Record<string, object> };
      document.exercises['checkout'] = {
        startedAt: 'yesterday',
        completedAt: late,
        best: null,
        hints: { a: 1 },
      };
      document.exercises['weather'] = {
        startedAt: early,
        completedAt: null,
        best: { at: late },
        hints: { a: -1 },
      };
      document.exercises['__proto__x'] = { startedAt: 5 };
      const { progress, trouble } = decodeProgress(document);
      assert.equal(trouble, 'damaged');
      const hintless = progressText(some).replace('"fault:one": 2', '"fault:one": "two"');
      assert.equal(parseProgress(hintless).trouble, 'damaged');
      assert.deepEqual(progressOf(progress, 'repositories'), progressOf(some, 'repositories'));
      assert.equal(progressOf(progress, 'checkout').completedAt, late);
      assert.equal(progressOf(progress, 'checkout').startedAt, null);
      assert.deepEqual(progressOf(progress, 'checkout').hints, new Map([['a', 1]]));
      assert.equal(progressOf(progress, 'weather').startedAt, early);
      assert.equal(progressOf(progress, 'weather').best, null);
    });

    it('reads what it knows of a newer document, and says that there is more', () => {
      const document = { ...progressDocument(some), version: 2, medals: ['gold'] };
      const { progress, trouble } = decodeProgress(document);
      assert.equal(trouble, 'newer');
      assert.deepEqual(progress, some);
    });

    it('takes no key of a document for something else', () => {
      const { progress } = parseProgress(
        progressText(some).replace('"repositories"', '"__proto__"').replace('"fault:one"', '"__proto__"'),
      );
      assert.equal(progressOf(progress, '__proto__').hints.get('__proto__'), 2);
      assert.equal(progressOf(progress, 'constructor').best, null);
      assert.equal(parseProgress(progressText(progress)).trouble, null);
    });

    it('brings instants into one form, so that they can be compared', () => {
      const text = progressText(some).replaceAll(early, '2026-01-01T09:00:00+01:00');
      assert.equal(progressOf(parseProgress(text).progress, 'repositories').startedAt, early);
    });
  });
});
