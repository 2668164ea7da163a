import assert from 'node:assert/strict';
import { codeOf } from '../../../src/extension/lessons/codeBlocks.ts';
import { renderLesson } from '../../../src/extension/lessons/renderLesson.ts';
import { answerAnnouncement } from '../../../src/webview/announcements.ts';
import { savedAnswers, savePart } from '../../../src/webview/savedPage.ts';
import { readTags, renderText, samplePage } from './samplePage.ts';

const question = `> What does \`src/users.ts\` say?
> \`\`\`ts
> const twice = 2;
> - [x] is code
> \`\`\`
>
> And **more**.
>
> - [ ] Nothing, as
>   \`src/users.ts\` is [empty](https://x.example).
>
>   It is *not*.
>
> - [x] Something.
>
>   \`\`\`ts
>   - [ ] no answer
>   \`\`\`
>
>   > So it does.
>   >
>   > - [x] It does.
>
> - [ ] Else.
>
>   It does not.
`;

/** The one question of a page, as HTML. */
function questionIn(html: string): string {
  const [first = '', ...others] = html.match(/<fieldset class="question">[^]*?<\/fieldset>/g) ?? [];
  assert.equal(others.length, 0);
  return first;
}

describe('a question of the lesson page', () => {
  it('is a group of buttons that its prompt names, with an explanation behind each', () => {
    const html = questionIn(renderText(`Before.\n${question}After.`));
    assert.match(
      html,
      /<legend><span class="question-label">Predict<\/span> What does <code>src\/users\.ts<\/code> say\?<\/legend>\s*<div class="code-block"/,
    );
    assert.match(html, /<p>And <strong>more<\/strong>\.<\/p>\s*<ul class="answers">/);
    assert.deepEqual(
      [...html.matchAll(/<button ([^>]*)>(.*?)<\/button>/g)].map(([, attributes, text]) => [
        attributes,
        text,
      ]),
      ['Nothing, as <code>src/users.ts</code> is empty.', 'Something.', 'Else.'].map((text) => [
        'type="button" class="answer" aria-pressed="false" disabled',
        text,
      ]),
    );
    assert.deepEqual(
      [...html.matchAll(/<div class="explanation" hidden>(.*?)(?=<p>|<div)(?:<p>(.*?)<\/p>)?/g)].map(
        ([, verdict, text]) => [verdict, text],
      ),
      [
        ['<strong class="verdict wrong">Not so.</strong> ', 'It is <em>not</em>.'],
        ['<strong class="verdict right">Right.</strong> ', undefined],
        ['<strong class="verdict wrong">Not so.</strong> ', 'It does not.'],
      ],
    );
    assert.match(html, /<blockquote>\n<p>So it does\.<\/p>\n<ul>/);
  });

  it('holds no link in a button, and is no question in a list, in code or without boxes', () => {
    const buttons = questionIn(renderText(question)).match(/<button[^]*?<\/button>/g) ?? [];
    assert.deepEqual(
      buttons.filter((button) => button.includes('<a ')),
      [],
    );
    const others = `- One\n\n  > - [x] This.\n\n> Said.\n\n\`\`\`md\n${question}\`\`\`\n`;
    assert.doesNotMatch(renderText(others), /<fieldset/);
  });

  it('ends with its quote, and leaves cards and links around it as they are', () => {
    const html = renderText(`${question}Read \`src/users.ts\`.\n\n[exercise: repositories]\n`);
    assert.match(html, /<\/fieldset>\s*<p>Read <a\s[^>]*data-place="src\/users\.ts#UserRepository"/);
    assert.match(html, /<section\s+class="exercise"\s+id="exercise-repositories"/);
  });

  it('has blocks of code that are found again by their places on the page', () => {
    const text = `\`\`\`ts\nfirst();\n\`\`\`\n\n${question}\n\`\`\`ts\nlast();\n\`\`\`\n`;
    const blocks = [
      ...renderText(text).matchAll(/data-code="([^"]*)"[^]*?<code class="hljs[^>]*>(.*?)<\/code>/gs),
    ];
    const shown = blocks.map(([, , code = '']) => code.replace(/<[^>]*>/g, ''));
    assert.deepEqual(shown, [
      'first();\n',
      'const twice = 2;\n- [x] is code\n',
      '- [ ] no answer\n',
      'last();\n',
    ]);
    assert.deepEqual(
      blocks.map(([, key = '']) => codeOf(key, text, () => null)),
      shown,
    );
  });

  it('has its words translated, and everything in it escaped', () => {
    const evil = `"><script>alert(1)</script><img src=x onerror="alert(1)">`;
    const text = question
      .replace('What does', evil)
      .replace('Something.', evil)
      .replace('It does not.', evil)
      .replace('const twice', evil);
    const html = renderLesson({
      ...samplePage,
      exercises: [],
      lesson: { ...samplePage.lesson, markdown: text },
      translate: (english) => `${evil}${english}`,
    });
    assert.doesNotMatch(html, />(Predict|Right\.|Not so\.)</);
    const tags = readTags(questionIn(html));
    assert.deepEqual(
      tags.filter(({ name }) => name === 'script' || name === 'img'),
      [],
    );
    assert.equal(tags.filter(({ attributes }) => attributes.get('class') === 'answer').length, 3);
    assert.ok((questionIn(html).match(/&lt;script&gt;/g) ?? []).length >= 8);
  });

  it('is announced by its explanation, in one line', () => {
    assert.equal(answerAnnouncement('\n  Right. It\n says so.\n'), 'Right. It says so.');
  });
});

describe('what is chosen on a page', () => {
  it('is taken up by the same rendering only, and other parts of the state are kept', () => {
    let state: unknown;
    const api = { getState: () => state, setState: (next: unknown) => (state = next), postMessage: () => 0 };
    savePart(api, { lesson: '02-database', scrollY: 7 });
    savePart(api, { answers: { rendering: 'one', chosen: [null, 2] } });
    savePart(api, { scrollY: 9 });
    assert.deepEqual(state, {
      lesson: '02-database',
      scrollY: 9,
      answers: { rendering: 'one', chosen: [null, 2] },
    });
    assert.deepEqual(savedAnswers(state, 'one'), [null, 2]);
    assert.deepEqual(savedAnswers(state, 'two'), []);
  });

  it('is nothing in what is no state of ours', () => {
    for (const answers of [undefined, null, 7, {}, { rendering: 'one' }, { rendering: 'one', chosen: 'x' }]) {
      assert.deepEqual(savedAnswers({ answers }, 'one'), []);
    }
    assert.deepEqual(savedAnswers({ answers: { rendering: 'one', chosen: [1, 'x', {}] } }, 'one'), [
      1,
      null,
      null,
    ]);
    for (const state of [undefined, null, 7]) assert.deepEqual(savedAnswers(state, 'one'), []);
  });
});
