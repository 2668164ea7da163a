import assert from 'node:assert/strict';
import type { GradeResult } from '../../../src/protocol/gradeResult.ts';
import { findingsModel } from '../../../src/webview/findingsModel.ts';
import { english, fresh, perfect, poor, repositories } from './sampleStates.ts';

describe('findingsModel', () => {
  it('lists what stands between the learner and a complete exercise, in the order it is judged', () => {
    const findings = findingsModel(repositories, { ...fresh, error: 'It broke.', grade: poor }, [], english);
    assert.deepEqual(
      findings.map(({ tone, text, detail }) => [tone, text, detail]),
      [
        ['bad', 'It broke.', ''],
        ['bad', '“refuses” fails on the correct system.', ''],
        ['bad', 'A correct system that works differently was refused.', ''],
        ['warning', 'A database is never closed.', ''],
        ['warning', '“refuses” fails when “stores” runs before it.', 'seen in the shuffled order 7'],
        ['bad', 'A fault survived: fault 2.', ''],
        ['bad', 'A fault survived: fault 3.', ''],
      ],
    );
  });

  it('links to what it speaks of: a line, the tests that refuse, polluter and victim', () => {
    const findings = findingsModel(repositories, { ...fresh, grade: poor }, [], english);
    const links = findings.flatMap(({ id, links: own }) => own.map((link) => ({ id, ...link })));
    const test = (id: string, text: string, title: string) => ({
      id,
      text,
      title: `Open the test “${title}”`,
      target: { type: 'test', title },
    });
    assert.deepEqual(links, [
      test('variant-0', 'refused by “stores”', 'stores'),
      {
        id: 'leak-0',
        text: 'tests/a.test.ts:12',
        title: 'Open tests/a.test.ts:12',
        target: { type: 'line', file: 'tests/a.test.ts', line: 12 },
      },
      test('leak-0', 'in “stores”', 'stores'),
      test('dependence-0', 'Open the victim', 'refuses'),
      test('dependence-0', 'Open the polluter', 'stores'),
      {
        id: 'dependence-0',
        text: 'Run in the shuffled order 7',
        title: 'Run in the shuffled order 7',
        target: { type: 'runAgain', seed: 7, title: '' },
      },
    ]);
  });

  it('names a variant once it was refused', () => {
    const state = { ...fresh, grade: poor, variantTitles: { 'other-ids': 'ids start at 42' } };
    const texts = findingsModel(repositories, state, [], english).map(({ text }) => text);
    assert.ok(texts.includes('A correct system was refused: ids start at 42.'), texts.join('\n'));
  });

  it('offers the hints of its kind beside each finding', () => {
    const keys = [
      'exercise',
      'variant',
      'leak:open-databases',
      'polluter',
      'fault:twice',
      'trial',
      'leak:only-or-skip',
    ];
    const hints = keys.map((key) => ({ exercise: repositories.id, key, total: 3, shown: [] }));
    const other = { exercise: '01/other', key: 'fault:lost', total: 3, shown: [] };
    const problems = [
      { code: 'trial-failed', message: 'Tokyo.' },
      { code: 'only-or-skip', message: 'Skipped.' },
      { code: 'test-failed', message: 'Failed.' },
    ] as const;
    const state = { ...fresh, grade: { ...poor, problems } };
    const offered = findingsModel(repositories, state, [...hints, other], english);
    assert.deepEqual(
      offered.map(({ id, hint }) => [id, hint?.key]),
      [
        ['problem-0', 'trial'],
        ['problem-1', 'leak:only-or-skip'],
        ['problem-2', undefined],
        ['variant-0', 'variant'],
        ['leak-0', 'leak:open-databases'],
        ['dependence-0', 'polluter'],
        ['fault-2', 'fault:twice'],
        ['fault-3', undefined],
      ],
    );
  });

  it('links to the file, to the test or to nothing, as far as the place is known', () => {
    const [leak] = poor.hygiene;
    assert.ok(leak);
    const hygiene = [
      { ...leak, line: 0 },
      { ...leak, file: '', line: 0 },
      { ...leak, file: '', line: 0, test: '' },
    ];
    const findings = findingsModel(repositories, { ...fresh, grade: { ...perfect, hygiene } }, [], english);
    assert.deepEqual(
      findings.map(({ links, detail }) => [links.map(({ target }) => target), detail]),
      [
        [
          [
            { type: 'line', file: 'tests/a.test.ts', line: 1 },
            { type: 'test', title: 'stores' },
          ],
          '',
        ],
        [[{ type: 'test', title: 'stores' }], ''],
        [[], ''],
      ],
    );
  });

  it('never names a survivor, even when its title has come along', () => {
    const state = {
      ...fresh,
      grade: poor,
      faultTitles: { swapped: 'columns swapped', twice: 'charged twice' },
    };
    assert.doesNotMatch(
      JSON.stringify(findingsModel(repositories, state, [], english)),
      /charged twice|twice"/,
    );
  });

  it('has nothing to say of a complete exercise, or before the first grade', () => {
    assert.deepEqual(findingsModel(repositories, { ...fresh, grade: perfect }, [], english), []);
    assert.deepEqual(findingsModel(repositories, fresh, [], english), []);
    assert.deepEqual(findingsModel(repositories, null, [], english), []);
  });

  it('tells what tests do to one another once, and offers each order that shows it', () => {
    const at = { rule: 'order-dependence', file: 'tests/a.test.ts' } as const;
    const grade: GradeResult = {
      ...perfect,
      complete: false,
      hygiene: [
        { ...at, test: 'a', message: '', line: 3, dependence: { on: ['b'], seed: -1 } },
        { ...at, test: 'b', message: '', line: 9, dependence: { on: ['a'], seed: null } },
      ],
      isolation: { clean: false, pairs: [{ polluter: 'b', victim: 'a', seed: -1 }] },
    };
    const [finding, ...others] = findingsModel(repositories, { ...fresh, grade }, [], english);
    assert.deepEqual(others, []);
    assert.equal(
      finding?.text,
      '“a” fails when “b” runs before it.\n“b” passes only after “a” has run: alone it fails.',
    );
    assert.equal(finding.detail, 'seen in reversed order');
    assert.deepEqual(
      finding.links.map(({ text, target }) => [text, target.type]),
      [
        ['a', 'test'],
        ['b', 'test'],
        ['Run in reversed order', 'runAgain'],
        ['Run “b” alone', 'runAgain'],
      ],
    );
  });
});
