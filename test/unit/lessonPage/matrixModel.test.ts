import assert from 'node:assert/strict';
import { matrixModel } from '../../../src/webview/matrixModel.ts';
import { english, perfect, poor } from './sampleStates.ts';

const titles = { swapped: 'columns swapped', twice: 'charged twice' };

describe('matrixModel', () => {
  it('names caught faults by title and survivors by number', () => {
    const matrix = matrixModel(poor, titles, false, english);
    assert.deepEqual(matrix?.columns, [
      {
        title: 'fault 2',
        caught: false,
        count: 0,
        finding: { id: 'fault-2', title: 'Hint for fault 2' },
        difference: null,
      },
      {
        title: 'fault 3',
        caught: false,
        count: 0,
        finding: { id: 'fault-3', title: 'Hint for fault 3' },
        difference: null,
      },
      {
        title: 'columns swapped',
        caught: true,
        count: 1,
        finding: null,
        difference: { fault: 'swapped', title: 'Show what “columns swapped” changes' },
      },
    ]);
  });

  it('shows no difference where the suite is given: it would be the model answer', () => {
    const columns = matrixModel(perfect, titles, true, english)?.columns;
    assert.ok(columns?.every(({ caught, difference }) => caught && difference === null));
    const marks = matrixModel(perfect, titles, true, english)?.rows.flatMap((row) => row.marks);
    assert.ok(marks?.includes(true) && marks.every((mark) => typeof mark === 'boolean'));
  });

  it('puts survivors first, with the marks of the tests in step', () => {
    const matrix = matrixModel(poor, titles, false, english);
    assert.deepEqual(matrix?.rows[0]?.marks, [
      false,
      false,
      {
        fault: 'swapped',
        test: 'stores',
        title: 'Debug “stores” on the system with “columns swapped”',
      },
    ]);
    assert.equal(matrix?.summary, '1 of 3 faults; survivors come first.');
    assert.equal(matrixModel(perfect, titles, false, english)?.summary, 'All 3 faults.');
  });

  it('leads to the tests of the learner’s own files', () => {
    const faults = perfect.faults.map((fault) => ({ ...fault, by: [...fault.by, 'hidden'] }));
    const rows = matrixModel({ ...perfect, faults }, titles, true, english)?.rows;
    assert.deepEqual(
      rows?.map(({ link }) => link?.target),
      [{ type: 'test', title: 'stores' }, { type: 'test', title: 'refuses' }, undefined],
    );
  });

  it('numbers a caught fault whose title has not come along', () => {
    assert.equal(matrixModel(perfect, titles, false, english)?.columns[2]?.title, 'fault 3');
  });

  it('takes no title from the prototype of the titles', () => {
    const faults = [{ id: 'constructor', caught: true, by: ['stores'] }];
    assert.equal(matrixModel({ ...perfect, faults }, {}, false, english)?.columns[0]?.title, 'fault 1');
  });

  it('crosses tests and faults, and marks tests that do not pass', () => {
    const rows = matrixModel(perfect, titles, false, english)?.rows;
    assert.deepEqual(
      rows?.map(({ title, note, marks }) => ({ title, note, marks: marks.map((mark) => mark !== false) })),
      [
        { title: 'stores', note: null, marks: [true, false, true] },
        { title: 'refuses', note: null, marks: [false, true, true] },
      ],
    );
    assert.equal(matrixModel(poor, titles, false, english)?.rows[1]?.note, 'does not pass');
  });

  it('adds hidden tests that rule a fault out, each once', () => {
    const faults = perfect.faults.map((fault) => ({ ...fault, by: [...fault.by, 'hidden'] }));
    const matrix = matrixModel({ ...perfect, faults }, titles, true, english);
    assert.deepEqual(
      matrix?.rows.map(({ title }) => title),
      ['stores', 'refuses', 'hidden'],
    );
    assert.equal(matrix?.mark, 'ruled out');
  });

  it('is absent where there is nothing to cross', () => {
    assert.equal(matrixModel({ ...perfect, faults: [] }, titles, false, english), null);
    const faults = [{ id: 'x', caught: false, by: [] }];
    assert.equal(matrixModel({ ...perfect, tests: [], faults }, titles, false, english), null);
  });
});
