import assert from 'node:assert/strict';
import { globSync } from 'node:fs';
import type { Action } from '../../../src/server/actions/action.ts';
import { allActions } from '../../../src/server/actions/index.ts';
import { readTestFile } from '../../../src/server/analysis/testFile.ts';
import { typescriptParser } from '../../../src/server/analysis/typescriptParser.ts';
import type { RuleSettings } from '../../../src/server/checks.ts';
import { applyChanges } from '../../../src/server/edits/textChange.ts';
import type { TextChange } from '../../../src/server/edits/textChange.ts';
import { fixText, lintText } from '../../../src/server/lint.ts';
import { allRules } from '../../../src/server/rules/index.ts';
import { findingsOf } from '../../../src/server/rules/rule.ts';
import type { Rule } from '../../../src/server/rules/rule.ts';
import { allStyles, describeStyle, endings, inStyle, runStyles } from './goldenCase.ts';
import type { GoldenCase, Style } from './goldenCase.ts';
import { runMocha, typeErrors } from './goldenRun.ts';
import type { MochaRun, ScratchFile } from './goldenRun.ts';

/** Every `cases.ts` beside this file; ITLAB_GOLDEN names folders, separated by commas, to try only those. */
const wanted = process.env['ITLAB_GOLDEN']?.split(',');
const folders = globSync('*/cases.ts', { cwd: import.meta.dirname })
  .map((path) => path.split(/[\\/]/)[0] ?? '')
  .filter((folder) => wanted?.includes(folder) ?? true)
  .sort();
const all: GoldenCase[] = [];
for (const folder of folders) {
  const module: unknown = await import(`./${folder}/cases.ts`);
  // Each such file exports them by this name; the compiler checks them there.
  all.push(...(module as { readonly cases: readonly GoldenCase[] }).cases);
}

function stylesOf(golden: GoldenCase, styles: readonly Style[]): readonly Style[] {
  return styles.filter(({ language }) => golden.onlyLanguages?.includes(language) ?? true);
}

function pathOf(style: Style): string {
  return `tests/golden.test${endings[style.language]}`;
}

function actionOf(golden: GoldenCase): Action {
  const action = allActions.find(({ id }) => id === golden.action);
  assert.ok(action, `There is no action '${golden.action}'.`);
  return action;
}

const quickFixes = all.filter((golden) => actionOf(golden).rule !== undefined);
const refactorings = all.filter((golden) => actionOf(golden).rule === undefined);

