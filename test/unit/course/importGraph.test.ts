import assert from 'node:assert/strict';
import { affectedTests, relativeSpecifiers } from '../../../src/course/importGraph.ts';

const files = new Map([
  ['src/database.ts', "import Database from 'better-sqlite3';"],
  ['src/orders.ts', "import type { Db } from './database.ts';\nimport './cycle.ts';"],
  ['src/cycle.ts', "export * from './orders.ts';"],
  ['src/mail.ts', 'export const mail = 1;'],
  ['tests/fixtures/shop.ts', "import {\n  openDatabase,\n} from '../../src/database.ts';"],
  ['tests/orders.test.ts', "import { orders } from '../src/orders.ts';"],
  ['tests/shop.test.ts', 'import { shop } from "./fixtures/shop.ts";'],
  ['tests/mail.test.ts', "const load = () => import('../src/mail.ts');"],
  ['tests/old.test.js', "const mail = require('../src/mail');"],
]);

describe('affectedTests', () => {
  it('finds the tests that import a file, directly or through others', () => {
    assert.deepEqual(affectedTests(files, 'src/database.ts'), ['tests/orders.test.ts', 'tests/shop.test.ts']);
  });

  it('ends on imports in a circle', () => {
    assert.deepEqual(affectedTests(files, 'src/cycle.ts'), ['tests/orders.test.ts']);
  });

  it('follows late imports, and require without an ending', () => {
    assert.deepEqual(affectedTests(files, 'src/mail.ts'), ['tests/mail.test.ts', 'tests/old.test.js']);
  });

  it('is the test file itself', () => {
    assert.deepEqual(affectedTests(files, 'tests/mail.test.ts'), ['tests/mail.test.ts']);
  });

  it('finds the tests that miss a deleted file', () => {
    const left = new Map([...files].filter(([path]) => path !== 'src/mail.ts'));
    assert.deepEqual(affectedTests(left, 'src/mail.ts'), ['tests/mail.test.ts']);
  });

  it('leaves out a test file that is gone, and files that nothing imports', () => {
    const left = new Map([...files].filter(([path]) => path !== 'tests/mail.test.ts'));
    assert.deepEqual(affectedTests(left, 'tests/mail.test.ts'), []);
    assert.deepEqual(affectedTests(files, 'src/unused.ts'), []);
  });
});

describe('relativeSpecifiers', () => {
  it('leaves packages and text alone', () => {
    assert.deepEqual(
      relativeSpecifiers(
        "import a from 'nock';\nimport b from './b.ts';\nconst c = '. not / a path';\nconst d = './' + a;",
      ),
      ['./b.ts'],
    );
  });
});
