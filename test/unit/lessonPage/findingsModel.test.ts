import assert from 'node:assert/strict';
import { findingsModel } from '../../../src/webview/findingsModel.ts';
import { english, fresh, perfect, poor, repositories } from './sampleStates.ts';

describe('findingsModel', () => {
  it('lists what stands between the learner and a complete exercise, in the order it is judged', () => {
    const findings = findingsModel(repositories, { ...fresh, error: 'It broke.', grade: poor }, english);
    assert.deepEqual(
      findings.map(({ tone, text, detail }) => [tone, text, detail]),
      [
        ['bad', 'It broke.', ''],
        ['bad', '“refuses” fails on the correct system.', ''],
        ['bad', 'A correct system that works differently was refused.', 'Refused by “stores”.'],
        ['warning', 'A database is never closed.', 'in “stores”'],
        ['warning', '“refuses” fails when “stores” runs before it.', 'Seed 7 replays it.'],
        ['bad', 'A fault survived: fault 2.', ''],
        ['bad', 'A fault survived: fault 3.', ''],
      ],
    );
  });

  it('links a leak to the line that acquired the resource', () => {
    const places = findingsModel(repositories, { ...fresh, grade: poor }, english).map(({ place }) => place);
    assert.deepEqual(
      places.filter((place) => place !== null),
      [{ text: 'tests/a.test.ts:12', title: 'Open tests/a.test.ts:12', file: 'tests/a.test.ts', line: 12 }],
    );
  });

  it('links to the file alone, or to nothing, where the line or the file is not known', () => {
    const [leak] = poor.hygiene;
    assert.ok(leak);
    const hygiene = [
      { ...leak, line: 0 },
      { ...leak, file: '', line: 0, test: '' },
    ];
    const findings = findingsModel(repositories, { ...fresh, grade: { ...perfect, hygiene } }, english);
    assert.deepEqual(
      findings.map(({ place, detail }) => [place?.text, place?.line, detail]),
      [
        ['tests/a.test.ts', 1, 'in “stores”'],
        [undefined, undefined, ''],
      ],
    );
  });

  it('never names a survivor, even when its title has come along', () => {
    const state = {
      ...fresh,
      grade: poor,
      faultTitles: { swapped: 'columns swapped', twice: 'charged twice' },
    };
    assert.doesNotMatch(JSON.stringify(findingsModel(repositories, state, english)), /charged twice|twice"/);
  });

  it('has nothing to say of a complete exercise, or before the first grade', () => {
    assert.deepEqual(findingsModel(repositories, { ...fresh, grade: perfect }, english), []);
    assert.deepEqual(findingsModel(repositories, fresh, english), []);
    assert.deepEqual(findingsModel(repositories, null, english), []);
  });
});