describe('quick fixes, in every style', () => {
  for (const golden of quickFixes) {
    describe(`${golden.action}: ${golden.name}`, () => {
      const action = actionOf(golden);
      const { rule } = action;
      assert.ok(rule);

      it('makes exactly the expected text', () => {
        for (const style of stylesOf(golden, allStyles)) {
          const result = fixWith(action, rule, pathOf(style), inStyle(golden.before, style));
          assert.equal(result, inStyle(golden.after, style), describeStyle(style));
        }
      });

      it('leaves nothing to report, and nothing to do a second time', () => {
        for (const style of stylesOf(golden, allStyles)) {
          const after = inStyle(golden.after, style);
          const path = pathOf(style);
          assert.equal(readTestFile(typescriptParser, path, after, {}).broken, false);
          assert.deepEqual(lintText(path, after, { rules: only(rule) }), [], describeStyle(style));
          assert.equal(fixWith(action, rule, path, after), after);
          assert.deepEqual(newReports(path, inStyle(golden.before, style), after), [], describeStyle(style));
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
    const file = readTestFile(typescriptParser, path, result, {});
    const offers = findingsOf(rule, file)
      .flatMap((finding) => action.offers(file, finding).filter((offer) => offer.finding === finding))
      .toSorted((one, other) => Number(other.preferred) - Number(one.preferred));
    const edit = offers.map((offer) => offer.edit()).find(({ possible }) => possible);
    if (edit?.possible !== true) return result;
    result = applyChanges(result, edit.changes);
  }
  assert.fail(`${action.id} finds no end.`);
}

describe('refactorings, in every style', () => {
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
        assert.deepEqual(newReports(path, before, expected), [], describeStyle(style));
        assert.equal(readTestFile(typescriptParser, path, expected, {}).broken, false);
        if (golden.repeatable === true) continue;
        const again = actionOf(golden)
          .offers(readTestFile(typescriptParser, path, expected, {}), { start: cursor, end: cursor })
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

/** A case in one style, as a file of a project. */
interface RunCase {
  readonly golden: GoldenCase;
  readonly style: Style;
  readonly name: string;
}

describe('what fixes leave, run by mocha', function () {
  this.timeout(300_000);
  const runs = all.flatMap((golden, index) =>
    stylesOf(golden, runStyles).map((style, number): RunCase => ({
      golden,
      style,
      name: `${index}-${number}.test${endings[style.language]}`,
    })),
  );
  const isAlone = ({ golden }: RunCase): boolean => golden.alone === true || golden.harm === 'keeps-running';
  const together = runs.filter((run) => !isAlone(run));
  // A process for each takes long, so one style has to do.
  const alone = runs.filter((run) => isAlone(run) && run.name.includes('-0.'));
  const fileOf = ({ golden, style, name }: RunCase, part: 'before' | 'after'): ScratchFile => {
    const number = /-(\d+)\./.exec(name)?.[1] ?? '';
    return {
      name,
      // A host for each file: an interceptor that one leaves must not answer another.
      text: inStyle(golden[part].replace('▮', ''), style)
        .replaceAll('.test/', `-${number}.test/`)
        .replaceAll(/\.test(?=['"])/g, `-${number}.test`),
    };
  };
  const projectOf = (cases: readonly RunCase[]): ScratchFile[] =>
    cases.flatMap(({ golden, style }) =>
      Object.entries(golden.files ?? {}).map(([path, text]) => ({
        name: path.replaceAll('ENDING', endings[style.language]),
        text: inStyle(text, style),
      })),
    );
  const run = (cases: readonly RunCase[], part: 'before' | 'after'): MochaRun =>
    runMocha(
      cases.map((one) => fileOf(one, part)),
      projectOf(cases),
    );

  function checkAfter(cases: readonly RunCase[]): void {
    const after = run(cases, 'after');
    const wrong = cases.filter(({ golden }) => golden.harm === 'false-pass').map(({ name }) => name);
    assert.deepEqual(
      after.failures.filter(({ file }) => !wrong.includes(file)),
      [],
    );
    for (const { name, golden } of cases) {
      if (golden.harm !== 'false-pass') continue;
      assert.ok(
        after.failures.some(({ file }) => file === name),
        `'${golden.name}' passes still, although what it asserts is wrong.`,
      );
    }
    assert.deepEqual(after.stillOpen, []);
    assert.equal(after.endedByItself, true, `${cases.map(({ golden }) => golden.name).join(', ')} runs on.`);
    for (const { name, golden } of cases) assert.ok(after.tests.has(name), `'${golden.name}' ran no test.`);
  }

  function checkBefore(cases: readonly RunCase[]): void {
    const before = run(cases, 'before');
    for (const { golden, style, name } of cases) {
      const what = `${golden.name} (${describeStyle(style)})`;
      const { harm } = golden;
      assert.equal(before.stillOpen.includes(name), harm === 'open-database', `open databases: ${what}`);
      const failed = before.failures.filter(({ file }) => file === name);
      assert.equal(
        failed.length > 0,
        harm === 'failing-test',
        `failing tests: ${what}: ${failed.map(({ message }) => message).join('; ')}`,
      );
      if (harm === 'lost-test') {
        const tests = run([{ golden, style, name }], 'after').tests.get(name) ?? 0;
        assert.ok((before.tests.get(name) ?? 0) < tests, `lost tests: ${what}`);
      }
      if (harm === 'false-pass') assert.ok(before.tests.has(name), `no test ran: ${what}`);
      if (harm === 'keeps-running') assert.equal(before.endedByItself, false, `ended by itself: ${what}`);
    }
  }

  it('passes, with every database closed', () => {
    checkAfter(together);
  });

  it('shows the harm before the fix', () => {
    checkBefore(together);
  });

  for (const one of alone) {
    it(`passes in a process of its own, and shows the harm before: ${one.golden.action}, ${one.golden.name}`, () => {
      checkAfter([one]);
      checkBefore([one]);
    });
  }

  it('type-checks', () => {
    const typed = runs.filter(({ style }) => style.language === 'typescript');
    assert.deepEqual(
      typeErrors(
        typed.map((one) => fileOf(one, 'after')),
        projectOf(typed),
      ),
      [],
    );
  });
});
