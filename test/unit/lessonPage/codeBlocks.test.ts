import assert from 'node:assert/strict';
import { loadCatalog, type Lesson } from '../../../src/course/catalog.ts';
import { loadExample } from '../../../src/course/examples/example.ts';
import { codeBlock, codeOf, type ExampleOnPage } from '../../../src/extension/lessons/codeBlocks.ts';
import { renderLesson } from '../../../src/extension/lessons/renderLesson.ts';
import { hostile } from '../../support/hostileText.ts';
import { sourceInstallation } from '../../support/scratch.ts';
import { readTags, samplePage } from './samplePage.ts';

const translate = samplePage.translate;
const { lessons } = loadCatalog(sourceInstallation.lessons);

function examplesOf(lesson: Lesson): ExampleOnPage[] {
  return (lesson.examples ?? []).map(({ name }) => ({
    name,
    text: loadExample(lesson, name)?.text ?? '',
    path: `tests/${name}.test.ts`,
  }));
}

/** The blocks of a page: by its key, what a reader sees in each. */
function blocksOf(html: string): [key: string, code: string][] {
  return [...html.matchAll(/data-code="([^"]*)"[^]*?<code class="hljs[^>]*>([^]*?)<\/code>/g)].map(
    ([, key = '', code = '']) => [
      key,
      code
        .replace(/<[^>]*>/g, '')
        .replaceAll('&lt;', '<')
        .replaceAll('&gt;', '>')
        .replaceAll('&quot;', '"')
        .replaceAll('&#x27;', "'")
        .replaceAll('&amp;', '&'),
    ],
  );
}

describe('the blocks of code of a lesson page', () => {
  it('are found again by their keys, each with the text that is shown, in every lesson', () => {
    for (const lesson of lessons) {
      const examples = examplesOf(lesson);
      const html = renderLesson({
        ...samplePage,
        lesson: { ...samplePage.lesson, markdown: lesson.markdown },
        exercises: lesson.exerciseList.map((exercise) => ({
          ...exercise.manifest,
          id: exercise.id,
          faults: 1,
          variants: 0,
          files: [],
          contract: [],
        })),
        examples,
      });
      const blocks = blocksOf(html);
      assert.ok(blocks.length > 0, lesson.id);
      const text = (name: string): string | null => examples.find((one) => one.name === name)?.text ?? null;
      assert.deepEqual(
        blocks.map(([key]) => [key, codeOf(key, lesson.markdown, text)]),
        blocks,
        lesson.id,
      );
      const keys = blocks.map(([key]) => key);
      assert.deepEqual(keys, [...new Set(keys)], 'no key twice');
    }
  });

  it('have no text for a key that is not one of theirs', () => {
    const [lesson] = lessons;
    assert.ok(lesson);
    const text = (name: string): string | null => loadExample(lesson, name)?.text ?? null;
    assert.ok(codeOf('0', lesson.markdown, text));
    assert.ok(codeOf('example:paid-order', lesson.markdown, text));
    for (const key of [
      '',
      '-1',
      '0.5',
      '0x0',
      ' 0',
      '0\n',
      '1e1',
      '\u0660',
      '999',
      '9'.repeat(400),
      'length',
      '__proto__',
      'example:',
      'example:__proto__',
      'example:paid-order\n',
      'example:paid-order.test.ts',
      'example:../../02-database/examples/real-table',
      // It is an example of another lesson.
      'example:real-table',
      hostile,
    ]) {
      assert.equal(codeOf(key, lesson.markdown, text), null, JSON.stringify(key));
    }
  });

  it('are text, whatever stands in them or behind their fence', () => {
    const example: ExampleOnPage = { name: 'evil', text: hostile, path: hostile };
    for (const info of [hostile, `ts ${hostile}`, 'ts run=evil', `ts" onclick="x`, 'constructor', '']) {
      const { html } = codeBlock(0, hostile, info, [example], (words, ...args) =>
        hostile.concat(translate(words, ...args)),
      );
      for (const { name, attributes } of readTags(html)) {
        assert.ok(
          ['div', 'button', 'pre', 'code', 'span', 'details', 'summary'].includes(name),
          `${name} in ${info}`,
        );
        for (const attribute of attributes.keys()) {
          assert.ok(!attribute.startsWith('on') && attribute !== 'style', `${name} ${attribute}`);
        }
      }
      assert.ok(html.includes('&lt;script&gt;'), info);
    }
  });

  it('offer to be inserted where they are code, and to be copied all', () => {
    const offers = (info: string): (string | undefined)[] =>
      readTags(codeBlock(0, 'x', info, [], translate).html).flatMap(
        ({ attributes }) => attributes.get('data-code-command') ?? [],
      );
    for (const info of ['ts', 'js', 'json', 'sql', 'TypeScript'])
      assert.deepEqual(offers(info), ['copy', 'insert']);
    for (const info of ['', 'text', 'sh', 'diff', 'brainfuck']) assert.deepEqual(offers(info), ['copy']);
  });

  it('are examples by their name alone, and show the whole file where it is more', () => {
    const example: ExampleOnPage = { name: 'a', text: 'first();\nsecond();\n', path: 'tests/a.test.ts' };
    const block = (code: string, info = 'ts run=a'): string =>
      codeBlock(4, code, info, [example], translate).html;
    assert.match(block('first();\n'), /data-example="a"[^]*data-code="4"[^]*data-code="example:a"/);
    assert.match(block('first();\n'), /<summary>The whole file: tests\/a\.test\.ts<\/summary>/);
    assert.doesNotMatch(block(example.text), /<details/);
    for (const info of ['ts', 'ts run=b', 'ts run=../a', 'ts rerun=a']) {
      assert.doesNotMatch(block('first();\n', info), /data-example/, info);
    }
    assert.match(block('x'), /aria-label="Run this test \(block 5\)"/);
  });
});
