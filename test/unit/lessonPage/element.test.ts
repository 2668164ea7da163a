import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { element, inlineCode } from '../../../src/webview/element.ts';
import { assertShown, hostile } from '../../support/hostileText.ts';

const source = fileURLToPath(new URL('../../../src/webview/', import.meta.url));

describe('text of others on the lesson page', () => {
  const before = Reflect.get(globalThis, 'document');
  after(() => Reflect.set(globalThis, 'document', before));

  it('becomes text, without what steers the reading', () => {
    const texts: string[] = [];
    const note = (text: unknown): unknown => (typeof text === 'string' ? texts.push(text) : 0);
    Reflect.set(globalThis, 'document', {
      createElement: () => ({ append: note, setAttribute: () => undefined }),
      createTextNode: note,
    });
    element('p', {}, hostile, null, hostile);
    inlineCode(`${hostile} \`${hostile}\``);
    assert.ok(texts.length > 4);
    for (const text of texts) assertShown(text.replaceAll(/\r?\n/g, ' '));
  });

  it('is made no markup of anywhere', () => {
    const files = globSync('**/*.ts', { cwd: source });
    assert.ok(files.length > 20);
    for (const file of files) {
      const text = readFileSync(join(source, file), 'utf8');
      assert.doesNotMatch(
        text,
        /innerHTML|outerHTML|insertAdjacentHTML|document\.write|srcdoc|DOMParser/,
        file,
      );
    }
  });
});
