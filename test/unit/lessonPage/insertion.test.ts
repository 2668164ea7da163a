import assert from 'node:assert/strict';
import { insertionAt } from '../../../src/extension/lessons/insertion.ts';

describe('insertionAt', () => {
  const code = "it('adds', () => {\n\n  add();\n});\n";

  it('types into a blank line what comes after its blanks, every further line as far in', () => {
    assert.deepEqual(insertionAt(code, '', 0), { below: false, text: code.trimEnd() });
    assert.deepEqual(insertionAt(code, '    ', 4), {
      below: false,
      text: "it('adds', () => {\n\n      add();\n    });",
    });
    // The cursor stands within the blanks: what is behind it stays behind it.
    assert.equal(insertionAt('a\nb\n', '    ', 2).text, 'a\n  b');
  });

  it('leaves a line with text whole, and begins below it as far in as it is', () => {
    for (const character of [0, 4, 12]) {
      assert.deepEqual(insertionAt(code, '\tconst a = 1;', character), {
        below: true,
        text: "\n\tit('adds', () => {\n\n\t  add();\n\t});",
      });
    }
  });

  it('knows both line ends, ends with none, and keeps one that is the block’s own', () => {
    assert.equal(insertionAt('a\r\nb\r\n', '', 0).text, 'a\nb');
    assert.equal(insertionAt('a\n\n', '', 0).text, 'a\n');
  });
});
