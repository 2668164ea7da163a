import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { allActions } from '../../../src/server/actions/index.ts';
import { readTestFile } from '../../../src/server/analysis/testFile.ts';
import { typescriptParser } from '../../../src/server/analysis/typescriptParser.ts';
import { applyChanges } from '../../../src/server/edits/textChange.ts';
import type { TextChange } from '../../../src/server/edits/textChange.ts';

const repository = fileURLToPath(new URL('../../../', import.meta.url));

interface Snippet {
  readonly prefix: string;
  readonly body: readonly string[];
  readonly description: string;
}

function read(path: string): unknown {
  return JSON.parse(readFileSync(`${repository}${path}`, 'utf8'));
}

const languages = [
  { name: 'typescript', ending: 'ts' },
  { name: 'javascript', ending: 'mjs' },
] as const;

/** The fixtures that stand behind the snippets; `itnock` is put together from two actions. */
const actionsOf = new Map([
  ['itdb', 'insert-database-fixture'],
  ['ittemp', 'insert-temp-dir-fixture'],
  ['itserver', 'insert-server-fixture'],
  ['itchild', 'insert-child-process-fixture'],
  ['itclock', 'fake-clock'],
]);

for (const { name, ending } of languages) {
  describe(`snippets for ${name}`, () => {
    const path = `media/snippets-${name}.json`;
    const snippets = new Map(
      // Ours; the tests look at every part of it.
      Object.values(read(path) as Record<string, Snippet>).map((snippet) => [snippet.prefix, snippet]),
    );

    it('are the six', () => {
      assert.deepEqual([...snippets.keys()].sort(), [...actionsOf.keys(), 'itnock'].sort());
    });

    for (const [prefix, action] of actionsOf) {
      it(`${prefix} is what ${action} inserts`, () => {
        const snippet = snippets.get(prefix);
        assert.ok(snippet);
        const { fixture, imports } = inserted(action, `tests/a.test.${ending}`);
        assert.deepEqual(expand(snippet.body.join('\n')), expand(fixture));
        assert.match(snippet.description, /Adds no imports; needs \w.*\.$/);
        for (const imported of imports) {
          assert.ok(snippet.description.includes(imported), `${prefix} does not say to import ${imported}.`);
        }
      });
    }

    it('itnock is what the actions about nock insert', () => {
      const snippet = snippets.get('itnock');
      assert.ok(snippet);
      assert.match(snippet.description, /Adds no imports; needs nock\.$/);
      let text =
        "import nock from 'nock';\n\ndescribe('x', () => {\n\tit('a', () => {\n\t\tnock('http://a.test').get('/').reply(200);\n\t});\n});\n";
      for (const action of ['clean-nock', 'nock-network-guard']) {
        text = applyChanges(text, editOf(action, `a.test.${ending}`, text, text.indexOf('nock(')));
      }
      assert.deepEqual(expand(snippet.body.join('\n')), expand(suiteStart(text)));
    });
  });
}

it('the manifest contributes the snippets for the four languages', () => {
  const { contributes } = read('package.json') as {
    readonly contributes: {
      readonly snippets: readonly { readonly language: string; readonly path: string }[];
    };
  };
  assert.deepEqual(contributes.snippets, [
    { language: 'javascript', path: './media/snippets-javascript.json' },
    { language: 'javascriptreact', path: './media/snippets-javascript.json' },
    { language: 'typescript', path: './media/snippets-typescript.json' },
    { language: 'typescriptreact', path: './media/snippets-typescript.json' },
  ]);
});

function editOf(action: string, path: string, text: string, cursor: number): readonly TextChange[] {
  const file = readTestFile(typescriptParser, path, text, {});
  const edit = allActions
    .find(({ id }) => id === action)
    ?.offers(file, { start: cursor, end: cursor })[0]
    ?.edit();
  assert.ok(edit?.possible, edit?.possible === false ? edit.reason : `'${action}' offers nothing.`);
  return edit.changes;
}

/** The fixture as a snippet without the suite's indentation, and the names that are imported for it. */
function inserted(
  action: string,
  path: string,
): { readonly fixture: string; readonly imports: readonly string[] } {
  const text = "describe('x', () => {\n\n\tit('a', () => {\n\t\tf();\n\t});\n});\n";
  const changes = editOf(action, path, text, text.indexOf('\n\n') + 1);
  const [fixture, ...others] = changes.filter(({ snippet }) => snippet !== undefined);
  assert.deepEqual(others, []);
  const imports = changes
    .filter((change) => change !== fixture)
    .flatMap((change) => [...change.text.matchAll(/^import (?:type )?(.*) from/gm)])
    .flatMap(([, names = '']) => names.match(/\w+/g) ?? []);
  return { fixture: withoutIndent(fixture?.snippet ?? ''), imports };
}

/** What a suite has in front of its first test. */
function suiteStart(text: string): string {
  return withoutIndent(
    text.slice(text.indexOf('{\n', text.indexOf('describe(')) + 2, text.indexOf("\tit('a'")),
  );
}

function withoutIndent(text: string): string {
  return text
    .split('\n')
    .map((line) => line.replace(/^\t/, ''))
    .join('\n')
    .trim();
}

/** What a snippet comes out as, and its placeholders, by the grammar of snippets. */
function expand(snippet: string): { readonly text: string; readonly stops: readonly string[] } {
  const stops: string[] = [];
  const unescape = (text: string): string => text.replaceAll(/\\([\\$}])/g, '$1');
  const text = snippet.replaceAll(
    /\\[\\$}]|\$\{(\d+):((?:\\.|[^\\}])*)\}/g,
    (written: string, number: string | undefined, placeholder: string | undefined) => {
      if (number === undefined || placeholder === undefined) return unescape(written);
      stops.push(`${number}: ${unescape(placeholder)}`);
      return unescape(placeholder);
    },
  );
  return { text, stops };
}
