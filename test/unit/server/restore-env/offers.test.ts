import assert from 'node:assert/strict';
import { restoreEnv } from '../../../../src/server/actions/restoreEnv.ts';
import { readTestFile } from '../../../../src/server/analysis/testFile.ts';
import { typescriptParser } from '../../../../src/server/analysis/typescriptParser.ts';

/** What the action says at the cursor `▮`. */
function saidAt(marked: string): readonly string[] {
  const at = marked.indexOf('▮');
  const file = readTestFile(typescriptParser, 'a.test.ts', marked.replace('▮', ''), {});
  return restoreEnv.offers(file, { start: at, end: at }).map((offer) => {
    const edit = offer.edit();
    return `${offer.title}: ${edit.possible ? 'possible' : edit.reason}`;
  });
}

describe('restore-env', () => {
  it('is offered on a variable of the environment in a suite', () => {
    assert.deepEqual(saidAt("describe('x', () => { it('a', () => run(process.env.▮A)); });"), [
      'Save `A`, set it and bring it back: possible',
    ]);
  });

  it('is not offered outside test files, nor where no variable is used', () => {
    assert.deepEqual(saidAt('run(process.env.▮A);'), []);
    assert.deepEqual(
      saidAt("describe('x', () => { const process = fake; it('a', () => run(process.env.▮A)); });"),
      [],
    );
    assert.deepEqual(saidAt("describe('x', () => { ▮it('a', () => {}); });"), []);
  });

  it('says why it cannot be done', () => {
    const texts = [
      "describe('x', () => { it('a', () => ru▮n(process.env.A)); });",
      "describe('x', () => { it('a', () => run(process.env[▮key])); });",
      "run(process.env.▮A); describe('x', () => { it('a', () => {}); });",
      "describe('x', () => { after(() => { process.env = {}; }); it('a', () => run(process.env.▮A)); });",
      "describe('x', () => { after(() => { delete process.env.A; }); it('a', () => { process.env.▮A = '1'; }); });",
      "before(() => { process.env.A = '0'; }); describe('x', () => { it('a', () => { process.env.▮A = '1'; }); });",
      "describe('x', () => { it('a', () => { process.env.▮A = '1'; ); });",
      "describe('x', () => { const beforeEach = 1; it('a', () => run(process.env.▮A)); });",
    ];
    assert.deepEqual(
      texts.flatMap(saidAt).map((text) => text.replace(/^.*bring it back: /, '')),
      [
        'Put the cursor on a variable of the environment, such as `process.env.HOME`.',
        'The name of the variable is known only when the test runs.',
        'The variable is not used in a suite.',
        'The whole environment is dealt with in line 1.',
        'Line 1 brings it back already.',
        '`A` is also set by a hook outside the suites, in line 1: what to bring back is not known when the suite is defined.',
        'The file has syntax errors. Repair them first.',
        '`beforeEach` means something else here: line 1.',
      ],
    );
  });
});
