import assert from 'node:assert/strict';
import { format } from 'oxfmt';
import { fixturePerSuite } from '../../../src/server/actions/fixturePerSuite.ts';
import { fixturePerTest } from '../../../src/server/actions/fixturePerTest.ts';
import { allActions } from '../../../src/server/actions/index.ts';
import { readTestFile } from '../../../src/server/analysis/testFile.ts';
import { typescriptParser } from '../../../src/server/analysis/typescriptParser.ts';
import { applyChanges } from '../../../src/server/edits/textChange.ts';
import { fixtureSnippets } from '../../../src/server/fixtureSnippets.ts';
import { suiteFiles } from '../../vscode/fixtures/suites.ts';
import { inStyle, runStyles } from './goldenCase.ts';
import { allCases } from './goldenCases.ts';
import { runMocha } from './goldenRun.ts';
import { unknownNames } from './unknownNames.ts';

interface Made {
  readonly by: string;
  readonly text: string;
}

/** A project whose `openDatabase` the suites import, and whose program runs until it is ended. */
const besides = [
  {
    name: 'tests/database.ts',
    text: "import Database from 'better-sqlite3';\nexport const openDatabase = (file: string) => new Database(file);\n",
  },
  {
    name: 'tests/database.mjs',
    text: "import Database from 'better-sqlite3';\nexport const openDatabase = (file) => new Database(file);\n",
  },
  {
    name: 'tests/database.js',
    text: "const Database = require('better-sqlite3');\nexports.openDatabase = (file) => new Database(file);\n",
  },
  { name: 'package.json', text: '{}' },
  { name: 'src/main.js', text: 'setInterval(() => {}, 1000);\n' },
];

/** Whatever can be made of a suite, at its marks and at each of its lines; each text once. */
function everythingMadeOf(name: string, marked: string): readonly Made[] {
  const parts = marked.split('▮');
  const text = parts.join('');
  const marks = parts.slice(0, -1).map((_, index) => parts.slice(0, index + 1).join('').length);
  const lines = [...text.matchAll(/(?<=^|\n)[ \t]*/g)].map(({ index, 0: white }) => index + white.length);
  const file = readTestFile(typescriptParser, name, text, {});
  const made = new Map<string, string>();
  for (const cursor of [...marks, ...lines]) {
    for (const action of allActions) {
      for (const offer of action.offers(file, { start: cursor, end: cursor })) {
        const edit = offer.edit();
        if (!edit.possible || edit.besides !== undefined) continue;
        const result = applyChanges(text, edit.changes);
        if (!made.has(result)) made.set(result, `${action.id} at ${cursor}`);
      }
    }
    for (const { prefix, change, others } of fixtureSnippets(typescriptParser, name, text, {}, cursor)) {
      const result = applyChanges(text, [...others, change]);
      if (!made.has(result)) made.set(result, `${prefix} at ${cursor}`);
    }
  }
  return [...made].map(([result, by]) => ({ by, text: result }));
}

