import assert from 'node:assert/strict';
import { allActions } from '../../../src/server/actions/index.ts';
import { readTestFile } from '../../../src/server/analysis/testFile.ts';
import { typescriptParser } from '../../../src/server/analysis/typescriptParser.ts';
import { applyChanges } from '../../../src/server/edits/textChange.ts';
import type { TextChange } from '../../../src/server/edits/textChange.ts';
import { applyPreferredFixes, fixText, lintText } from '../../../src/server/lint.ts';
import { allStyles, describeStyle, endings, inStyle, runStyles } from './goldenCase.ts';
import type { GoldenCase, Style } from './goldenCase.ts';
import { runMocha, typeErrors } from './goldenRun.ts';
import type { ScratchFile } from './goldenRun.ts';
import { insertDatabaseFixtureCases } from './insert-database-fixture/cases.ts';
import { nockNotCleanedCases } from './nock-not-cleaned/cases.ts';
import { unreleasedDbCases } from './unreleased-db/cases.ts';

const quickFixes = [...unreleasedDbCases, ...nockNotCleanedCases];

function stylesOf(golden: GoldenCase, styles: readonly Style[]): readonly Style[] {
  return styles.filter(({ language }) => golden.onlyLanguages?.includes(language) ?? true);
}

function pathOf(style: Style): string {
  return `tests/golden.test${endings[style.language]}`;
}

describe('quick fixes, in every style', () => {
  for (const golden of quickFixes) {
    describe(`${golden.action}: ${golden.name}`, () => {
      it('makes exactly the expected text', () => {
        for (const style of stylesOf(golden, allStyles)) {
          const result = applyPreferredFixes(pathOf(style), inStyle(golden.before, style));
          assert.equal(result.text, inStyle(golden.after, style), describeStyle(style));
          assert.notEqual(result.applied.length, 0);
        }
      });

      it('leaves nothing to report, and nothing to do a second time', () => {
        for (const style of stylesOf(golden, allStyles)) {
          const after = inStyle(golden.after, style);
          assert.deepEqual(lintText(pathOf(style), after), [], describeStyle(style));
          assert.equal(applyPreferredFixes(pathOf(style), after).text, after);
          assert.equal(readTestFile(typescriptParser, pathOf(style), after, {}).broken, false);
        }
      });

      it('says before that it can be fixed, and does not do it unseen', () => {
        for (const style of stylesOf(golden, runStyles)) {
          const before = inStyle(golden.before, style);
          const findings = lintText(pathOf(style), before);
          assert.ok(findings.length > 0);
          assert.deepEqual([...new Set(findings.map((finding) => finding.fixable))], [true]);
          assert.equal(fixText(pathOf(style), before).text, before);
        }
      });
    });
  }
});

describe('refactorings, in every style', () => {
  for (const golden of insertDatabaseFixtureCases) {
    it(`${golden.action}: ${golden.name}`, () => {
      for (const style of stylesOf(golden, allStyles)) {
        const written = inStyle(golden.before, style);
        const cursor = written.indexOf('▮');
        const before = written.replace('▮', '');
        const expected = inStyle(golden.after, style);
        const changes = offered(golden.action, pathOf(style), before, cursor);
        assert.equal(applyChanges(before, changes), expected, describeStyle(style));
        assert.equal(applySnippets(before, changes), expected, describeStyle(style));
        assert.deepEqual(lintText(pathOf(style), expected), []);
        const again = allActions
          .find((action) => action.id === golden.action)
          ?.offers(readTestFile(typescriptParser, pathOf(style), expected, {}), {
            start: cursor,
            end: cursor,
          })[0]
          ?.edit();
        assert.equal(again?.possible, false, 'A second fixture must be refused.');
      }
    });
  }
});

function offered(action: string, path: string, text: string, cursor: number): readonly TextChange[] {
  const file = readTestFile(typescriptParser, path, text, {});
  const offer = allActions
    .find((one) => one.id === action)
    ?.offers(file, { start: cursor, end: cursor })
    .at(0);
  const edit = offer?.edit();
  assert.ok(edit?.possible, edit?.possible === false ? edit.reason : 'Nothing was offered.');
  return edit.changes;
}

/** What the text becomes when every tab stop keeps its placeholder, by the grammar of snippets. */
function applySnippets(text: string, changes: readonly TextChange[]): string {
  assert.ok(changes.some((change) => change.snippet !== undefined));
  return applyChanges(
    text,
    changes.map((change) => {
      const filled = (change.snippet ?? change.text.replaceAll(/[\\$}]/g, String.raw`\$&`))
        .replaceAll(/\$\{\d+:((?:\\.|[^\\}])*)\}/g, '$1')
        .replaceAll(/\\([\\$}])/g, '$1');
      return { start: change.start, end: change.end, text: filled };
    }),
  );
}

describe('what fixes leave, run by mocha', function () {
  this.timeout(120_000);
  const all = [...quickFixes, ...insertDatabaseFixtureCases];
  const files = (part: 'before' | 'after'): readonly ScratchFile[] =>
    all.flatMap((golden, index) =>
      stylesOf(golden, runStyles).map((style, number) => ({
        name: `${index}-${number}.test${endings[style.language]}`,
        // A host for each file: an interceptor that one leaves must not answer another.
        text: inStyle(golden[part].replace('▮', ''), style)
          .replaceAll('.test/', `-${number}.test/`)
          .replaceAll(/\.test(?=['"])/g, `-${number}.test`),
      })),
    );

  it('passes, with every database closed', () => {
    const run = runMocha(files('after'));
    assert.deepEqual(run.failures, []);
    assert.deepEqual(run.stillOpen, []);
    assert.ok(run.opened >= files('after').length / 2, 'The watch on databases saw too few of them.');
    assert.equal(run.files.length, files('after').length);
  });

  it('shows the harm before the fix', () => {
    const run = runMocha(files('before'));
    for (const [index, golden] of all.entries()) {
      for (const [number, style] of stylesOf(golden, runStyles).entries()) {
        const name = `${index}-${number}.test${endings[style.language]}`;
        const what = `${golden.name} (${describeStyle(style)})`;
        assert.equal(
          run.stillOpen.includes(name),
          golden.harm === 'open-database',
          `open databases: ${what}`,
        );
        assert.equal(
          run.failures.some((failure) => failure.file === name),
          golden.harm === 'failing-test',
          `failing tests: ${what}`,
        );
      }
    }
  });

  it('type-checks', () => {
    const typed = files('after').filter((file) => file.name.endsWith('.ts'));
    assert.deepEqual(typeErrors(typed), []);
  });
});
