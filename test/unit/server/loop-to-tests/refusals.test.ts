import assert from 'node:assert/strict';
import { loopToTests } from '../../../../src/server/actions/loopToTests.ts';
import { readTestFile } from '../../../../src/server/analysis/testFile.ts';
import { typescriptParser } from '../../../../src/server/analysis/typescriptParser.ts';
import { applyChanges } from '../../../../src/server/edits/textChange.ts';

/** The text that is left, or the reason why there is none; undefined when nothing is offered. */
function split(text: string): string | undefined {
  const file = readTestFile(typescriptParser, 'a.test.ts', text, {});
  const at = text.indexOf("it('a'") + 1;
  const edit = loopToTests.offers(file, { start: at, end: at })[0]?.edit();
  if (edit === undefined) return undefined;
  return edit.possible ? applyChanges(text, edit.changes) : edit.reason;
}

describe('loop-to-tests', () => {
  it('names each test by what tells the elements apart', () => {
    const titles: Readonly<Record<string, string>> = {
      "for (const x of ['a', 'b']) {}": '`a: ${x}`',
      'for (const x of [1, -2]) {}': '`a: ${x}`',
      "for (const x of [{ id: 1, name: 'b' }, { id: 2, name: 'c' }]) {}": '`a: ${x.name}`',
      'for (const x of [{ id: 1, f: load }, { f: load, id: 2 }]) {}': '`a: ${x.id}`',
      'for (const { f: g, id } of [{ f: load, id: 1 }]) {}': '`a: ${id}`',
      'for (const [given, expected] of [[1, 2]]) {}': '`a: ${given}`',
      'for (const x of all) {}': '`a: ${JSON.stringify(x)}`',
    };
    for (const [loop, title] of Object.entries(titles)) {
      const text = split(`it('a', () => { ${loop} });`) ?? '';
      assert.ok(text.includes(`it(${title}, () => {}`), `${loop}: ${text}`);
    }
  });

  it('is not offered where there is no loop', () => {
    assert.equal(split("it('a', () => { all.map((x) => x); });"), undefined);
    assert.equal(
      split("describe('x', () => { for (const x of all) it(x, () => {}); it('a', () => {}); });"),
      undefined,
    );
  });

  it('says why it is not possible', () => {
    const reasons: Readonly<Record<string, string>> = {
      "it('a', () => { for (let i = 0; i < 3; i += 1) { check(i); } });":
        'The last statement of the test is no loop `for (const … of …)`.',
      "it('a', () => { for (const x of all) { check(x); } done(); });":
        'The last statement of the test is no loop `for (const … of …)`.',
      "it('a', () => { for (const x in all) { check(x); } });":
        'The last statement of the test is no loop `for (const … of …)`.',
      "it('a', () => { const db = open(); for (const x of all) { check(db, x); } });":
        'The test does something before the loop: line 1.',
      "let all; before(() => { all = load(); }); it('a', () => { for (const x of all) { check(x); } });":
        '`all` gets its value only when tests run, and tests are defined before.',
      "it('a', async () => { for (const x of await load()) { check(x); } });":
        '`await` gets its value only when tests run, and tests are defined before.',
      "it('a', function () { for (const x of this.all) { check(x); } });":
        '`this` gets its value only when tests run, and tests are defined before.',
      "it('a', () => { for (const x of all) { if (x) continue; check(x); } });":
        'The loop has no block, or leaves an iteration by `break` or `continue`.',
      "it('a', () => { for (const x of all) check(x); });":
        'The loop has no block, or leaves an iteration by `break` or `continue`.',
      "const all = 1; it('a', () => { const all = [1]; for (const x of all) { check(x); } });":
        'The suite has another `all`.',
      "it('a', () => { /* each */ for (const x of all) { check(x); } });":
        'There is a comment around the loop that would be lost.',
      "it('a', (done) => { for (const x of all) { check(x); } });":
        'A test that takes `done` ends once, not once for each element.',
      "it('a' + b, () => { for (const x of all) { check(x); } });":
        'The title of the test is no plain text, or nothing tells the elements apart.',
    };
    for (const [text, reason] of Object.entries(reasons)) assert.equal(split(text), reason, text);
  });
});
