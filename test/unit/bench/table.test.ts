import assert from 'node:assert/strict';
import { rowOf, tableText, type Bar } from '../../bench/table.ts';

const ratio: Bar = {
  what: 'warm ÷ cold',
  unit: '×',
  bar: 0.3,
  stretch: 0.2,
  direction: 'at most',
  by: 'median',
};
const parity: Bar = {
  ...ratio,
  what: 'parity',
  unit: '%',
  bar: 100,
  stretch: null,
  direction: 'at least',
  by: 'min',
};

describe('a row of the benchmark', () => {
  it('holds at its bar and not above it', () => {
    assert.equal(rowOf(ratio, [0.3]).holds, true);
    assert.equal(rowOf(ratio, [0.301]).holds, false);
  });

  it('is judged by its median, and tells both ends', () => {
    assert.deepEqual(rowOf(ratio, [0.9, 0.25, 0.1]), {
      what: 'warm ÷ cold',
      measured: 0.25,
      bar: 0.3,
      stretch: 0.2,
      unit: '×',
      holds: true,
      runs: 3,
      min: 0.1,
      max: 0.9,
    });
  });

  it('is judged by its worst where a single miss is one too many', () => {
    assert.equal(rowOf(parity, [100, 99.9, 100]).holds, false);
    assert.equal(rowOf(parity, [100, 100]).holds, true);
    assert.equal(rowOf({ ...ratio, by: 'max', unit: 'count', bar: 0 }, [0, 0, 1]).holds, false);
  });

  it('does not hold when it was not measured', () => {
    const row = rowOf({ ...ratio, unit: 'count', bar: 0 }, [], 'why not');
    assert.deepEqual([row.holds, row.measured, row.runs, row.note], [false, null, 0, 'why not']);
  });
});

describe('the table of the benchmark', () => {
  it('aligns its columns and puts the notes below', () => {
    const rows = [rowOf(ratio, [0.25]), rowOf(parity, [], 'no fixtures')];
    assert.equal(
      tableText(rows),
      [
        '   what             measured     bar  stretch           min           max  runs',
        '✔  warm ÷ cold        0.25 ×  0.30 ×   0.20 ×        0.25 ×        0.25 ×     1',
        '✘  parity       not measured   100 %           not measured  not measured     0',
        '',
        'parity: no fixtures',
        '',
      ].join('\n'),
    );
  });
});
