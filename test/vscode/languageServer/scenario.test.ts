import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  commands,
  extensions,
  languages,
  Position,
  TabInputCustom,
  Uri,
  window,
  workspace,
  type Diagnostic,
  type TextEditor,
} from 'vscode';
import { scenario, until } from '../../support/scenario.ts';
import { pageFrom } from '../../support/vscodeHost/pageBridgeClient.ts';

export const run = scenario(() => {
  describe('the language server in the editor', () => {
    const page = pageFrom(process.env);
    const folder = workspace.workspaceFolders?.[0]?.uri ?? Uri.file('/');
    const suite = Uri.joinPath(folder, 'test', 'orders.test.js');
    let editor: TextEditor;
    /** Of the report, from 0. */
    let line = 6;

    const open = (): Diagnostic | undefined =>
      languages.getDiagnostics(suite).find(({ code }) => codeOf(code) === 'unreleased-db');

    /** The extension host forked it, and no other program of this machine has this parent. */
    function serverProcess(): number | undefined {
      try {
        const found = execFileSync('pgrep', ['-P', String(process.pid), '-f', 'server.cjs'], {
          encoding: 'utf8',
        });
        return Number(found.trim().split('\n')[0]);
      } catch {
        return undefined;
      }
    }

    async function killServer(): Promise<void> {
      const pid = await until('a running server', serverProcess);
      process.kill(pid, 'SIGKILL');
      await until('its end', () => (serverProcess() === pid ? undefined : true));
    }

    /** Inserts a line at the top and waits until the report has followed. */
    async function moveDown(): Promise<void> {
      await editor.edit((change) => {
        change.insert(new Position(0, 0), '\n');
      });
      line += 1;
      await until(`the report in line ${line}`, () => (open()?.range.start.line === line ? true : undefined));
    }

    before(async () => {
      await extensions.getExtension('integration-testing-lab.integration-testing-lab')?.activate();
      editor = await window.showTextDocument(suite);
    });

    it('reports, with a page that opens without a network', async () => {
      const diagnostic = await until('the report', open);
      const { code } = diagnostic;
      assert.ok(typeof code === 'object');
      const opened = await workspace.openTextDocument(code.target);
      assert.match(opened.getText(), /^# A database is opened and never closed/);
      // As the link of a diagnostic does.
      await commands.executeCommand('vscode.open', code.target);
      const { activeTab } = window.tabGroups.activeTabGroup;
      assert.ok(activeTab?.input instanceof TabInputCustom, 'the page is shown, not its Markdown');
      if (page) {
        const title = await page.ask('text', { selector: 'h1', part: 'webview' });
        assert.equal(title, 'A database is opened and never closed');
        await page.ask('screenshot', { name: 'rule-page' });
      }
      editor = await window.showTextDocument(suite);
    });

    it('is there again after a crash, and knows what is not saved', async () => {
      await moveDown();
      assert.equal(editor.document.isDirty, true);
      await killServer();
      await moveDown();
    });

    it('stays off after a few crashes, and says so with a button', async function () {
      if (!page) this.skip();
      for (let crash = 2; crash <= 4; crash += 1) {
        await killServer();
        if (crash < 4) await moveDown();
      }
      // Behind the bell: what is told while nobody looks does not pop up.
      await commands.executeCommand('notifications.showList');
      const message = await page.ask('text', { selector: '.notification-list-item-message' });
      assert.match(message, /ended 4 times in a short while, so it stays off\. Your files are not affected/);
      assert.equal(serverProcess(), undefined);
      await page.ask('screenshot', { name: 'server-stays-off' });
      await page.ask('click', { selector: '.notification-list-item .monaco-button' });
      await until('a running server', serverProcess);
      await moveDown();
      await commands.executeCommand('workbench.action.files.revert');
    });
  });
});

function codeOf(code: Diagnostic['code']): unknown {
  return typeof code === 'object' ? code.value : code;
}
