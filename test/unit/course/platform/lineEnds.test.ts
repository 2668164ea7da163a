import assert from 'node:assert/strict';
import { asShown, holdsText, isSameText, withLineFeeds } from '../../../../src/course/platform/lineEnds.ts';

describe('line ends', () => {
  it('do not count where texts are compared', () => {
    assert.ok(isSameText('a\r\nb\r\n', 'a\nb\n'));
    assert.ok(isSameText(undefined, undefined));
    for (const other of ['a\nb', 'a\rb\n', 'a\n\nb\n', undefined])
      assert.ok(!isSameText('a\r\nb\r\n', other));
    assert.equal(asShown('\uFEFFa\r\n'), 'a\n');
    assert.equal(withLineFeeds('a\r\n\r\nb\n'), 'a\n\nb\n');
  });

  it('are all that may differ in a file', () => {
    assert.ok(holdsText(Buffer.from('Grüße 😀\r\n'), 'Grüße 😀\n'));
    assert.ok(!holdsText(Buffer.from('\uFEFFa\n'), 'a\n'));
    // Bytes that are no text would all be the same sign.
    assert.ok(!holdsText(Buffer.from([0xff, 0x0d, 0x0a]), '\uFFFD\n'));
  });
});
