import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { commands, extensions, Uri, window, workspace, WorkspaceEdit, Position } from 'vscode';
import { findExercise } from '../../../src/course/catalog.ts';
import { starterFiles, type Exercise } from '../../../src/course/exercise.ts';
import type { ExtensionApi } from '../../../src/extension/extension.ts';
import { scenario, until } from '../../support/scenario.ts';
import { pageFrom, type Page } from '../../support/vscodeHost/pageBridgeClient.ts';

const id = '02-database/repositories';
const root = workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
const folder = join(root, 'integration-testing-course');
const suite = join(folder, id, 'tests', 'repositories.test.ts');
const here = pageFrom(process.env);
const there = pageFrom(process.env, 1);
const textOf = (file: string): string => readFileSync(file, 'utf8');

/** The same folder is open in two windows of one VS Code, so they share the folder and the extension's storage. */
export const run = scenario(() => {
  describe('one course in two windows', () => {
    let api: ExtensionApi;
    let exercise: Exercise;
    let solution = '';
    let starter = '';

    before(async function () {
      // On the desktop there is no page to reach the other window by.
      if (!here || !there) this.skip();
      const extension = extensions.getExtension<ExtensionApi>(
        'integration-testing-lab.integration-testing-lab',
      );
      assert.ok(extension);
      api = await extension.activate();
      await commands.executeCommand('itlab.startCourse', Uri.file(folder));
      exercise = findExercise(api.course.catalog, id);
      solution = textOf(join(exercise.folder, 'solution', 'tests', 'repositories.test.ts'));
      starter = starterFiles(exercise).get('tests/repositories.test.ts') ?? assert.fail('no starter');
      assert.equal(await here.ask('openWindow', {}), 1);
      // A window may open with the view that was shown last in this folder, and a click on its icon would hide it.
      const icon = '.activitybar .action-item:not(.checked) a[aria-label^="Testing Course"]';
      // The explorer has rows as well.
      const lesson = '[role=treeitem][aria-label^="1. "]';
      await until('the course in the other window', async () => {
        if ((await there.ask('count', { selector: lesson })) > 0) return true;
        if ((await there.ask('count', { selector: icon })) > 0) await there.ask('click', { selector: icon });
        return undefined;
      });
    });

    afterEach(async function () {
      if (this.currentTest?.state === 'failed')
        await there?.ask('screenshot', { name: 'two-windows-failed' });
    });

    it('says in one what was graded in the other', async () => {
      writeFileSync(suite, solution);
      await commands.executeCommand('itlab.gradeExercise', id);
      assert.equal(api.states.get(exercise).grade?.complete, true);
      await seen(there, '.pane-body .message:has-text("1 of ")');
      // Nobody has gone to an exercise in that window yet.
      await seen(there, '.statusbar-item:has-text("exercises complete"):has-text("1 of ")');
    });

    it('grades the same exercise in both at once', async () => {
      const before = api.states.get(exercise).grade;
      await asked('Grade Exercise');
      const grading = commands.executeCommand('itlab.gradeExercise', id);
      await begin();
      await seen(there, `.statusbar-item:has-text("${exercise.manifest.title}: grading")`);
      await grading;
      await seen(there, `.statusbar-item:has-text("${exercise.manifest.title}: complete")`);
      assert.notEqual(api.states.get(exercise).grade, before);
      assert.equal(api.states.get(exercise).grade?.complete, true);
    });

    it('resets in one what is not saved in the other, and loses neither', async () => {
      const document = await workspace.openTextDocument(suite);
      await window.showTextDocument(document);
      const edit = new WorkspaceEdit();
      edit.insert(document.uri, new Position(0, 0), '// typed here\n');
      await workspace.applyEdit(edit);
      await asked('Reset Exercise');
      await begin();
      await seen(there, '.quick-input-widget:visible .monaco-list-row:has-text("Your files are kept first")');
      await there?.ask('screenshot', { name: 'two-windows-reset' });
      await there?.ask('choose', { text: 'Your files are kept first' });
      await until('the starter', () => (textOf(suite) === starter ? true : undefined));
      assert.ok(document.isDirty);
      assert.equal(document.getText(), `// typed here\n${solution}`);

      // What is typed is not written over what the other window has done, and is still here.
      assert.equal(await document.save(), false);
      assert.equal(textOf(suite), starter);
      assert.equal(document.getText(), `// typed here\n${solution}`);
      await commands.executeCommand('workbench.action.files.revert');
      assert.equal(document.getText(), starter);
    });

    it('restores in one what was kept in the other', async () => {
      const restoring = commands.executeCommand('itlab.restoreAttempt', id);
      await here?.ask('choose', { text: 'before a reset' });
      await here?.ask('choose', { text: 'Restore This Attempt' });
      await restoring;
      assert.equal(textOf(suite), solution);
      await seen(there, `.statusbar-item:has-text("${exercise.manifest.title}: complete")`);
      await there?.ask('screenshot', { name: 'two-windows-restored' });
    });
  });
});

/** Chooses a command in the palette of the other window, which asks for an exercise. */
async function asked(command: string): Promise<void> {
  await there?.ask('press', { key: 'F1' });
  await seen(there, '.quick-input-widget:visible');
  await there?.ask('type', { text: `Integration Testing Lab: ${command}` });
  await seen(there, `.quick-input-widget:visible .monaco-list-row.focused:has-text("${command}")`);
  await there?.ask('press', { key: 'Enter' });
  await seen(there, `.quick-input-widget:visible .monaco-list-row:has-text("${id}")`);
}

/** Begins what was asked for. */
async function begin(): Promise<void> {
  await there?.ask('choose', { text: 'Repositories on SQLite' });
}

async function seen(page: Page | undefined, selector: string): Promise<void> {
  await page?.ask('text', { selector });
}
