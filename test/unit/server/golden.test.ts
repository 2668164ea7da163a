import assert from 'node:assert/strict';
import type { Action } from '../../../src/server/actions/action.ts';
import { readTestFile } from '../../../src/server/analysis/testFile.ts';
import type { TestFile } from '../../../src/server/analysis/testFile.ts';
import { typescriptParser } from '../../../src/server/analysis/typescriptParser.ts';
import type { RuleSettings } from '../../../src/server/checks.ts';
import { applyChanges } from '../../../src/server/edits/textChange.ts';
import type { TextChange } from '../../../src/server/edits/textChange.ts';
import { fixText, lintText } from '../../../src/server/lint.ts';
import { allRules } from '../../../src/server/rules/index.ts';
import { findingsOf } from '../../../src/server/rules/rule.ts';
import type { Rule } from '../../../src/server/rules/rule.ts';
import { allStyles, describeStyle, endings, inStyle, runStyles } from './goldenCase.ts';
import type { Style } from './goldenCase.ts';
import { actionOf, allCases, stylesOf } from './goldenCases.ts';

/** One of those whose results are run as well. */
function isRun(style: Style): boolean {
  return runStyles.some((one) => describeStyle(one) === describeStyle(style));
}

function pathOf(style: Style): string {
  return `tests/golden.test${endings[style.language]}`;
}

/** Files of the case that is looked at: most are asked about several times. */
const files = new Map<string, TestFile>();

function fileOf(path: string, text: string): TestFile {
  const key = `${path}\n${text}`;
  const known = files.get(key);
  if (known !== undefined) return known;
  const file = readTestFile(typescriptParser, path, text, {});
  files.set(key, file);
  return file;
}

const quickFixes = allCases.filter((golden) => actionOf(golden).rule !== undefined);
const refactorings = allCases.filter((golden) => actionOf(golden).rule === undefined);

describe('quick fixes, in every style', function () {
  this.timeout(30_000);
  for (const golden of quickFixes) {
    describe(`${golden.action}: ${golden.name}`, () => {
      const action = actionOf(golden);
      const { rule } = action;
      assert.ok(rule);

      after(() => {
        files.clear();
      });

      it('makes exactly the expected text', () => {
        for (const style of stylesOf(golden, allStyles)) {
          const result = fixWith(action, rule, pathOf(style), inStyle(golden.before, style));
          assert.equal(result, inStyle(golden.after, style), describeStyle(style));
        }
      });

      it('leaves nothing to report, and nothing to do a second time', () => {
        for (const style of stylesOf(golden, allStyles)) {
          const text = inStyle(golden.after, style);
          const path = pathOf(style);
          const file = fileOf(path, text);
          assert.equal(file.broken, false);
          assert.deepEqual(findingsOf(rule, file), [], describeStyle(style));
          assert.equal(fixWith(action, rule, path, text), text);
        }
        // Two looks by all rules each: what they see does not depend on white space.
        for (const style of stylesOf(golden, runStyles)) {
          const [before, after] = [inStyle(golden.before, style), inStyle(golden.after, style)];
          assert.deepEqual(newReports(pathOf(style), before, after), [], describeStyle(style));
        }
      });

      it('says before whether it can be fixed, and does it unseen only where that is safe', () => {
        for (const style of stylesOf(golden, runStyles)) {
          const before = inStyle(golden.before, style);
          const rules = only(rule);
          const findings = lintText(pathOf(style), before, { rules });
          assert.ok(findings.length > 0);
          const oneClick: boolean = rule.fix === 'automatic' || rule.fix === 'preferred';
          assert.deepEqual([...new Set(findings.map(({ fixable }) => fixable))], [oneClick]);
          const unseen: string = rule.fix === 'automatic' ? inStyle(golden.after, style) : before;
          assert.equal(fixText(pathOf(style), before, { rules }).text, unseen);
        }
      });
    });
  }
});

function only(rule: Rule): RuleSettings {
  return new Map(allRules.filter((other) => other !== rule).map(({ id }) => [id, 'off']));
}

/** Rules that report more often after a change than before. */
function newReports(path: string, before: string, after: string): string[] {
  const left = lintText(path, before).map(({ rule }) => rule);
  return lintText(path, after)
    .filter(({ rule }) => {
      const known = left.indexOf(rule);
      if (known >= 0) left.splice(known, 1);
      return known < 0;
    })
    .map(({ rule, line, message }) => `${rule} in line ${line}: ${message}`);
}

/** Applies an action to all that its rule reports, judging anew after each; the preferred offer where there are several. */
function fixWith(action: Action, rule: Rule, path: string, text: string): string {
  let result = text;
  for (let round = 0; round < 20; round += 1) {
    const file = fileOf(path, result);
    const offers = findingsOf(rule, file)
      .flatMap((finding) => action.offers(file, finding).filter((offer) => offer.finding === finding))
      .toSorted((one, other) => Number(other.preferred) - Number(one.preferred));
    const edit = offers.map((offer) => offer.edit()).find(({ possible }) => possible);
    if (edit?.possible !== true) return result;
    result = applyChanges(result, edit.changes);
  }
  assert.fail(`${action.id} finds no end.`);
}

describe('refactorings, in every style', function () {
  this.timeout(30_000);
  for (const golden of refactorings) {
    it(`${golden.action}: ${golden.name}`, () => {
      for (const style of stylesOf(golden, allStyles)) {
        const path = pathOf(style);
        const written = inStyle(golden.before, style);
        const cursor = written.indexOf('▮');
        assert.notEqual(cursor, -1, 'The case marks no cursor.');
        const before = written.replace('▮', '');
        const expected = inStyle(golden.after, style);
        const changes = offered(actionOf(golden), path, before, cursor);
        assert.equal(applyChanges(before, changes), expected, describeStyle(style));
        assert.equal(applySnippets(before, changes), expected, describeStyle(style));
        if (isRun(style)) {
          assert.deepEqual(newReports(path, before, expected), [], describeStyle(style));
        }
        const made = readTestFile(typescriptParser, path, expected, {});
        assert.equal(made.broken, false);
        if (golden.repeatable === true) continue;
        const again = actionOf(golden)
          .offers(made, { start: cursor, end: cursor })
          .map((offer) => offer.edit());
        assert.ok(!again.some(({ possible }) => possible), 'A second time must change nothing.');
      }
    });
  }
});

function offered(action: Action, path: string, text: string, cursor: number): readonly TextChange[] {
  const file = readTestFile(typescriptParser, path, text, {});
  const edits = action.offers(file, { start: cursor, end: cursor }).map((offer) => offer.edit());
  const edit = edits.find(({ possible }) => possible) ?? edits[0];
  assert.ok(edit?.possible, edit?.possible === false ? edit.reason : 'Nothing was offered.');
  return edit.changes;
}

/** What the text becomes when every tab stop keeps its placeholder, by the grammar of snippets. */
function applySnippets(text: string, changes: readonly TextChange[]): string {
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
