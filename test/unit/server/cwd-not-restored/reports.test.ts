import assert from 'node:assert/strict';
import { bringDirectoryBack } from '../../../../src/server/actions/bringDirectoryBack.ts';
import { readTestFile } from '../../../../src/server/analysis/testFile.ts';
import { typescriptParser } from '../../../../src/server/analysis/typescriptParser.ts';
import { cwdNotRestored } from '../../../../src/server/rules/cwdNotRestored.ts';
import { findingsOf } from '../../../../src/server/rules/rule.ts';
import { assertReported } from '../expectedLines.ts';

const reported: Readonly<Record<string, string>> = {
  'beside an empty hook of the TDD interface': `suite('x', () => {
  teardown(() => {});
  test('a', () => { process.chdir('/a'); }); // ←
});`,
  'once in each outermost suite': `describe('x', () => {
  it('a', () => { process.chdir('/a'); }); // ←
  describe('y', () => { it('b', () => { process.chdir('/b'); }); });
});
describe('z', () => {
  before(() => process.chdir('/c')); // ←
  it('c', () => {});
});`,
  'by import and through a function of the file': `import { chdir } from 'node:process';
import * as p from 'node:process';
function enter(folder) {
  chdir(folder); // ←
}
describe('x', () => { beforeEach(() => { enter('/a'); }); it('a', () => {}); });
it('b', () => { p.chdir('/b'); }); // ←`,
  'where the directory is only read': `describe('x', () => {
  let here;
  beforeEach(() => { here = process.cwd(); });
  it('a', () => {
    process.chdir('/a'); // ←
    run(process.cwd(), here);
  });
});`,
};

const silent: Readonly<Record<string, string>> = {
  'perhaps changed back by what a hook of the TDD interface is handed': `import { goBack } from './dirs.ts';
import { restoreAll } from './restoring.ts';
suite('x', () => {
  teardown(restoreAll);
  test('a', () => { process.chdir('/a'); goBack(); });
});`,
  'changed back in a hook': `describe('x', () => {
  const cwd = process.cwd();
  afterEach(() => process.chdir(cwd));
  it('a', () => { process.chdir('/a'); });
});`,
  'changed back by a hook of the file': `let here;
before(() => { here = process.cwd(); });
after(() => { process.chdir(here); });
describe('x', () => { it('a', () => { process.chdir('/a'); }); });`,
  'changed back by a bound function': `describe('x', () => {
  afterEach(process.chdir.bind(process, __dirname));
  it('a', () => { process.chdir('/a'); });
});`,
  'changed back in the test': `it('a', () => { const here = process.cwd(); process.chdir('/a'); run(); process.chdir(here); });
it('b', () => { process.chdir('/a'); try { run(); } finally { process.chdir('..'); } });
it('c', () => { process.chdir('/a'); run(); process.chdir('/'); });
it('d', (done) => { process.chdir('a'); exec('x', () => { process.chdir('..'); done(); }); });`,
  'only back': `const here = process.cwd();
it('a', () => { process.chdir(originalCwd); });
it('b', () => { process.chdir(saved.cwd); });
it('c', () => { process.chdir(here); });`,
  'stubbed or replaced': `import sinon from 'sinon';
describe('x', () => { before(() => { sinon.stub(process, 'chdir'); }); it('a', () => { process.chdir('/a'); }); });`,
  'replaced by hand': `describe('x', () => { before(() => { process.chdir = () => {}; }); it('a', () => { process.chdir('/a'); }); });`,
  'helpers nobody can see into': `import { backToCwd, inFolder } from './folders.ts';
describe('x', () => { afterEach(backToCwd); it('a', () => { process.chdir('/a'); }); });
describe('y', () => { it('a', () => inFolder(() => { process.chdir('/a'); })); });`,
  'set-up of the whole file': `before(() => { process.chdir('/a'); });
describe('x', () => { it('a', () => { process.chdir('/b'); }); });`,
  'at the top of the file': `process.chdir('/a');
describe('x', () => { it('a', () => {}); });`,
  'another process, and the text of a worker': `import { Worker } from 'node:worker_threads';
it('a', () => { const process = fake(); process.chdir('/a'); });
it('b', () => { new Worker("process.chdir('/a')", { eval: true }); });`,
  'syntax errors': `describe('x', () => { it('a', () => { process.chdir('/a'; }); });`,
};

describe('cwd-not-restored', () => {
  describe('reports a directory that stays', () => {
    for (const [name, text] of Object.entries(reported)) {
      it(name, () => {
        assertReported('cwd-not-restored', text);
      });
    }
  });

  describe('is silent where it is changed back, or may be', () => {
    for (const [name, text] of Object.entries(silent)) {
      it(name, () => {
        assertReported('cwd-not-restored', text);
        const { broken } = readTestFile(typescriptParser, 'a.test.ts', text, {});
        assert.equal(broken, name === 'syntax errors', 'A broken text would be silent for that alone.');
      });
    }
  });

  it('offers no fix, and says why, where none would be right', () => {
    const reasons = [
      `it('a', () => { process.chdir('/a'); });`,
      `import { chdir } from 'node:process';
describe('x', () => { const process = 1; it('a', () => { chdir('/a'); }); });`,
      `describe('x', () => { const originalCwd = 1, savedCwd = 2; let cwdBeforeTests; it('a', () => { process.chdir('/a'); }); });`,
    ].map((text) => {
      const file = readTestFile(typescriptParser, 'a.test.ts', text, {});
      return findingsOf(cwdNotRestored, file).flatMap((finding) =>
        bringDirectoryBack.offers(file, finding).map((offer) => {
          const edit = offer.edit();
          return edit.possible ? 'possible' : edit.reason;
        }),
      );
    });
    assert.deepEqual(reasons, [
      [
        'These tests are in no suite of their own, and a hook outside a suite would run for other files as well.',
      ],
      ['`process` means something else in the suite.'],
      ['The names `originalCwd`, `savedCwd`, `cwdBeforeTests` are taken in this suite.'],
    ]);
  });
});
