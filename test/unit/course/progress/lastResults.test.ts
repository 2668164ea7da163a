import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { filesHash, LastResults, type LastResult } from '../../../../src/course/progress/lastResults.ts';
import { useScratch } from '../../../support/scratch.ts';

const result: LastResult = {
  at: '2026-01-01T08:00:00.000Z',
  run: {
    summary: {
      passed: 1,
      failed: 1,
      errored: 0,
      pending: 0,
      message: 'no',
      at: { file: 'tests/a.test.ts', line: 2 },
      order: -1,
      failures: [{ title: 'lists', message: '1 !== 2', file: 'tests/a.test.ts', line: 4 }],
    },
    files: 'abc',
  },
  grade: {
    files: 'def',
    result: {
      exercise: '02-database/repositories',
      complete: false,
      tests: [{ title: 'stores', state: 'passed', durationMs: 1.5 }],
      variants: [{ id: 'other-ids', passed: false, refusedBy: ['stores'] }],
      faults: [{ id: 'one', caught: true, by: ['stores'] }],
      hygiene: [
        { rule: 'open-databases', test: 'stores', message: 'left open', file: 'tests/a.test.ts', line: 3 },
        {
          rule: 'order-dependence',
          test: 'counts',
          message: 'fails after',
          file: 'tests/a.test.ts',
          line: 9,
          column: 3,
          dependence: { on: ['stores'], seed: -1 },
        },
      ],
      isolation: { clean: false, pairs: [{ polluter: 'stores', victim: 'counts', seed: -1 }] },
      problems: [{ code: 'test-failed', message: 'fails', test: 'counts' }],
    },
  },
};

describe('last results', () => {
  const scratch = useScratch();

  it('are read as they were written, per course folder and exercise', () => {
    const storage = scratch();
    const results = new LastResults(storage, '/courses/one');
    assert.equal(results.read('repositories'), null);
    results.write('repositories', result);
    results.write('02-b/twin', { ...result, grade: null });
    assert.deepEqual(new LastResults(storage, '/courses/one/').read('repositories'), result);
    assert.deepEqual(results.read('02-b/twin'), { ...result, grade: null });
    assert.equal(new LastResults(storage, '/courses/two').read('repositories'), null);
  });

  it('are none when the file is damaged or from another version', () => {
    const results = new LastResults(scratch(), '/courses/one');
    results.write('repositories', result);
    const file = join(results.folder, readdirSync(results.folder)[0] ?? '');
    const text = readFileSync(file, 'utf8');
    for (const broken of [
      '',
      text.slice(0, -5),
      text.replace('"version":1', '"version":2'),
      text.replace('"complete":false', '"complete":"yes"'),
      text.replace('"faults":[', '"faults":[null,'),
      text.replace('"refusedBy":["stores"]', '"refusedBy":[1]'),
      text.replace('"line":3', '"line":null'),
    ]) {
      assert.notEqual(broken, text);
      writeFileSync(file, broken);
      assert.equal(results.read('repositories'), null, broken);
    }
  });
});

describe('the hash of files', () => {
  const hash = (files: Record<string, string>): string => filesHash(new Map(Object.entries(files)));

  it('does not depend on their order, and does on every path and text', () => {
    assert.equal(hash({ a: '1', b: '2' }), hash({ b: '2', a: '1' }));
    const different = [
      { a: '1', b: '2' },
      { a: '1' },
      { a: '12' },
      { a: '1', b: '' },
      { 'a 1': '' },
      { a: '1 ' },
      {},
    ];
    assert.equal(new Set(different.map(hash)).size, different.length);
    // git may have changed those.
    assert.equal(hash({ a: '1\r\n2\r\n' }), hash({ a: '1\n2\n' }));
  });
});
