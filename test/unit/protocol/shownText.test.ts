import assert from 'node:assert/strict';
import markdownIt from 'markdown-it';
import {
  forJson,
  forLabel,
  forMarkdown,
  forNotification,
  forXml,
  markedLines,
  oneLine,
  plainText,
  programOutput,
} from '../../../src/protocol/shownText.ts';

describe('text of others', () => {
  const usual = "Grüße, 'a' › b: 100 % (x) → «y» 👩‍👩‍👧 שלום # 1. - *";

  it('that means no harm is shown as it is', () => {
    for (const show of [oneLine, plainText, markedLines, programOutput, forNotification, forLabel, forXml]) {
      assert.equal(show(usual), usual);
    }
    assert.equal(plainText('a\r\n\tb\n'), 'a\r\n\tb\n');
    assert.equal(forXml('a\r\n\tb\n'), 'a\r\n\tb\n');
  });

  it('shows what cannot be seen, as a string literal would', () => {
    assert.equal(oneLine('\u001b[2J\u009b\u007f\0'), '\\x1b[2J\\x9b\\x7f\\x00');
    assert.equal(oneLine('a\nb\rc\td'), 'a\\nb\\rc\\td');
    assert.equal(oneLine('\u202e\u2066\u2028'), '\\u202e\\u2066\\u2028');
    assert.equal(plainText('a\rb\r\nc'), 'a\\rb\r\nc');
  });

  it('of several lines cannot pass for lines of ours', () => {
    assert.equal(
      markedLines('a\n\nb\r\n  Faults caught 9 / 9\n\n'),
      'a\n  │ \n  │ b\n  │   Faults caught 9 / 9',
    );
  });

  it('that a program printed keeps its colours, and nothing else that steers', () => {
    const colours = '\u001b[1;31mred\u001b[38:2::1:2:3mx\u001b[m';
    assert.equal(programOutput(colours), colours);
    assert.equal(programOutput('\u001b[2K\u001b[1A\u001b]0;t\u0007'), '\\x1b[2K\\x1b[1A\\x1b]0;t\\x07');
    assert.equal(programOutput('10 %\r20 %\r\n'), '10 %\n20 %\r\n');
  });

  it('is no link and no icon in a notification or label', () => {
    assert.equal(
      forNotification('[a](command:x)\n[b](https://c)\n$(error)'),
      '[a] (command:x) [b] (https://c) $\u2060(error)',
    );
    assert.equal(forLabel('a $(error)\nb'), 'a $\u2060(error)\\nb');
  });

  it('is text in Markdown, whatever characters it has', () => {
    const ascii = Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index)).join('');
    const markdown = markdownIt({ html: true, linkify: true });
    for (const text of [
      usual,
      ascii,
      '# a',
      '1. a',
      '- a',
      '+ a',
      '> a',
      '    a',
      '---',
      '| a | b |',
      '~~~',
      '```',
      '[a]: https://b',
      '<b>',
      'https://a.b/c',
      'www.a.b',
      'a@b.c',
      '<https://a.b>',
      '&amp;',
      '![a](b)',
      '[a](command:b)',
      '$(error)',
    ]) {
      const html = markdown.render(forMarkdown(text));
      const [, inner = ''] = /^<p>([^]*)<\/p>\n$/.exec(html) ?? [];
      assert.doesNotMatch(inner, /</, html);
      const read = inner
        .replaceAll('&lt;', '<')
        .replaceAll('&gt;', '>')
        .replaceAll('&quot;', '"')
        .replaceAll('&amp;', '&');
      assert.equal(read, text.trim());
    }
    assert.equal(markdown.render(forMarkdown('a\n    b\n\n# c')), '<p>a</p>\n<p>b</p>\n<p># c</p>\n');
  });

  it('holds only what XML can hold', () => {
    assert.equal(forXml('a\0\u0008\ufffe\ud800b\udc00😀'), 'a\\x00\\x08\\ufffe\\ud800b\\udc00😀');
  });

  it('is the same value behind JSON', () => {
    const value = { 'a\u009b\u202e': ['\0\n\u2028\u007f', usual, { b: '\u2066' }] };
    const json = forJson(value);
    assert.deepEqual(JSON.parse(json), value);
    assert.doesNotMatch(json, /(?!\n)[\p{Cc}\u2028-\u202e\u2066-\u2069]/u);
    assert.match(json, /\n {2}"a\\u009b\\u202e": \[\n/);
  });
});
