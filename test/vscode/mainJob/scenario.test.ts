import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  CodeActionKind,
  commands,
  extensions,
  languages,
  Uri,
  window,
  workspace,
  TabInputWebview,
  type CodeAction,
  type Diagnostic,
  type TestItem,
  type TestItemCollection,
} from 'vscode';
import { findExercise } from '../../../src/course/catalog.ts';
import type { ExtensionApi } from '../../../src/extension/extension.ts';
import { scenario, until } from '../../support/scenario.ts';
import { pageFrom } from '../../support/vscodeHost/pageBridgeClient.ts';

/** The whole way of one learner. Each step needs the one before, so the first failure ends it. */
export const run = scenario(() => {
  describe('from starting the course to a clean, complete exercise', () => {
    const page = pageFrom(process.env);
    const folder = join(workspace.workspaceFolders?.[0]?.uri.fsPath ?? '', 'integration-testing-course');
    const suite = join(folder, '02-database', 'repositories', 'tests', 'repositories.test.ts');
    const suiteUri = Uri.file(suite);
    let api: ExtensionApi;

    const repositories = () => findExercise(api.course.catalog, '02-database/repositories');
    const state = () => api.states.get(repositories());
    const leaks = (): Diagnostic[] =>
      languages.getDiagnostics(suiteUri).filter((diagnostic) => codeOf(diagnostic) === 'unreleased-db');

    async function screenshot(name: string): Promise<void> {
      await page?.ask('screenshot', { name });
    }

    it('starts the course by its command, and changes no file that was there', async () => {
      const extension = extensions.getExtension<ExtensionApi>(
        'integration-testing-lab.integration-testing-lab',
      );
      assert.ok(extension, 'the extension is installed');
      if (page) {
        const done = commands.executeCommand('itlab.startCourse');
        // The place offered first is a folder in the open workspace.
        await page.ask('choose', { text: 'integration-testing-course' });
        await done;
      } else {
        await commands.executeCommand('itlab.startCourse', Uri.file(folder));
      }
      api = await extension.activate();
      assert.equal(readFileSync(join(folder, 'README.md'), 'utf8'), 'My own notes, which were here first.\n');
      assert.match(readFileSync(suite, 'utf8'), /openDatabase/);
    });

    it('opens the page of the first lesson', async () => {
      const tab = await until('the lesson page', () =>
        window.tabGroups.all
          .flatMap(({ tabs }) => tabs)
          .find(({ input }) => input instanceof TabInputWebview && input.viewType.endsWith('itlab.lesson')),
      );
      const [first] = api.course.catalog.lessons;
      assert.equal(tab.label, first?.title);
      if (!page) return;
      assert.equal(await page.ask('text', { selector: 'h1', part: 'webview' }), first?.title);
      assert.equal(await page.ask('count', { selector: 'section.exercise', part: 'webview' }), 2);
    });

    it('shows lesson, exercise, suite and test in the Testing view', async () => {
      await Promise.all(
        api.course.catalog.lessons.flatMap(({ exerciseList }) =>
          exerciseList.map((one) => api.testing.resolve(one)),
        ),
      );
      const shown = treeOf(api.controller.items);
      const exercise = repositories();
      assert.ok(shown.includes('2. ' + lessonTitle(api, '02-database')), shown.join('\n'));
      assert.ok(shown.includes(`  ${exercise.manifest.title}`), shown.join('\n'));
      assert.ok(
        shown.some((line) => /^ {6}\S/.test(line)),
        'tests lie below suites',
      );
    });

    it('runs the starter from the Testing view: green', async () => {
      await commands.executeCommand('itlab.openLesson', '02-database');
      await commands.executeCommand('itlab.runExercise', '02-database/repositories');
      assert.deepEqual(state().run, { passed: 1, failed: 0, errored: 0, pending: 0, message: null });
    });

    it('grades the starter: not complete', async () => {
      await commands.executeCommand('itlab.gradeExercise', '02-database/repositories');
      assert.equal(state().grade?.complete, false);
      assert.equal(state().grade?.faults.filter(({ caught }) => caught).length, 0);
      assert.deepEqual(state().faultTitles, {}, 'faults that survive keep their names to themselves');
      await showCard();
      await screenshot('starter-graded');
    });

    it('grades the solution: complete, with the kill matrix', async () => {
      const solution = join(repositories().folder, 'solution', 'tests', 'repositories.test.ts');
      writeFileSync(suite, readFileSync(solution));
      await commands.executeCommand('itlab.gradeExercise', '02-database/repositories');
      const { grade } = state();
      assert.deepEqual(grade?.problems, []);
      assert.deepEqual(grade?.hygiene, []);
      assert.equal(grade?.complete, true);
      assert.equal(
        treeOf(api.controller.items).filter(
          (line) => /^ {6}/.test(line) && /user|order|total|database/i.test(line),
        ).length > 5,
        true,
      );
      if (!page) return;
      await showCard();
      await until('the matrix on the page', async () =>
        (await page.ask('count', { selector: '[data-exercise$="repositories"] table', part: 'webview' })) ===
        1
          ? true
          : undefined,
      );
      await screenshot('solution-graded');
    });

    it('explains a database left open, at its line', async () => {
      const document = await workspace.openTextDocument(suiteUri);
      await until('the solution in the editor', () =>
        document.getText().includes('db.close();') ? true : undefined,
      );
      const closing = document
        .getText()
        .split('\n')
        .flatMap((line, index) => (line === '    db.close();' ? [index] : []));
      assert.equal(closing.length, 1, 'the solution closes its database in one place');
      const editor = await window.showTextDocument(document);
      await editor.edit((edit) => edit.delete(document.lineAt(closing[0] ?? 0).rangeIncludingLineBreak));
      await document.save();
      await until('the diagnostic', () => (leaks().length > 0 ? true : undefined));
      // The disk may tell of the save only after the run, which clears what the run found: then it is run again.
      await until('the finding of a run', async () => {
        await commands.executeCommand('itlab.runExercise', '02-database/repositories');
        const [leak] = leaks();
        return leak?.relatedInformation?.some(({ message }) =>
          message.startsWith('The last run shows it: in '),
        );
      });
      assert.equal(languages.getDiagnostics(suiteUri).length, 1, 'the run and the parser make one report');
      await screenshot('leak');
    });

    it('mends it by the quick fix, and runs clean', async () => {
      const [leak] = leaks();
      assert.ok(leak);
      const offered = await commands.executeCommand<CodeAction[]>(
        'vscode.executeCodeActionProvider',
        suiteUri,
        leak.range,
        CodeActionKind.QuickFix.value,
        20,
      );
      const fix = offered.find((action) => action.isPreferred);
      assert.ok(fix?.edit, `no preferred fix among: ${offered.map(({ title }) => title).join(', ')}`);
      assert.ok(await workspace.applyEdit(fix.edit));
      await workspace.saveAll();
      await until('the diagnostic to go', () => (leaks().length === 0 ? true : undefined));
      await commands.executeCommand('itlab.gradeExercise', '02-database/repositories');
      assert.deepEqual(state().grade?.hygiene, []);
      assert.equal(state().grade?.complete, true);
      assert.deepEqual(
        languages.getDiagnostics(suiteUri).map(({ message }) => message),
        [],
      );
    });

    it('shows the same on the lesson page', async () => {
      if (!page) return;
      await commands.executeCommand('itlab.openLesson', '02-database');
      // The page is drawn anew when it comes back to the front, and then asks for the state.
      await until('the card to be complete', async () => {
        const card = await page.ask('text', { selector: '[data-exercise$="repositories"]', part: 'webview' });
        return /Complete/.test(card) && /12 \/ 12/.test(card) ? true : undefined;
      });
    });

    it('inserts a database fixture', async () => {
      const file = Uri.file(join(folder, '02-database', 'repositories', 'tests', 'fixture.test.ts'));
      writeFileSync(file.fsPath, "describe('mine', () => {\n  \n});\n");
      const document = await workspace.openTextDocument(file);
      await window.showTextDocument(document);
      const action = await until('the action', async () => {
        const offered = await commands.executeCommand<CodeAction[]>(
          'vscode.executeCodeActionProvider',
          file,
          document.lineAt(1).range,
          undefined,
          20,
        );
        return offered.find(({ title }) => /database fixture/i.test(title));
      });
      assert.ok(action.edit && (await workspace.applyEdit(action.edit)));
      assert.match(
        document.getText(),
        /before(Each)?\(\(\) => \{[\s\S]*new Database\(':memory:'\)[\s\S]*\.close\(\)/,
      );
    });

    async function showCard(): Promise<void> {
      if (!page) return;
      await commands.executeCommand('itlab.openLesson', '02-database');
      await page.ask('evaluate', {
        selector: '[data-exercise$="repositories"]',
        part: 'webview',
        body: 'element.scrollIntoView()',
      });
    }
  });
});

function codeOf({ code }: Diagnostic): unknown {
  return typeof code === 'object' ? code.value : code;
}

function lessonTitle(api: ExtensionApi, id: string): string {
  return api.course.catalog.lessons.find((lesson) => lesson.id === id)?.title ?? '';
}

/** The labels of a tree, indented by two spaces a level. */
function treeOf(items: TestItemCollection, indent = ''): string[] {
  const lines: string[] = [];
  const visit = (item: TestItem): void => {
    lines.push(indent + item.label, ...treeOf(item.children, `${indent}  `));
  };
  items.forEach(visit);
  return lines;
}
