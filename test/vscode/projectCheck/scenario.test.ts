import assert from 'node:assert/strict';
import { readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import {
  CancellationTokenSource,
  CodeActionKind,
  commands,
  extensions,
  languages,
  Range,
  Selection,
  TestRunProfileKind,
  TestRunRequest,
  tests,
  Uri,
  window,
  workspace,
  type CodeAction,
  type Diagnostic,
  type TestItem,
} from 'vscode';
import type { ExtensionApi } from '../../../src/extension/extension.ts';
import { scenario, until } from '../../support/scenario.ts';
import { notification } from '../notifications.ts';
import { listenToRuns, type Told } from '../toldRuns.ts';
import { pageFrom, type Page } from '../../support/vscodeHost/pageBridgeClient.ts';

export const run = scenario(() => {
  describe('a mocha project of the user’s own', () => {
    const page = pageFrom(process.env);
    const folder = workspace.workspaceFolders?.[0]?.uri ?? Uri.file('/');
    const suite = Uri.joinPath(folder, 'test', 'settings.test.js');
    let api: ExtensionApi;

    before(async () => {
      const extension = extensions.getExtension<ExtensionApi>(
        'integration-testing-lab.integration-testing-lab',
      );
      assert.ok(extension);
      // As npm would have put it there: mocha with all it needs.
      const packages = join(extension.extensionPath, 'dist', 'toolchain', 'node_modules');
      symlinkSync(packages, join(folder.fsPath, 'node_modules'), 'junction');
      api = await extension.activate();
    });

    it('is checked by the command, with findings at their lines', async () => {
      await commands.executeCommand('itlab.checkProject', folder);
      const found = languages
        .getDiagnostics(suite)
        .map((one) => placed(one, readFileSync(suite.fsPath, 'utf8')));
      assert.deepEqual(found.sort(), ['open-servers 21:12 listen', 'order-dependence 7:3 it']);
      const dependence = languages.getDiagnostics(suite).find((one) => valueOf(one) === 'order-dependence');
      assert.deepEqual(
        dependence?.relatedInformation?.map(({ message, location }) => [message, location.range.start.line]),
        [["It depends on 'keeps what is set'", 10]],
      );
      const pages = languages
        .getDiagnostics(suite)
        .map(({ code }) => (typeof code === 'object' ? code.target.toString() : ''));
      assert.deepEqual(pages.sort(), ['itlab-rule:/order-dependent.md', 'itlab-rule:/unreleased-server.md']);
    });

    it('is one report where the parser says the same, with the test that shows it and the fix', async () => {
      const theme = Uri.joinPath(folder, 'test', 'theme.test.js');
      await window.showTextDocument(await workspace.openTextDocument(theme));
      const report = await until('the one report', () => {
        const [first, ...others] = languages.getDiagnostics(theme);
        return others.length === 0 && valueOf(first) === 'env-not-restored' ? first : undefined;
      });
      const proof = report.relatedInformation?.find(
        ({ message }) => message === "The check shows it: in 'is taken from the environment'",
      );
      assert.equal(proof?.location.range.start.line, 3);
      const offered = await commands.executeCommand<CodeAction[]>(
        'vscode.executeCodeActionProvider',
        theme,
        report.range,
        CodeActionKind.QuickFix.value,
      );
      assert.ok(offered.some(({ isPreferred }) => isPreferred));
      await commands.executeCommand('workbench.actions.view.problems');
      if (page) await page.ask('screenshot', { name: 'project-check-one-report' });
    });

    it('shows what was found by the command in the Testing view', async function () {
      if (!page) this.skip();
      await inTree(page, '[role="treeitem"][aria-label^="listens (Failed)"]');
      await page.ask('screenshot', { name: 'project-check-by-command' });
    });

    for (const { others, title } of [
      { others: false, title: 'alone' },
      { others: true, title: 'beside tests of another extension' },
    ]) {
      it(`is not checked by anything that runs tests without naming the check, ${title}`, async () => {
        const told: Told[] = [];
        const { controller, telling } = api.checkProfile;
        listenToRuns(controller, (one) => told.push(one));
        const other = others ? otherTests(suite) : undefined;
        if (other) {
          await until('the tests of the other', async () => {
            const all = await commands.executeCommand<string[]>('vscode.testing.getControllersWithTests');
            return all.includes('other') || undefined;
          });
        }
        const editor = await window.showTextDocument(suite);
        editor.selection = new Selection(6, 4, 6, 4);
        void commands.executeCommand('workbench.view.testing.focus').then(undefined, () => undefined);
        const ways = [
          'testing.runAll',
          'testing.runSelected',
          'testing.runCurrentFile',
          'testing.runAtCursor',
        ];
        try {
          for (const isDefault of [true, false]) {
            // As somebody does who makes the profiles of another extension the only default ones.
            telling.isDefault = isDefault;
            for (const way of ways) {
              if (way !== 'testing.runSelected') await window.showTextDocument(suite);
              await commands.executeCommand('notifications.clearAll');
              const before = other?.runs() ?? 0;
              await commands.executeCommand(way);
              if (other) {
                await until(`the other tests by ${way}`, () => (other.runs() > before ? true : undefined));
              } else if (page && way === 'testing.runAll') {
                await notification(page, 'Nothing was checked: the tests of your own project');
              }
            }
            if (page) {
              await page.ask('click', { selector: '.sidebar .title-actions .codicon-testing-run-all-icon' });
            }
          }
          // All but the one at the cursor are for our item, too.
          const ends = page ? 8 : 6;
          await until('the end of each run', () =>
            told.filter(({ what }) => what === 'end').length >= ends ? true : undefined,
          );
          assert.deepEqual(
            told.filter(({ what }) => what !== 'output' && what !== 'end'),
            [],
          );
          if (page && other) {
            await commands.executeCommand('notifications.showList');
            assert.equal(
              await page.ask('count', {
                selector: '.notification-list-item:has-text("Nothing was checked")',
              }),
              0,
            );
          }
        } finally {
          telling.isDefault = true;
          other?.dispose();
        }
      });
    }

    it('is an item of the Testing view, whose tests tell what was found in them', async () => {
      const { controller } = api.checkProfile;
      const told: Told[] = [];
      listenToRuns(controller, (one) => told.push(one));
      const items: TestItem[] = [];
      controller.items.forEach((item) => items.push(item));
      assert.equal(items.length, 1);
      const { token } = new CancellationTokenSource();
      await api.checkProfile.profile.runHandler(new TestRunRequest(), token);
      await until('the end of the check', () => (told.some(({ what }) => what === 'end') ? true : undefined));
      const of = (what: string): string[] =>
        told.filter((one) => one.what === what).map(({ label }) => label);
      assert.deepEqual(of('passed'), ['keeps what is set']);
      assert.deepEqual(of('failed').slice(0, 2), ['starts without any', 'listens']);
      assert.match(told.find(({ label }) => label === 'listens')?.text ?? '', /server/);
      assert.match(told.find(({ label }) => label === 'starts without any')?.text ?? '', /keeps what is set/);
      const located = told.filter(({ message }) => message?.location !== undefined);
      assert.deepEqual(located, [], 'what has a report at its line is not drawn there again');
      assert.match(told.find(({ label }) => label === 'listens')?.text ?? '', /settings\.test\.js#21%2C12\)/);
      await commands.executeCommand('notifications.hideList');
      assert.equal(
        await page?.ask('count', { selector: '.test-error-content-widget' }),
        page ? 0 : undefined,
      );
      assert.ok(told.some(({ what, text = '' }) => what === 'output' && text.includes('1 order dependence')));
      if (page) await page.ask('screenshot', { name: 'project-check' });
    });

    it('offers to open the file that does not load', async function () {
      if (!page) this.skip();
      const broken = Uri.joinPath(folder, 'test', 'broken.test.js');
      await workspace.fs.writeFile(broken, Buffer.from("it('is fine', () => {});\nconst { = 1;\n"));
      try {
        const result = await api.checks.start(folder);
        const [problem] = result?.problems ?? [];
        assert.deepEqual(problem?.at, { file: 'test/broken.test.js', line: 2 }, problem?.message);
        const message = await notification(page, 'Mocha runs nothing when a file fails to load.');
        await page.ask('screenshot', { name: 'project-check-broken' });
        await page.ask('click', { selector: `${message} .monaco-button:has-text("Open the File")` });
        const editor = await until('the file', () =>
          window.activeTextEditor?.document.uri.path === broken.path ? window.activeTextEditor : undefined,
        );
        assert.equal(editor.selection.active.line, 1);
      } finally {
        await workspace.fs.delete(broken);
      }
    });

    it('makes no link, no command and no icon of what the project says', async function () {
      if (!page) this.skip();
      const file = Uri.joinPath(folder, 'test', 'hostile.test.js');
      const write = (text: string) => workspace.fs.writeFile(file, Buffer.from(text));
      try {
        await write("throw new Error('locked. [Repair now](command:workbench.action.toggleZenMode)');\n");
        const result = await api.checks.start(folder);
        assert.match(result?.problems[0]?.message ?? '', /\[Repair now\]\(command:/);
        const message = await notification(page, 'locked. [Repair now]');
        assert.equal(
          await page.ask('count', { selector: `${message} .notification-list-item-message a` }),
          0,
        );

        await write("it('fails $(error)', () => {\n  throw new Error('as $(error) it is');\n});\n");
        await commands.executeCommand('itlab.checkProject', folder);
        await commands.executeCommand('notifications.hideList');
        const label = await inTree(page, '.label:has-text("fails")');
        const text = await page.ask('text', { selector: label });
        // With something in between that nobody sees.
        assert.match(text.replace('\u2060', ''), /^fails \$\(error\)/);
        assert.equal(await page.ask('count', { selector: `${label} .codicon` }), 0);
        await page.ask('screenshot', { name: 'project-check-hostile' });
      } finally {
        await workspace.fs.delete(file);
      }
    });
  });
});

/** Opens the Testing view, unfolds it and waits for something in it, whose selector is the answer. */
async function inTree(page: Page, inner: string): Promise<string> {
  const selector = `.test-explorer-tree ${inner}`;
  const folded = '.test-explorer-tree .monaco-tl-twistie.collapsed';
  await commands.executeCommand('workbench.view.testing.focus');
  await until(inner, async () => {
    if ((await page.ask('count', { selector })) > 0) return true;
    if ((await page.ask('count', { selector: folded })) > 0) await page.ask('click', { selector: folded });
    return undefined;
  });
  return selector;
}

/** Tests of a file as another extension has them, which pass at once. */
function otherTests(file: Uri): { readonly runs: () => number; readonly dispose: () => void } {
  const controller = tests.createTestController('other', 'Other Tests');
  const inFile = controller.createTestItem('file', 'settings.test.js', file);
  const test = controller.createTestItem('test', 'is theirs', file);
  test.range = new Range(6, 0, 8, 0);
  inFile.children.add(test);
  controller.items.add(inFile);
  let runs = 0;
  controller.createRunProfile(
    'Run',
    TestRunProfileKind.Run,
    (request) => {
      runs += 1;
      const run = controller.createTestRun(request);
      run.passed(test);
      run.end();
    },
    true,
  );
  return { runs: () => runs, dispose: () => controller.dispose() };
}

function valueOf(diagnostic?: Diagnostic): unknown {
  const code = diagnostic?.code;
  return typeof code === 'object' ? code.value : code;
}

/** The rule, the place from 1 on and the text there. */
function placed(diagnostic: Diagnostic, text: string): string {
  const { start, end } = diagnostic.range;
  const line = text.split('\n')[start.line] ?? '';
  return `${String(valueOf(diagnostic))} ${start.line + 1}:${start.character + 1} ${line.slice(start.character, end.character)}`;
}
