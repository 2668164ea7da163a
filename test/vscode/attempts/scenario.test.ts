import assert from 'node:assert/strict';
import { existsSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import {
  commands,
  ConfigurationTarget,
  extensions,
  FileSystemError,
  languages,
  Range,
  Uri,
  window,
  workspace,
  type TextDocument,
} from 'vscode';
import { AttemptStore } from '../../../src/course/attempts/attemptStore.ts';
import { findExercise } from '../../../src/course/catalog.ts';
import { readCourseRecord, recordPath, textSum } from '../../../src/course/courseRecord.ts';
import { starterFiles, type Exercise } from '../../../src/course/exercise.ts';
import { solutionSubmission } from '../../../src/course/grading/submission.ts';
import { isByModelAnswer } from '../../../src/course/progress/progress.ts';
import { versionUri } from '../../../src/extension/attempts/versionDocuments.ts';
import type { ExtensionApi } from '../../../src/extension/extension.ts';
import { scenario, until } from '../../support/scenario.ts';
import { pageFrom } from '../../support/vscodeHost/pageBridgeClient.ts';
import { notification } from '../notifications.ts';

const root = workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
const folder = join(root, 'integration-testing-course');
const id = '02-database/repositories';
const suite = join(folder, id, 'tests', 'repositories.test.ts');
const binary = join(folder, id, 'tests', 'picture.bin');
const system = join(folder, id, 'src', 'users.ts');
/** Lies there once the window was reloaded. */
const reloaded = join(root, 'reloaded.txt');

const bytes = Buffer.from([0x89, 0x50, 0x00, 0xff, 0x0d, 0x0a]);
const saved = '// What I had saved: ä\r\n';
const typed = '// What I had only typed.\r\n';
const older = '// As an older version of the extension had it.\n';

const page = pageFrom(process.env);
const title = (): Promise<string> =>
  page?.ask('text', { selector: '.quick-input-title:visible' }) ?? Promise.resolve('');

async function activated(): Promise<{ api: ExtensionApi; exercise: Exercise }> {
  const extension = extensions.getExtension<ExtensionApi>('integration-testing-lab.integration-testing-lab');
  assert.ok(extension, 'the extension is installed');
  const api = await extension.activate();
  return { api, exercise: findExercise(api.course.catalog, id) };
}

async function seen(selector: string): Promise<void> {
  await page?.ask('text', { selector });
}

async function choose(text: string): Promise<void> {
  await page?.ask('choose', { text });
}

async function click(selector: string): Promise<void> {
  await page?.ask('click', { selector });
}

const row = (text: string): string => `.quick-input-widget:visible .monaco-list-row:has-text("${text}")`;
const screenshot = async (name: string): Promise<void> => void (await page?.ask('screenshot', { name }));
const textOf = (file: string): string => readFileSync(file, 'utf8');

function starterOf(exercise: Exercise, path: string): string {
  return starterFiles(exercise).get(path) ?? assert.fail(`The starter has no ${path}.`);
}

/** Runs a command that asks questions, and answers them. */
async function answering(command: string, answer: () => Promise<void>): Promise<void> {
  const done = commands.executeCommand(command, id);
  await answer();
  await done;
}

/** Questions are answered in the page, which the desktop does not have. */
const beforeReload = scenario(() => {
  describe('before the window is reloaded', function () {
    let exercise: Exercise;

    it('starts the course', async () => {
      await commands.executeCommand('itlab.startCourse', Uri.file(folder));
      ({ exercise } = await activated());
      assert.ok(readCourseRecord(folder).files.size > 100);
    });

    it('resets nothing when the question is answered with no', async () => {
      writeFileSync(suite, saved);
      writeFileSync(binary, bytes);
      writeFileSync(system, 'broken by me\n');
      await answering('itlab.resetExercise', async () => {
        assert.match(await title(), /^Reset "Repositories on SQLite" to its start\?$/);
        await screenshot('reset-question');
        await page?.ask('press', { key: 'Escape' });
      });
      assert.equal(textOf(suite), saved);
    });

    it('resets an exercise, and keeps what was typed and not saved', async () => {
      const document = await workspace.openTextDocument(suite);
      const editor = await window.showTextDocument(document);
      await editor.edit((edit) => edit.insert(document.positionAt(saved.length), typed));
      assert.ok(document.isDirty);
      await answering('itlab.resetExercise', () => choose('Reset'));
      assert.equal(textOf(suite), starterOf(exercise, 'tests/repositories.test.ts'));
      assert.equal(textOf(system), starterOf(exercise, 'src/users.ts'));
      assert.ok(readFileSync(binary).equals(bytes), 'a file of the learner’s own is not touched');
      await until('the starter in the editor', () =>
        document.getText() === textOf(suite) ? true : undefined,
      );
      await screenshot('after-reset');
    });

    it('says so when there is nothing to reset', async () => {
      await commands.executeCommand('itlab.resetExercise', id);
      assert.equal(await page?.ask('count', { selector: row('Reset') }), 0);
    });

    it('has an older file in the course, as before an update of the extension', () => {
      writeFileSync(system, older);
      const files = {
        ...Object.fromEntries(readCourseRecord(folder).files),
        [`${id}/src/users.ts`]: textSum(older),
      };
      writeFileSync(join(folder, recordPath), JSON.stringify({ format: 1, files }));
      writeFileSync(binary, 'changed since\n');
      writeFileSync(reloaded, '');
    });

    it('is in the middle of a reset when the window goes', async () => {
      const { api } = await activated();
      const store = new AttemptStore(join(dirname(api.progress.path), 'attempts'));
      store.begin({ course: folder, exercise: id, folder: join(folder, id) }, 'reset');
    });
  });
});

const afterReload = scenario(() => {
  describe('after the window was reloaded', function () {
    let exercise: Exercise;

    let api: ExtensionApi;
    before(async () => {
      ({ api, exercise } = await activated());
    });

    const theme = (name: string): Thenable<void> =>
      workspace.getConfiguration('workbench').update('colorTheme', name, ConfigurationTarget.Global);

    async function openDifference(label: string): Promise<void> {
      await until(`the comparison "${label}"`, () =>
        window.tabGroups.all.flatMap(({ tabs }) => tabs).find((tab) => tab.label.includes(label)),
      );
    }

    it('tells that a reset was interrupted, and leads back', async () => {
      const told = await notification(page, 'was interrupted, so some of its files may be as at the start');
      await screenshot('interrupted');
      await click(`${told} .monaco-button:has-text("Restore Previous Attempt…")`);
      await seen(row('before a reset'));
      await page?.ask('press', { key: 'Escape' });
    });

    it('offers to update the course, and updates what nobody changed', async () => {
      const offer = await notification(
        page,
        'This version of the extension brings newer files of the course.',
      );
      await screenshot('update-offered');
      assert.equal(textOf(system), older, 'nothing happens unasked');
      await click(`${offer} .monaco-button:has-text("Update the Course")`);
      await until('the update', () =>
        textOf(system) === starterOf(exercise, 'src/users.ts') ? true : undefined,
      );
      await notification(page, 'Files updated: 1');
      await screenshot('updated');
      await commands.executeCommand('notifications.clearAll');
    });

    it('shows what restoring changes, and does nothing when told so', async () => {
      const before = textOf(suite);
      await answering('itlab.restoreAttempt', async () => {
        await seen(row('before a reset'));
        await screenshot('attempts');
        await choose('before a reset');
        await openDifference('Restore "Repositories on SQLite"');
        await seen(row('Restore This Attempt'));
        await until('the lines of the difference', async () =>
          ((await page?.ask('count', { selector: '.multiDiffEntry' })) ?? 0) > 0 ? true : undefined,
        );
        await screenshot('restore-dark');
        await page?.ask('press', { key: 'Escape' });
      });
      assert.equal(textOf(suite), before);
    });

    it('restores the attempt byte for byte, by keyboard alone', async () => {
      await answering('itlab.restoreAttempt', async () => {
        await choose('before a reset');
        await choose('Restore This Attempt');
      });
      assert.equal(textOf(suite), saved + typed);
      assert.ok(readFileSync(binary).equals(bytes));
      assert.equal(textOf(system), 'broken by me\n');
    });

    it('asks before it shows the model answer, once', async () => {
      await answering('itlab.compareSolution', async () => {
        assert.match(await title(), /^Show the model answer of "Repositories on SQLite"\?$/);
        await screenshot('reveal-question');
        await page?.ask('press', { key: 'Escape' });
      });
      assert.ok(
        !window.tabGroups.all.flatMap(({ tabs }) => tabs).some(({ label }) => label.includes('yours ↔')),
      );
      await answering('itlab.compareSolution', async () => {
        await choose('Show the Model Answer');
        await seen(row('Builders'));
        await screenshot('answers');
        await choose('One test a promise');
      });
      await openDifference('yours ↔ One test a promise');
      await notification(page, 'One test a promise');
      await screenshot('compare-dark');
      await theme('Default Light Modern');
      await answering('itlab.compareSolution', async () => {
        await choose('Builders');
      });
      await openDifference('yours ↔ Builders');
      await until('the files of the answer', async () =>
        ((await page?.ask('count', { selector: '.multiDiffEntry' })) ?? 0) > 0 ? true : undefined,
      );
      await screenshot('compare-light');
    });

    it('shows model answers that nobody can write', async () => {
      const uri = versionUri(
        { kind: 'answer', exercise, answer: 'builders' },
        join(folder, id),
        'tests/support/builders.ts',
      );
      const document: TextDocument = await workspace.openTextDocument(uri);
      assert.equal(
        document.getText(),
        solutionSubmission(exercise, 'builders').files.get('tests/support/builders.ts'),
      );
      assert.equal(document.languageId, 'typescript');
      await assert.rejects(
        Promise.resolve(workspace.fs.writeFile(uri, Buffer.from('x'))),
        (error) => error instanceof FileSystemError || error instanceof Error,
      );
    });

    it('applies a model answer after the files were kept, and brings them back', async () => {
      await commands.executeCommand('notifications.clearAll');
      await commands.executeCommand('workbench.action.closeAllEditors');
      await answering('itlab.applySolution', async () => {
        await choose('Builders');
        await seen(row('Apply the Model Answer'));
        assert.match(
          await title(),
          /^Put the model answer of "Repositories on SQLite" in the place of your files\?$/,
        );
        await screenshot('apply-question-light');
        await choose('Apply the Model Answer');
      });
      const { files } = solutionSubmission(exercise, 'builders');
      for (const [path, text] of files) assert.equal(textOf(join(folder, id, path)), text, path);
      await screenshot('applied-light');
      await answering('itlab.restoreAttempt', async () => {
        await choose('model answer');
        await choose('Restore This Attempt');
      });
      assert.equal(textOf(suite), saved + typed);
      assert.ok(readFileSync(binary).equals(bytes));
      assert.equal(existsSync(join(folder, id, 'tests', 'support', 'builders.ts')), false);
    });

    const repositories = (): { api: ExtensionApi; row: string } => ({
      api,
      row: String(api.courseView.getTreeItem(id).description),
    });
    const onCard = (part: string): Promise<string> =>
      page?.ask('text', { selector: `[data-exercise$="/repositories"] ${part}`, part: 'webview' }) ??
      Promise.resolve('');
    const leaks = (): number =>
      languages.getDiagnostics().flatMap(([, all]) => all.filter(({ source }) => source === 'itlab run'))
        .length;
    const comparisonTabs = (): string[] =>
      window.tabGroups.all
        .flatMap(({ tabs }) => tabs.map(({ label }) => label))
        .filter((label) => /"Repositories on SQLite".*↔/.test(label));

    it('forgets what a run said, and closes what it compared, in the turn in which files are replaced', async () => {
      const leaking = join(folder, id, 'tests', 'leak.test.ts');
      writeFileSync(
        leaking,
        "import Database from 'better-sqlite3';\nit('leaks', () => {\n  new Database(':memory:');\n});\n",
      );
      await commands.executeCommand('itlab.runExercise', id);
      assert.notEqual(leaks(), 0);
      await answering('itlab.compareSolution', () => choose('Builders'));
      await openDifference('yours ↔ Builders');
      // The comparison knows which answer it is about.
      await click('.editor-actions .action-label[aria-label^="Apply the Model Answer"]');
      await seen(row('Apply the Model Answer'));
      await screenshot('apply-from-comparison');
      let leaksAtOnce = -1;
      const listening = api.states.onDidChange(() => (leaksAtOnce = leaks()));
      await choose('Apply the Model Answer');
      await until('the answer', () =>
        existsSync(join(folder, id, 'tests', 'support', 'builders.ts')) ? true : undefined,
      );
      await until('the comparisons to be closed', () => (comparisonTabs().length === 0 ? true : undefined));
      listening.dispose();
      assert.equal(leaksAtOnce, 0);
      rmSync(leaking);
      assert.match(repositories().row, /edited since/);
    });

    it('says that what is complete is the model answer, and counts only own work as that', async () => {
      rmSync(binary);
      writeFileSync(system, starterOf(exercise, 'src/users.ts'));
      await commands.executeCommand('itlab.gradeExercise', id);
      assert.equal(repositories().row, 'complete, with the model answer');
      assert.match(
        String(api.courseView.view.message),
        /^1 of \d+ exercises complete, 1 with the model answer$/,
      );
      await until('the same on the card', async () =>
        /Complete, with the model answer/.test(await onCard('[data-part=badges]')) ? true : undefined,
      );
      await screenshot('complete-with-the-model-answer');
      assert.equal(isByModelAnswer(api.progress.of(exercise)), true);
      writeFileSync(suite, `${textOf(suite)}\n// And a thought of mine.\n`);
      await commands.executeCommand('itlab.gradeExercise', id);
      assert.equal(repositories().row, 'complete');
      assert.equal(isByModelAnswer(api.progress.of(exercise)), false);
      assert.match(String(api.courseView.view.message), /^1 of \d+ exercises complete$/);
    });

    it('begins anew in every view with a reset, and has the grade again with the files', async () => {
      await commands.executeCommand('itlab.showExercise', id);
      await until('the grade on the card', async () =>
        /12 \/ 12/.test(await onCard('[data-part=stages]')) ? true : undefined,
      );
      await answering('itlab.resetExercise', () => choose('Reset'));
      const { run, grade, outdated } = api.states.get(exercise);
      assert.deepEqual({ run, grade, outdated }, { run: null, grade: null, outdated: false });
      assert.equal(repositories().row, 'complete before');
      assert.equal(api.courseStatus.text, 'Repositories on SQLite: complete before');
      const item = api.testing.itemOf(exercise);
      assert.equal(item?.label, 'Repositories on SQLite: complete before');
      assert.equal(item.children.get('faults'), undefined);
      await until('nothing on the card', async () =>
        /^\s*Complete before\s*$/.test(await onCard('[data-part=badges]')) ? true : undefined,
      );
      assert.doesNotMatch(await onCard('[data-part=stages]'), /12 \/ 12|clean/);
      assert.doesNotMatch(await onCard('[data-part=results]'), /Last run|edited a file/);
      await screenshot('card-after-reset');
      await answering('itlab.restoreAttempt', async () => {
        await seen(row('Files that differ from now'));
        await choose('before a reset');
        await openDifference('Restore "Repositories on SQLite"');
        await choose('Restore This Attempt');
      });
      assert.deepEqual(comparisonTabs(), []);
      assert.equal(repositories().row, 'complete');
    });

    it('compares what the tests catch with those of each model answer, and writes nothing', async () => {
      const before = textOf(suite);
      writeFileSync(suite, `describe('users', () => {\n  it('is | here', () => {});\n});\n`);
      await commands.executeCommand('itlab.compareCatches', id);
      const uri = Uri.from({ scheme: 'itlab-catches', path: `/${id}.md` });
      // As it is read: with nothing escaped.
      const text = (await workspace.openTextDocument(uri)).getText().replaceAll('\\', '');
      const faults = exercise.manifest.faults.length;
      assert.ok(text.includes('| Fault | Yours | One test a promise, all in one file | Builders '), text);
      const all = `${faults} / ${faults}`;
      assert.ok(text.includes(`| Faults caught | 0 / ${faults} | ${all} | ${all} |`), text);
      assert.equal(text.split('**not caught**').length - 1, faults, text);
      for (const { title: fault } of exercise.manifest.faults)
        assert.ok(text.includes(`| ${fault} |`), `${fault} in ${text}`);
      await until('the page', () =>
        window.tabGroups.activeTabGroup.activeTab?.label.includes('repositories.md') === true
          ? true
          : undefined,
      );
      await screenshot('catches');
      // What was graded is not graded again.
      const again = Date.now();
      await commands.executeCommand('itlab.compareCatches', id);
      assert.ok(Date.now() - again < 3_000);
      await commands.executeCommand('workbench.action.closeActiveEditor');
      writeFileSync(suite, before);
    });

    it('changes nothing while something typed cannot be saved', async () => {
      await commands.executeCommand('notifications.clearAll');
      const document = await workspace.openTextDocument(suite);
      const editor = await window.showTextDocument(document);
      await editor.edit((edit) => edit.replace(new Range(0, 0, 0, 0), '// typed\n'));
      // Somebody else has written the file since: VS Code refuses to save over it.
      writeFileSync(suite, 'written by another program\n');
      const future = new Date(Date.now() + 60_000);
      utimesSync(suite, future, future);
      const done = commands.executeCommand('itlab.resetExercise', id);
      await choose('Reset');
      await notification(page, 'could not be saved');
      await screenshot('not-saved-light');
      assert.equal(textOf(suite), 'written by another program\n');
      assert.ok(document.isDirty && document.getText().startsWith('// typed'));
      await commands.executeCommand('notifications.clearAll');
      await done;
    });
  });
});

export async function run(): Promise<void> {
  if (!page) return scenario(() => it('needs the page that shows VS Code', () => undefined))();
  if (existsSync(reloaded)) return afterReload();
  await beforeReload();
  // Then this is called again, in another process. When it is not, the host's time runs out.
  await commands.executeCommand('workbench.action.reloadWindow');
  return new Promise(() => undefined);
}
