import assert from 'node:assert/strict';
import { LineSplitter } from '../../../../src/course/running/lineSplitter.ts';

describe('lines that come in pieces', () => {
  function split(pieces: readonly string[], most = 1_000) {
    const lines: string[] = [];
    const tooLong: string[] = [];
    const splitter = new LineSplitter(
      most,
      (line) => lines.push(line),
      (beginning) => tooLong.push(beginning),
    );
    for (const piece of pieces) splitter.add(piece);
    return { lines, tooLong };
  }

  it('are put together, wherever the pieces end', () => {
    const text = 'one\n\ntwo\nthree and more\n';
    const expected = ['one', '', 'two', 'three and more'];
    for (let size = 1; size <= text.length; size += 1) {
      const pieces = text.match(new RegExp(`[^]{1,${size}}`, 'g')) ?? [];
      assert.deepEqual(split(pieces).lines, expected, `pieces of ${size}`);
    }
    assert.deepEqual(split(['no end', ' yet']).lines, []);
  });

  it('are kept up to a length; the beginning of a longer one is told once, and what follows it is heard', () => {
    const pieces = ['a\ntoo', ' long ', 'by far', ', and on', '\nb\n', '1234567890\n', '12345678901\nc\n'];
    const { lines, tooLong } = split(pieces, 10);
    assert.deepEqual(lines, ['a', 'b', '1234567890', 'c']);
    assert.deepEqual(tooLong, ['too long by far', '12345678901']);
  });

  it('take a time that grows with their length alone', () => {
    const piece = 'x'.repeat(65_536);
    const timeOf = (count: number): number => {
      const splitter = new LineSplitter(1e9, () => undefined);
      const begun = process.cpuUsage().user;
      for (let index = 0; index < count; index += 1) splitter.add(piece);
      splitter.add('\n');
      return (process.cpuUsage().user - begun) / 1_000;
    };
    timeOf(50);
    // 26 MB; joined again and again they take longer than a second.
    assert.ok(timeOf(400) < 500);
  });
});
