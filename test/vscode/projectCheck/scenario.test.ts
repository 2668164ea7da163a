import assert from 'node:assert/strict';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import {
  CancellationTokenSource,
  commands,
  extensions,
  languages,
  TestRunRequest,
  Uri,
  window,
  workspace,
  type TestItem,
} from 'vscode';
import type { ExtensionApi } from '../../../src/extension/extension.ts';
import { scenario, until } from '../../support/scenario.ts';
import { notification } from '../notifications.ts';
import { listenToRuns, type Told } from '../toldRuns.ts';
import { pageFrom } from '../../support/vscodeHost/pageBridgeClient.ts';

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
        .map(({ code, range }) => `${typeof code === 'string' ? code : ''} ${range.start.line + 1}`);
      assert.deepEqual(found.sort(), ['open-servers 21', 'order-dependence 7']);
    });

    it('is not checked by what runs all tests, which says so', async () => {
      const told: Told[] = [];
      listenToRuns(api.checkProfile.controller, (one) => told.push(one));
      void commands.executeCommand('workbench.view.testing.focus').then(undefined, () => undefined);
      await commands.executeCommand('testing.runAll');
      if (page) await notification(page, 'Nothing was run: the tests of your own project are run by mocha');
      assert.deepEqual(told, []);
    });

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
        await commands.executeCommand('testing.runAll');
        await commands.executeCommand('notifications.hideList');
        const tree = '.test-explorer-tree';
        await page.ask('click', { selector: `${tree} .monaco-tl-twistie.collapsed` });
        const label = `${tree} .label:has-text("fails")`;
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
