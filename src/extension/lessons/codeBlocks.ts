import hljs from 'highlight.js/lib/core';
import bash from 'highlight.js/lib/languages/bash';
import diff from 'highlight.js/lib/languages/diff';
import javascript from 'highlight.js/lib/languages/javascript';
import json from 'highlight.js/lib/languages/json';
import plaintext from 'highlight.js/lib/languages/plaintext';
import sql from 'highlight.js/lib/languages/sql';
import typescript from 'highlight.js/lib/languages/typescript';
import markdownIt from 'markdown-it';
import { exampleNamed } from '../../course/examples/fences.ts';
import { html, Markup } from './markup.ts';

/** A test that can be run from the page. */
export interface ExampleOnPage {
  readonly name: string;
  /** The whole file. */
  readonly text: string;
  /** Its path as the tests of its exercise lie in the course, for the summary above the whole file. */
  readonly path: string;
}

type Translate = (text: string, ...args: (string | number)[]) => string;

const languages = { bash, diff, javascript, json, plaintext, sql, typescript };

const languageNames: Readonly<Record<string, keyof typeof languages>> = {
  bash: 'bash',
  sh: 'bash',
  shell: 'bash',
  diff: 'diff',
  patch: 'diff',
  javascript: 'javascript',
  js: 'javascript',
  json: 'json',
  plaintext: 'plaintext',
  text: 'plaintext',
  txt: 'plaintext',
  sql: 'sql',
  typescript: 'typescript',
  ts: 'typescript',
};

/** Where code makes sense in an editor: what a program has printed does not. */
const insertable: ReadonlySet<string> = new Set(['typescript', 'javascript', 'json', 'sql']);

/**
 * A block of code with what can be done with it. The buttons wait for the script.
 * @param index its place among the blocks of the page, from 0: by it the extension finds its text again.
 */
export function codeBlock(
  index: number,
  code: string,
  info: string,
  examples: readonly ExampleOnPage[],
  translate: Translate,
): Markup {
  const asked = /^[a-z]*/.exec(info.trim().toLowerCase())?.[0] ?? '';
  const language = Object.hasOwn(languageNames, asked) ? languageNames[asked] : undefined;
  const block = blockOf(String(index), index + 1, code, language ?? 'plaintext', translate);
  const name = exampleNamed(info);
  const example = examples.find((one) => one.name === name);
  if (!example) return html`${block} `;
  const isWhole = example.text.trim() === code.trim();
  const whole = blockOf(exampleKey(example.name), index + 1, example.text, 'typescript', translate);
  const id = `example-${example.name}`;
  return html`<div class="example" data-example="${example.name}" id="${id}">
    ${block}
    <div class="example-bar">
      <button
        type="button"
        data-example-command="run"
        aria-label="${translate('Run this test (block {0})', index + 1)}"
      >
        ${translate('Run this test')}
      </button>
      <button type="button" data-example-command="cancel" hidden>${translate('Cancel')}</button>
      <span class="quiet">${translate('Runs apart from your files and counts for nothing.')}</span>
    </div>
    <div class="example-result" data-part="result"></div>
    ${
      isWhole
        ? ''
        : html`<details class="whole-file">
            <summary>${translate('The whole file: {0}', example.path)}</summary>
            ${whole}
          </details>`
    }
  </div> `;
}

function blockOf(
  key: string,
  number: number,
  code: string,
  name: keyof typeof languages,
  translate: Translate,
): Markup {
  if (hljs.getLanguage(name) === undefined) hljs.registerLanguage(name, languages[name]);
  // What the library gives back is escaped.
  const value = new Markup(hljs.highlight(code, { language: name, ignoreIllegals: true }).value);
  const insert = html`<button
    type="button"
    data-code-command="insert"
    aria-label="${translate('Insert into the editor (block {0})', number)}"
  >
    ${translate('Insert')}
  </button>`;
  return html`<div class="code-block" data-code="${key}">
    <div class="code-actions">
      <button type="button" data-code-command="copy" aria-label="${translate('Copy (block {0})', number)}">
        ${translate('Copy')}</button
      >${insertable.has(name) ? insert : ''}
    </div>
    <pre><code class="hljs language-${name}">${value}</code></pre>
  </div>`;
}

function exampleKey(name: string): string {
  return `example:${name}`;
}

/** The text of a block by the key that the page has for it; null for what is no key of this page. */
export function codeOf(
  key: string,
  markdown: string,
  textOfExample: (name: string) => string | null,
): string | null {
  const [, name] = /^example:(.+)$/.exec(key) ?? [];
  if (name !== undefined) return textOfExample(name);
  if (!/^\d+$/.test(key)) return null;
  const fences = markdownIt({ html: false })
    .parse(markdown, {})
    .filter(({ type }) => type === 'fence');
  return fences[Number(key)]?.content ?? null;
}
