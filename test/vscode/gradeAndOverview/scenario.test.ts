import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  commands,
  ConfigurationTarget,
  extensions,
  Range,
  Uri,
  window,
  workspace,
  WorkspaceEdit,
} from 'vscode';
import { findExercise } from '../../../src/course/catalog.ts';
import type { Exercise } from '../../../src/course/exercise.ts';
import { solutionSubmission } from '../../../src/course/grading/submission.ts';
import type { ExtensionApi } from '../../../src/extension/extension.ts';
import { verdictText } from '../../../src/extension/verdict.ts';
import type { GradeResult } from '../../../src/protocol/gradeResult.ts';
import { themes } from '../../support/lessonPages.ts';
import { scenario, until } from '../../support/scenario.ts';
import { pageFrom } from '../../support/vscodeHost/pageBridgeClient.ts';
import { listenToRuns, type Told } from '../toldRuns.ts';

const page = pageFrom(process.env);
const folder = join(workspace.workspaceFolders?.[0]?.uri.fsPath ?? '', 'integration-testing-course');
const suite = Uri.file(join(folder, '02-database', 'repositories', 'tests', 'repositories.test.ts'));

export const run = scenario(() => {
  let api: ExtensionApi;
  let exercise: Exercise;
  let faults: number;
  let told: Told[] = [];
  const verdict = (): string => verdictText(exercise, api.states.get(exercise));

  before(async () => {
    const extension = extensions.getExtension<ExtensionApi>(
      'integration-testing-lab.integration-testing-lab',
    );
    assert.ok(extension);
    await commands.executeCommand('itlab.startCourse', Uri.file(folder));
    api = await extension.activate();
    exercise = findExercise(api.course.catalog, '02-database/repositories');
    faults = exercise.manifest.faults.length;
    for (const [path, text] of solutionSubmission(exercise).files)
      writeFileSync(join(folder, exercise.id, ...path.split('/')), text);
    listenToRuns(api.controller, (line) => told.push(line));
  });

  describe('grade on save', () => {
    const model = (): string => solutionSubmission(exercise).files.get('tests/repositories.test.ts') ?? '';

    async function write(text: string): Promise<void> {
      const document = await workspace.openTextDocument(suite);
      await window.showTextDocument(document);
      const edit = new WorkspaceEdit();
      edit.replace(suite, new Range(0, 0, document.lineCount, 0), text);
      assert.ok(await workspace.applyEdit(edit));
    }

    const edited = (): Promise<true> =>
      until('the edit to be told', () => (verdict().endsWith('(edited since)') ? true : undefined));

    /** Resolves with the verdict that the status bar shows once it is there. */
    async function saved(): Promise<string> {
      told = [];
      assert.ok(await (await workspace.openTextDocument(suite)).save());
      await until('the end of the grade', () => (told.some(({ what }) => what === 'end') ? true : undefined));
      assert.equal(api.states.get(exercise).activity.type, 'idle');
      assert.equal(api.courseStatus.text, `${exercise.manifest.title}: ${verdict()}`);
      return verdict();
    }

    it('is off at first, and switched on by the card', async () => {
      await write(model().replace("  it('lists", "  it('always lists"));
      told = [];
      await (await workspace.openTextDocument(suite)).save();
      if (page) {
        await commands.executeCommand('itlab.showExercise', exercise.id);
        const card = '[data-exercise$="/repositories"]';
        await page.ask('click', { selector: `${card} [data-part=more]`, part: 'webview' });
        await page.ask('click', { selector: `${card} [data-command=gradeOnSave]`, part: 'webview' });
        await until('the button to be pressed', async () =>
          (await page.ask('count', {
            selector: `${card} [data-command=gradeOnSave][aria-pressed=true]`,
            part: 'webview',
          })) === 1
            ? true
            : undefined,
        );
        await page.ask('screenshot', { name: 'grade-on-save' });
      } else await commands.executeCommand('itlab.toggleGradeOnSave');
      assert.equal(workspace.getConfiguration('itlab').get('gradeOnSave'), true);
      assert.equal(api.states.get(exercise).grade, null);
      assert.deepEqual(told, []);
    });

    it('grades everything the first time', async () => {
      await write(model());
      assert.equal(await saved(), 'complete, with the model answer');
      assert.ok(told.some(({ what }) => what === 'started'));
    });

    it('runs nothing when only a comment and a blank line came', async () => {
      await write(`// As one would explain it.\n\n${model()}`);
      await edited();
      assert.equal(await saved(), 'complete');
      assert.deepEqual(
        told.filter(({ what }) => what === 'started'),
        [],
      );
      assert.equal(
        told.filter(({ what }) => what === 'passed').length,
        [...model().matchAll(/^ +it\(/gm)].length + faults,
      );
    });

    it('says what a full grade says when a test goes', async () => {
      await write(model().replace(/\n {2}it\('lists the orders[^]*?\n {2}\}\);\n/, ''));
      const fast = await saved();
      assert.equal(fast, `${faults - 1} of ${faults} faults`);
      const result = visible(api.states.get(exercise).grade);
      await commands.executeCommand('itlab.gradeExercise', exercise.id);
      assert.deepEqual(visible(api.states.get(exercise).grade), result);
    });

    it('gives way to a newer save, and ends with what that one says', async () => {
      await write(model().replace('ada@example.com', 'ada@example.org'));
      told = [];
      const document = await workspace.openTextDocument(suite);
      await document.save();
      await until('a grade under way', () =>
        api.states.get(exercise).activity.type === 'idle' ? undefined : true,
      );
      await write(model());
      await document.save();
      await until('both to be over', () =>
        told.filter(({ what }) => what === 'end').length === 2 ? true : undefined,
      );
      assert.equal(verdict(), 'complete, with the model answer');
      assert.equal(readFileSync(suite.fsPath, 'utf8'), model());
    });

    it('leaves what is not saved alone, and says so', async () => {
      await write(`${model()}\n// not saved`);
      await edited();
      const other = join(folder, exercise.id, 'src', 'users.ts');
      await (await workspace.openTextDocument(other)).save();
      assert.equal((await workspace.openTextDocument(suite)).isDirty, true);
      await commands.executeCommand('workbench.action.files.revert');
    });
  });

  describe('the overview of the course', () => {
    const shows = (text: string): Promise<true> =>
      until(`"${text}" in the overview`, async () =>
        (await page?.ask('text', { selector: 'main', part: 'webview' }))?.includes(text) ? true : undefined,
      );

    before(async () => {
      await commands.executeCommand('workbench.action.closeAllEditors');
      await commands.executeCommand('itlab.showOverview');
    });

    it('shows what was mastered, what helped and where to go on', async () => {
      if (!page) return;
      await shows('1 of 24 exercises complete');
      await shows(`${faults} of ${faults} faults`);
      // The tests before may have crossed from one stretch into the next.
      const { size } = api.progress.of(exercise).active;
      assert.ok(size === 1 || size === 2, String(size));
      await shows(`Active for about ${size * 5} min`);
      await api.progress.hints.set(exercise.id, 'exercise', 3);
      await shows('1 hint, 1 to the last step');
      assert.equal(await page.ask('count', { selector: 'main script', part: 'webview' }), 0);
    });

    it('breaks no rule of axe-core under any theme, nor scrolls sideways', async () => {
      if (!page) return;
      for (const [, name, bodyClass] of themes) {
        await workspace.getConfiguration('workbench').update('colorTheme', name, ConfigurationTarget.Global);
        await until(name, async () =>
          (await page.ask('count', { selector: `body.${bodyClass} main`, part: 'webview' })) > 0
            ? true
            : undefined,
        );
        await page.ask('screenshot', { name: `overview-${bodyClass}` });
        assert.deepEqual(await page.ask('axe', { selector: 'main', part: 'webview' }), [], name);
      }
      const widths = (): Promise<unknown> =>
        page.ask('evaluate', {
          selector: 'html',
          part: 'webview',
          body: 'return [element.clientWidth, element.scrollWidth];',
        });
      await page.ask('resize', { width: 720, height: 860 });
      await until('a narrow page', async () => {
        const [column = 0, content = 0] = (await widths()) as number[];
        return column < 480 && content <= column ? true : undefined;
      });
      await page.ask('screenshot', { name: 'overview-narrow' });
      await page.ask('resize', { width: 1180, height: 860 });
    });

    it('leads to an exercise by keyboard', async () => {
      if (!page) return;
      await page.ask('evaluate', {
        selector: 'tr.complete a',
        part: 'webview',
        body: 'element.focus(); return null;',
      });
      await page.ask('press', { key: 'Enter' });
      await until('the page of its lesson', () =>
        api.pages.openLessons.includes('02-database') ? true : undefined,
      );
    });

    it('becomes a report of one file, with the name as text', async () => {
      const file = Uri.file(join(folder, '..', 'report.html'));
      await commands.executeCommand('itlab.saveReport', { file, name: '<b>Ada</b> & Co' });
      const report = readFileSync(file.fsPath, 'utf8');
      assert.match(report, /&lt;b&gt;Ada&lt;\/b&gt; &amp; Co/);
      assert.match(report, /● complete since/);
      assert.doesNotMatch(report, /<script|href=|src=|https?:|command:/);
    });
  });
});

function visible(grade: GradeResult | null): unknown {
  return grade && { ...grade, tests: grade.tests.map(({ title, state }) => ({ title, state })) };
}
