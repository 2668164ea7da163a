import assert from 'node:assert/strict';
import {
  appendFileSync,
  cpSync,
  existsSync,
  linkSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import {
  commands,
  ConfigurationTarget,
  extensions,
  Uri,
  window,
  workspace,
  type CodeLens,
  type Memento,
  type TestItem,
  type TreeItem,
} from 'vscode';
import { allExercises, findExercise } from '../../../src/course/catalog.ts';
import type { Exercise } from '../../../src/course/exercise.ts';
import { gained, noProgress, parseProgress, progressText } from '../../../src/course/progress/progress.ts';
import { ProgressFile } from '../../../src/course/progress/progressFile.ts';
import { ExerciseStates } from '../../../src/extension/exerciseStates.ts';
import type { ExtensionApi } from '../../../src/extension/extension.ts';
import { LearnerProgress } from '../../../src/extension/progress/learnerProgress.ts';
import { verdictText } from '../../../src/extension/verdict.ts';
import { scenario, until } from '../../support/scenario.ts';
import { notification } from '../notifications.ts';
import { pageFrom } from '../../support/vscodeHost/pageBridgeClient.ts';

const page = pageFrom(process.env);
const root = workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
const folder = join(root, 'integration-testing-course');
const suite = join(folder, '02-database', 'repositories', 'tests', 'repositories.test.ts');
/** Lies there once the window was reloaded. */
const reloaded = join(root, 'reloaded.txt');
/** Beside the tests, and no editor has it open. */
const notes = join(dirname(suite), 'notes.md');
/** The notes by another name in another folder, where nobody is told of what is written by it. */
const linked = join(dirname(root), 'linked.md');
let api: ExtensionApi;

const called = (id: string): Exercise => findExercise(api.course.catalog, id);
const repositories = (): Exercise => called('02-database/repositories');
const row = (id: string): TreeItem => api.courseView.getTreeItem(id);

async function screenshot(name: string): Promise<void> {
  await page?.ask('screenshot', { name });
}

/** Takes the focus from the window, or gives it; in a browser without a screen, a window has it always. */
async function focus(focused: boolean): Promise<void> {
  await page?.ask('evaluate', {
    selector: 'body',
    body: `const { ownerDocument } = element;
      ownerDocument.hasFocus = () => ${focused};
      ownerDocument.dispatchEvent(new Event('visibilitychange'));`,
  });
  await until('the window to know', () => (window.state.focused === focused ? true : undefined));
}

/** As when people come back from another program. */
async function focusAgain(): Promise<void> {
  await focus(false);
  await focus(true);
}

/** The one verdict, as every place shows it. */
async function everywhere(verdict: string, chip: RegExp): Promise<void> {
  const { title } = repositories().manifest;
  assert.equal(row('02-database/repositories').description, verdict);
  // VS Code reads a description aloud in the place of the label.
  assert.equal(api.testing.itemOf(repositories())?.label, `${title}: ${verdict}`);
  assert.equal(api.testing.itemOf(repositories())?.description ?? '', '');
  assert.equal(api.courseStatus.text, `${title}: ${verdict}`);
  if (!page) return;
  await commands.executeCommand('itlab.course.focus');
  await commands.executeCommand('itlab.showExercise', '02-database/repositories');
  await until(`"${verdict}" in the view`, async () => {
    const text = await page.ask('text', { selector: `.pane-body [role=treeitem]:has-text("${title}")` });
    return text.includes(verdict) ? true : undefined;
  });
  await until(`"${verdict}" in the status bar`, async () => {
    const text = await page.ask('text', { selector: '.statusbar-item:has-text("Repositories")' });
    return text.includes(verdict) ? true : undefined;
  });
  await until(`${String(chip)} on the page`, async () => {
    const text = await page.ask('text', {
      selector: '[data-exercise$="/repositories"] [data-part=badges]',
      part: 'webview',
    });
    return chip.test(text) ? true : undefined;
  });
}

/** One learner grades an exercise, and every place says the same. Each step needs the one before. */
const beforeReload = scenario(() => {
  describe('how an exercise stands', () => {
    const log = window.createOutputChannel('scenario', { log: true });

    it('asks to start the course where none is open', async () => {
      const extension = extensions.getExtension<ExtensionApi>(
        'integration-testing-lab.integration-testing-lab',
      );
      assert.ok(extension);
      if (page) {
        await commands.executeCommand('itlab.course.focus');
        const text = await page.ask('text', { selector: '.pane-body .welcome-view-content' });
        assert.match(text, /Learn integration testing/);
        await screenshot('course-view-welcome');
      }
      api = await extension.activate();
      // Nothing of the course is here yet, the status bar included.
      assert.equal(api.usesCourse, false);
      if (page) {
        const ofCard = ['gradeExercise', 'runExercise', 'openExercise', 'checkIsolation', 'replayOrder'];
        const ofMore = ['resetExercise', 'restoreAttempt', 'compareSolution', 'applySolution'];
        for (const command of [...ofCard, ...ofMore]) {
          // It waits until its message is answered.
          const asked = commands.executeCommand(`itlab.${command}`, '02-database/repositories');
          await notification(page, 'No course is open in this window');
          await commands.executeCommand('notifications.clearAll');
          await asked;
        }
        // The same from the page, which can be read without a course.
        await commands.executeCommand('itlab.openLesson', '02-database');
        await page.ask('click', {
          selector: '[data-exercise="02-database/repositories"] [data-command=grade]',
          part: 'webview',
        });
        const told = await notification(page, 'No course is open in this window');
        await page.ask('text', { selector: `${told} .monaco-button:has-text("Start the Course")` });
        await commands.executeCommand('notifications.clearAll');
        await commands.executeCommand('notifications.hideList');

        // What a lesson names is shown as the exercise begins with it.
        await commands.executeCommand('itlab.openLesson', '01-unit-vs-integration');
        await page.ask('click', {
          selector: 'p a[data-place="src/order-service.ts#OrderService"]',
          part: 'webview',
        });
        await notification(page, 'No course is open in this window, so this is the text');
        const shown = window.activeTextEditor;
        assert.equal(shown?.document.uri.scheme, 'itlab-starter');
        assert.equal(shown.document.languageId, 'typescript');
        assert.match(
          shown.document.getText().split('\n').slice(shown.selection.active.line).join('\n'),
          /^\/\*\*\n \* Takes an order/,
        );
        await screenshot('lesson-page-without-course');
        await commands.executeCommand('notifications.clearAll');
        await commands.executeCommand('workbench.action.closeAllEditors');
      }
      await commands.executeCommand('itlab.startCourse', Uri.file(folder));
    });

    it('shows all lessons and exercises, none of them started', async () => {
      const lessons = api.courseView.getChildren();
      assert.equal(lessons.length, api.course.catalog.lessons.length);
      const exercises = lessons.flatMap((id) => api.courseView.getChildren(id));
      assert.deepEqual(
        exercises,
        allExercises(api.course.catalog).map(({ id }) => id),
      );
      for (const id of exercises) {
        assert.equal(api.courseView.getParent(id), called(id).lesson);
        assert.match(row(id).accessibilityInformation?.label ?? '', /^.+, not started$/);
      }
      for (const id of lessons)
        assert.match(row(id).accessibilityInformation?.label ?? '', /^\d+\. .+, 0 of \d+ complete$/);
      assert.equal(api.courseView.view.message, `0 of ${exercises.length} exercises complete`);
      assert.equal(api.courseStatus.text, `0 of ${exercises.length} exercises complete`);
    });

    it('goes on with the first exercise: its card, and its file', async () => {
      await commands.executeCommand('itlab.continue');
      const [first] = allExercises(api.course.catalog);
      assert.ok(first);
      assert.ok(window.activeTextEditor?.document.uri.fsPath.startsWith(join(folder, first.id)));
      assert.deepEqual(api.pages.openLessons, [first.lesson]);
      assert.equal(api.courseStatus.text, first.manifest.title);
      if (!page) return;
      await until('the card on the page', async () => {
        const top = await page.ask('evaluate', {
          selector: `[data-exercise="${first.id}"]`,
          part: 'webview',
          body: 'return element.getBoundingClientRect().top / element.ownerDocument.defaultView.innerHeight',
        });
        return typeof top === 'number' && top > -0.1 && top < 0.5 ? true : undefined;
      });
    });

    it('opens no third column for another exercise, and its page follows', async () => {
      // The page is on the left and the file, with the focus, on the right.
      assert.equal(window.tabGroups.all.length, 2);
      assert.equal(window.tabGroups.activeTabGroup.viewColumn, 2);
      await commands.executeCommand('itlab.openExercise', '05-file-system/file-manager');
      await until('the file', () =>
        window.activeTextEditor?.document.uri.fsPath.includes('file-manager') ? true : undefined,
      );
      assert.equal(window.activeTextEditor?.viewColumn, 2);
      assert.equal(window.tabGroups.all.length, 2);
      assert.ok(api.pages.openLessons.includes('05-file-system'));
      assert.equal(api.pages.column, 1);
      await screenshot('course-view-two-columns');
      await commands.executeCommand('workbench.action.closeAllEditors');
    });

    it('opens a page with a click on a lesson', async function () {
      if (!page) this.skip();
      await commands.executeCommand('itlab.course.focus');
      const title = called('04-http-api/users-api').lesson;
      assert.equal(title, '04-http-api');
      await page.ask('click', { selector: '.pane-body [role=treeitem][aria-label^="4. "]' });
      await until('the page', () => (api.pages.openLessons.includes('04-http-api') ? true : undefined));
    });

    it('asks for an exercise with one of the page in front chosen already', async function () {
      if (!page) this.skip();
      const asked = commands.executeCommand('itlab.checkIsolation');
      await until('an exercise of the page', async () => {
        const text = await page.ask('text', { selector: '.quick-input-list .monaco-list-row.focused' });
        return text.includes('04-http-api/users-api') ? true : undefined;
      });
      await commands.executeCommand('workbench.action.closeQuickOpen');
      await asked;
      await commands.executeCommand('workbench.action.closeAllEditors');
    });

    it('asks for an exercise with the one of the open file chosen already', async function () {
      if (!page) this.skip();
      await window.showTextDocument(Uri.file(suite));
      const asked = commands.executeCommand('itlab.checkIsolation');
      await until('the exercise of the file', async () => {
        const text = await page.ask('text', { selector: '.quick-input-list .monaco-list-row.focused' });
        return text.includes('02-database/repositories') ? true : undefined;
      });
      await commands.executeCommand('workbench.action.closeQuickOpen');
      await asked;
    });

    it('says the same of a poor grade in every place', async () => {
      assert.deepEqual(api.pages.openLessons, []);
      await commands.executeCommand('itlab.gradeExercise', '02-database/repositories');
      // The card is the answer, beside the file that keeps the focus.
      assert.deepEqual(api.pages.openLessons, ['02-database']);
      assert.equal(window.activeTextEditor?.document.uri.fsPath, suite);
      assert.notEqual(api.pages.column, window.activeTextEditor?.viewColumn);
      const faults = repositories().manifest.faults.length;
      await everywhere(verdictText(repositories(), api.states.get(repositories())), /In progress/);
      assert.match(String(row('02-database/repositories').description), new RegExp(`^0 of ${faults} faults`));
      await screenshot('course-view-poor');
    });

    it('says the same of a complete grade in every place, and counts it', async () => {
      const solution = join(repositories().folder, 'solution', 'tests', 'repositories.test.ts');
      writeFileSync(suite, `${readFileSync(solution, 'utf8')}// By me.\n`);
      writeFileSync(notes, 'What I try.\n');
      await commands.executeCommand('itlab.gradeExercise', '02-database/repositories');
      assert.equal(api.states.get(repositories()).grade?.complete, true);
      await everywhere('complete', /^\s*Complete\s*$/);
      assert.match(String(api.courseView.view.message), /^1 of /);
      assert.equal(row('02-database').description, '1/2');
      await screenshot('course-view-complete');
    });

    describe('in another window', () => {
      /** What another window builds from storage. */
      function nextWindow(memory: Memento = noMemory()): { states: ExerciseStates; close: () => void } {
        const progress = new LearnerProgress({
          file: new ProgressFile(api.progress.path),
          memory: { ...memory, get: memory.get.bind(memory), setKeysForSync: () => undefined },
          exercises: allExercises(api.course.catalog),
          log,
        });
        const storage = join(dirname(api.progress.path), 'results');
        const states = new ExerciseStates({ course: api.course, progress, storage, log });
        return {
          states,
          close: () => {
            states.dispose();
            progress.dispose();
          },
        };
      }

      before(() => api.progress.settled);

      it('says the same again', async () => {
        const next = nextWindow();
        assert.deepEqual(next.states.get(repositories()), api.states.get(repositories()));
        assert.equal(next.states.latest?.id, '02-database/repositories');
        next.close();
        api.states.restore();
        await everywhere('complete', /^\s*Complete\s*$/);
      });

      it('sees what another window has graded', async () => {
        const next = nextWindow();
        const exercise = called('01-unit-vs-integration/order-repository');
        next.states.begin(exercise);
        next.states.settle(exercise, {
          run: { passed: 2, failed: 1, errored: 0, pending: 0, message: null },
        });
        await until('the result here', () =>
          row(exercise.id).description === '2 passed, 1 failed' ? true : undefined,
        );
        next.close();
      });

      it('says that the files have changed meanwhile, and keeps what was achieved', async () => {
        writeFileSync(suite, `${readFileSync(suite, 'utf8')}\n// touched\n`);
        const next = nextWindow();
        assert.equal(next.states.get(repositories()).outdated, true);
        assert.equal(next.states.get(repositories()).completed, true);
        next.close();
        await until('the same here', () => (api.states.get(repositories()).outdated ? true : undefined));
        await everywhere('complete (edited since)', /Complete before\s+Outdated/);
        assert.equal(
          row('02-database/repositories').accessibilityInformation?.label,
          `${repositories().manifest.title}, complete (edited since)`,
        );
        assert.match(String(api.courseView.view.message), /^1 of /);
        await screenshot('course-view-edited');
      });

      it('does not take a run for a grade', async () => {
        await commands.executeCommand('itlab.runExercise', '02-database/repositories');
        const { run, outdated, runOutdated } = api.states.get(repositories());
        assert.deepEqual([run?.failed, outdated, runOutdated], [0, true, false]);
        // The run is about the files as they are, and the card's grade is not.
        await everywhere(`${run?.passed} passed`, /Complete before\s+Outdated/);
      });

      it('notices that the graded files are back', async () => {
        writeFileSync(suite, readFileSync(suite, 'utf8').replace('\n// touched\n', ''));
        await until('the grade to hold again', () =>
          api.states.get(repositories()).outdated ? undefined : true,
        );
        await everywhere('complete', /^\s*Complete\s*$/);
      });

      it('notices what changes in folders that were put in the place of others, as git does', async () => {
        const exercise = dirname(dirname(suite));
        const copy = join(root, 'copy');
        // Without a pause, so that VS Code begins to watch when all is there.
        cpSync(exercise, copy, { recursive: true });
        rmSync(exercise, { recursive: true });
        renameSync(copy, exercise);
        writeFileSync(suite, `${readFileSync(suite, 'utf8')}\n// touched\n`);
        await until('the grade to be old', () =>
          api.states.get(repositories()).outdated ? true : undefined,
        );
        writeFileSync(suite, readFileSync(suite, 'utf8').replace('\n// touched\n', ''));
        await until('the grade to hold again', () =>
          api.states.get(repositories()).outdated ? undefined : true,
        );
        // And the Testing view, what tests there are.
        const added = join(dirname(suite), 'added.test.ts');
        const labels = (): string[] => {
          const found: string[] = [];
          const visit = ({ label, children }: TestItem): void => {
            found.push(label);
            children.forEach(visit);
          };
          const item = api.testing.itemOf(repositories());
          if (item) visit(item);
          return found;
        };
        writeFileSync(added, "it('was added', () => undefined);\n");
        await until('the test', () => (labels().includes('was added') ? true : undefined));
        rmSync(added);
        await until('its end', () => (labels().includes('was added') ? undefined : true));
        await until('the grade to hold once more', () =>
          api.states.get(repositories()).outdated ? undefined : true,
        );
      });

      it('notices with the focus what nobody was told of, and the Testing view with it', async function () {
        if (!page) this.skip();
        // What is written by another name in another folder is told of there only, but for files that an editor or its
        // language watches by themselves.
        const elsewhere = join(mkdtempSync(join(tmpdir(), 'itlab-x-')), 'linked.md');
        linkSync(notes, elsewhere);
        // Time for what is told of the link itself.
        await new Promise((resolve) => setTimeout(resolve, 1000));
        const invalidated: string[] = [];
        const { controller } = api;
        const original = controller.invalidateTestResults.bind(controller);
        controller.invalidateTestResults = (items) => {
          invalidated.push(...[items ?? []].flat().map(({ id }) => id));
          original(items);
        };
        appendFileSync(elsewhere, 'touched\n');
        await focusAgain();
        await until('the grade to be old', () =>
          api.states.get(repositories()).outdated ? true : undefined,
        );
        await until('the results of tests to be old', () =>
          invalidated.includes(repositories().id) ? true : undefined,
        );
        controller.invalidateTestResults = original;
        writeFileSync(elsewhere, readFileSync(elsewhere, 'utf8').replace('touched\n', ''));
        await focusAgain();
        await until('the grade to hold again', () =>
          api.states.get(repositories()).outdated ? undefined : true,
        );
        await everywhere('complete', /^\s*Complete\s*$/);
      });
    });

    describe('the progress file', () => {
      it('keeps progress when the file is damaged, and tells of it', async () => {
        await api.progress.settled;
        writeFileSync(api.progress.path, '{"half":');
        await until('the file to be whole again', () => {
          const { progress, trouble } = parseProgress(readFileSync(api.progress.path, 'utf8'));
          return trouble === null && (progress.exercises.get('repositories')?.completedAt ?? null) !== null
            ? true
            : undefined;
        });
        if (!page) return;
        await commands.executeCommand('notifications.showList');
        const told = await page.ask('text', {
          selector: '.notification-list-item-message:has-text("of your progress")',
        });
        assert.match(told, /was damaged.*is kept as progress-kept-/);
        await screenshot('course-view-damaged');
        await commands.executeCommand('notifications.clearAll');
      });

      it('exports progress and imports it, without making anything worse', async () => {
        const elsewhere = mkdtempSync(join(tmpdir(), 'itlab-x-'));
        const file = join(elsewhere, 'mine.json');
        await commands.executeCommand('itlab.exportProgress', Uri.file(file));
        assert.equal(readFileSync(file, 'utf8'), progressText(api.progress.all));
        const at = '2026-01-01T08:00:00.000Z';
        writeFileSync(file, progressText(gained(noProgress, 'checkout', { startedAt: at, completedAt: at })));
        await commands.executeCommand('itlab.importProgress', Uri.file(file));
        assert.equal(row('10-checkout/checkout').description, 'complete before');
        assert.equal(row('02-database/repositories').description, 'complete');
        assert.match(String(api.courseView.view.message), /^2 of /);
        writeFileSync(file, 'no progress at all');
        const before = progressText(api.progress.all);
        const importing = commands.executeCommand('itlab.importProgress', Uri.file(file));
        if (page) {
          await commands.executeCommand('notifications.showList');
          const told = await page.ask('text', {
            selector: '.notification-list-item:has-text("Your progress is unchanged")',
          });
          assert.match(told, /Choose Another File/);
          await commands.executeCommand('notifications.clearAll');
          await importing;
        }
        assert.equal(progressText(api.progress.all), before);
      });
    });

    describe('above the tests of an exercise', () => {
      const lenses = async (): Promise<CodeLens[]> =>
        commands.executeCommand<CodeLens[]>('vscode.executeCodeLensProvider', Uri.file(suite), 100);
      const ours = async (): Promise<CodeLens[]> =>
        (await lenses()).filter(({ command }) => command?.command.startsWith('itlab.'));

      it('stand Run and Grade, where the tests are', async () => {
        await window.showTextDocument(Uri.file(suite));
        const found = await until('the lenses', async () => {
          const shown = await ours();
          return shown.length > 0 ? shown : undefined;
        });
        const lines = readFileSync(suite, 'utf8').split('\n');
        for (const { range, command } of found) {
          const line = lines[range.start.line] ?? '';
          assert.match(line, /^ *(describe|it)\(/);
          if (command?.title === 'Grade') assert.match(line, /^\S/, 'a grade is of the whole exercise');
        }
        const tests = lines.filter((line) => /^ *(describe|it)\(/.test(line)).length;
        assert.equal(found.filter(({ command }) => command?.title === 'Run').length, tests);
        if (page) {
          await until('the lenses of this file in the editor', async () => {
            const shown = await page.ask('count', {
              selector: '.editor-group-container.active .codelens-decoration',
            });
            return shown > 2 ? true : undefined;
          });
        }
        await screenshot('code-lenses');
      });

      it('run just that test', async () => {
        const found = (await ours()).filter(({ command }) => command?.title === 'Run').at(-1);
        assert.ok(found?.command);
        await commands.executeCommand(found.command.command, ...(found.command.arguments ?? []));
        assert.deepEqual(api.states.get(repositories()).run, {
          passed: 1,
          failed: 0,
          errored: 0,
          pending: 0,
          message: null,
        });
      });

      it('are gone when they are not wanted', async () => {
        const settings = workspace.getConfiguration('itlab');
        await settings.update('codeLens', false, ConfigurationTarget.Workspace);
        assert.deepEqual(await ours(), []);
        await settings.update('codeLens', undefined, ConfigurationTarget.Workspace);
        assert.notEqual((await ours()).length, 0);
      });
    });
  });
});

const afterReload = scenario(() => {
  describe('how an exercise stands after the window was reloaded', () => {
    before(async () => {
      const extension = extensions.getExtension<ExtensionApi>(
        'integration-testing-lab.integration-testing-lab',
      );
      assert.ok(extension);
      api = await extension.activate();
    });

    it('is what every place says at once', async () => {
      const state = api.states.get(repositories());
      assert.equal(state.grade?.complete, true);
      assert.equal(state.outdated, false);
      assert.match(String(api.courseView.view.message), /^2 of /);
      assert.equal(row('10-checkout/checkout').description, 'complete before', 'imported progress stays');
      assert.equal(api.courseStatus.text, `${repositories().manifest.title}: complete`);
      await everywhere('complete', /^\s*Complete\s*$/);
      await screenshot('course-view-reloaded');
    });

    it('is looked at with the focus, also where nobody was told of a change', async function () {
      if (!page) this.skip();
      appendFileSync(linked, 'touched\n');
      await focusAgain();
      await until('the results to be outdated', () =>
        api.states.get(repositories()).outdated ? true : undefined,
      );
      writeFileSync(linked, readFileSync(linked, 'utf8').replace('touched\n', ''));
      await focusAgain();
      await until('the results to hold', () => (api.states.get(repositories()).outdated ? undefined : true));
    });

    it('changes with the files', async () => {
      writeFileSync(suite, `${readFileSync(suite, 'utf8')}\n// touched\n`);
      await until('the results to be outdated', () =>
        api.states.get(repositories()).outdated ? true : undefined,
      );
      await everywhere('complete (edited since)', /Complete before\s+Outdated/);
    });

    it('is nothing where the course is gone', async () => {
      await workspace.fs.delete(Uri.file(join(folder, 'itlab.json')));
      await until('the course to be gone', () => (api.courseStatus.text === null ? true : undefined));
      assert.deepEqual(api.courseView.getChildren(), []);
      if (page) await page.ask('text', { selector: '.pane-body .welcome-view-content' });
    });
  });
});

export async function run(): Promise<void> {
  if (existsSync(reloaded)) return afterReload();
  await beforeReload();
  // On the desktop the run of the tests ends with the window.
  if (!page) return;
  // Then this is called again, in another process. When it is not, the host's time runs out.
  writeFileSync(reloaded, '');
  linkSync(notes, linked);
  await commands.executeCommand('workbench.action.reloadWindow');
  return new Promise(() => undefined);
}

function noMemory(): Memento {
  return { keys: () => [], get: () => undefined, update: () => Promise.resolve() };
}