/** The suites as a person keeps them whose formatter runs on save. */
async function formatted(name: string, text: string): Promise<string> {
  const { code, errors } = await format(name, text, {
    useTabs: /^\t+\w+\(/m.test(text),
    tabWidth: /^ {4}[^ ]/m.test(text) && !/^ {2}[^ ]/m.test(text) ? 4 : 2,
    singleQuote: !/require\("/.test(text),
    semi: /;\r?$/m.test(text),
    endOfLine: text.includes('\r\n') ? 'crlf' : 'lf',
    printWidth: 110,
  });
  assert.deepEqual(errors, []);
  return code;
}

const all = suiteFiles.map(({ name, text }) => ({
  name,
  before: text.replaceAll('▮', ''),
  made: everythingMadeOf(name, text),
}));

describe('what is made of suites of every shape', function () {
  this.timeout(60_000);

  it('is much', () => {
    const count = all.reduce((sum, { made }) => sum + made.length, 0);
    assert.ok(count > 300, `${count} texts`);
  });

  for (const { name, before, made } of all) {
    it(`is whole, without spaces at line ends or unknown names: ${name}`, () => {
      const known = unknownNames(name, before);
      for (const { by, text } of made) {
        assert.equal(readTestFile(typescriptParser, name, text, {}).broken, false, by);
        const spaces = text.split(/\r?\n/).find((line) => /[ \t]$/.test(line));
        if (!before.includes(spaces ?? '')) assert.equal(spaces, undefined, `${by}\n${text}`);
        assert.deepEqual(
          unknownNames(name, text).filter((one) => !known.includes(one)),
          [],
          by,
        );
        assert.equal(/(?<!\r)\n/.test(text), !before.includes('\r\n'), by);
      }
    });

    it(`is as a formatter leaves it: ${name}`, async () => {
      // Where a suite's own lines are not the formatter's, only the new ones are asked.
      const own = new Set(before.split(/\r?\n/));
      for (const { by, text } of made) {
        const after = await formatted(name, text);
        if ((await formatted(name, before)) === before) assert.equal(text, after, by);
        else {
          const lines = new Set(after.split(/\r?\n/));
          const strange = text.split(/\r?\n/).filter((line) => !own.has(line) && !lines.has(line));
          if (name !== 'oneLine.test.ts' && name !== 'shortHooks.test.js')
            assert.deepEqual(strange, [], `${by}\n${text}`);
        }
      }
    });
  }

  it('knows its names where a fixture of the golden cases gets another lifetime', () => {
    let moved = 0;
    const [style] = runStyles;
    assert.ok(style);
    for (const golden of allCases) {
      if (golden.onlyLanguages?.includes(style.language) === false) continue;
      const text = inStyle(golden.after, style);
      const file = readTestFile(typescriptParser, 'a.test.ts', text, {});
      const known = unknownNames('a.test.ts', text);
      for (const { call } of file.mocha.hooks) {
        for (const action of [fixturePerTest, fixturePerSuite]) {
          const [offer] = action.offers(file, { start: call.end, end: call.end });
          const edit = offer?.edit();
          if (edit?.possible !== true) continue;
          moved += 1;
          const made = applyChanges(text, edit.changes);
          assert.equal(readTestFile(typescriptParser, 'a.test.ts', made, {}).broken, false, made);
          assert.deepEqual(
            unknownNames('a.test.ts', made).filter((name) => !known.includes(name)),
            [],
            made,
          );
        }
      }
    }
    // Fewer where only some of the cases are tried.
    if (process.env['ITLAB_GOLDEN'] === undefined) assert.ok(moved > 30, `${moved} fixtures`);
  });

  it('runs under mocha with the tests and verdicts that it had', () => {
    for (const ui of ['bdd', 'tdd'] as const) {
      const suites = all.filter(
        ({ name }) => name !== 'jest.test.js' && name.startsWith('tdd') === (ui === 'tdd'),
      );
      const files = suites.flatMap(({ name, before, made }) => {
        const ending = /\.test\.\w+$/.exec(name)?.[0] ?? '';
        const stem = name.slice(0, -ending.length);
        return [
          { name, text: before, of: name, by: 'nothing' },
          ...made
            // What adds a test, or an assertion that is to be completed, has other verdicts on purpose.
            .filter(
              ({ by }) => !/^(insert-assertion|error-path-test|rejection-guard|loop-to-tests) /.test(by),
            )
            .map(({ by, text }, index) => ({ name: `${stem}${index}${ending}`, text, of: name, by })),
        ];
      });
      const run = runMocha(files, besides, ui);
      assert.deepEqual(run.failures, []);
      const odd = files.filter(({ name, of }) => run.tests.get(name) !== run.tests.get(of));
      assert.deepEqual(
        odd.map(({ of, by, text }) => `${of}, ${by}\n${text}`),
        [],
      );
      assert.deepEqual(run.stillOpen, []);
      assert.equal(run.endedByItself, true);
    }
  });
});
