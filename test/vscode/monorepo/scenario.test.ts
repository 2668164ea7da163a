import assert from 'node:assert/strict';
import { commands, extensions, languages, Range, Uri, window, workspace } from 'vscode';
import type { WindowApi } from '../../../src/extension/window.ts';
import { scenario, until } from '../../support/scenario.ts';
import { pageFrom } from '../../support/vscodeHost/pageBridgeClient.ts';
import { notification } from '../notifications.ts';

export const run = scenario(() => {
  describe('a workspace with several packages', () => {
    const folder = workspace.workspaceFolders?.[0]?.uri ?? Uri.file('/');
    const suiteOf = (name: string): Uri =>
      Uri.joinPath(
        folder,
        'packages',
        ...(name === 'e2e' ? ['shop', 'e2e'] : [name, 'test']),
        'rates.test.js',
      );
    const reported = (name: string) =>
      languages.getDiagnostics(suiteOf(name)).filter(({ source }) => source?.startsWith('itlab'));
    const page = pageFrom(process.env);
    /** What the braces in the status bar say. */
    async function languageStatus(): Promise<string> {
      const braces = '.statusbar-item:has(.codicon-bracket), .statusbar-item[id="status.languageStatus"]';
      await page?.ask('click', { selector: braces });
      const text = await page?.ask('text', { selector: '.hover-language-status >> nth=0', timeoutMs: 5000 });
      await page?.ask('screenshot', { name: 'silence' });
      await page?.ask('press', { key: 'Escape' });
      return text ?? '';
    }
    const extension = extensions.getExtension<WindowApi>('integration-testing-lab.integration-testing-lab');

    it('reads no tests of a package without mocha', async () => {
      await window.showTextDocument(suiteOf('web'));
      await until('the extension to wake by itself', () => extension?.isActive || undefined);
      // Long enough for a server to start and answer.
      await new Promise((resolve) => setTimeout(resolve, 5000));
      assert.deepEqual(reported('web'), []);
      assert.equal(extension?.exports.usesCourse, false);
    });

    it('reads those of a package with mocha as soon as one is opened', async () => {
      await window.showTextDocument(suiteOf('shop'));
      const [found] = await until('the report', () => {
        const all = reported('shop');
        return all.length > 0 ? all : undefined;
      });
      assert.match(found?.message ?? '', /never closed/);
    });

    it('reads them whatever they are called, and wherever they lie', async () => {
      for (const path of [
        'test/totals.js',
        'checks/test-totals.js',
        'lib/selfcheck.cjs',
        'ui/total_test.tsx',
      ]) {
        const file = Uri.joinPath(folder, 'packages', 'shop', ...path.split('/'));
        await window.showTextDocument(file);
        const found = await until(`the report on ${path}`, () => {
          const own = languages.getDiagnostics(file).filter(({ source }) => source?.startsWith('itlab'));
          return own.length > 0 ? own : undefined;
        });
        assert.match(found[0]?.message ?? '', /never closed/, path);
      }
    });

    it('reads a script as soon as it is saved with a test in it, and a helper never', async () => {
      const file = Uri.joinPath(folder, 'packages', 'shop', 'test', 'support', 'open.js');
      const editor = await window.showTextDocument(file);
      const own = () => languages.getDiagnostics(file).filter(({ source }) => source?.startsWith('itlab'));
      await new Promise((resolve) => setTimeout(resolve, 2000));
      assert.deepEqual(own(), []);
      const test =
        "\nit('opens', () => {\n  const db = new Database(':memory:');\n  db.prepare('SELECT 1').get();\n});\n";
      await editor.edit((edit) =>
        edit.insert(editor.document.lineAt(editor.document.lineCount - 1).range.end, test),
      );
      await editor.document.save();
      await until('the report', () => own().some(({ message }) => /never closed/.test(message)) || undefined);
    });

    it('reads no more of one without mocha from then on, and says why', async function () {
      await commands.executeCommand('workbench.action.closeAllEditors');
      for (const [name, why] of [
        ['web', 'the tests are run by Jest'],
        ['e2e', 'the tests are run by node:test'],
      ] as const) {
        await window.showTextDocument(suiteOf(name), { preview: false });
        // Everything that the server knows by now it would have been asked.
        await commands.executeCommand(
          'vscode.executeCodeActionProvider',
          suiteOf(name),
          new Range(3, 0, 3, 0),
        );
        await new Promise((resolve) => setTimeout(resolve, 2000));
        assert.deepEqual(reported(name), []);
        if (page) assert.match(await languageStatus(), new RegExp(why));
      }
      await window.showTextDocument(suiteOf('shop'));
      await until('the report', () => (reported('shop').length > 0 ? true : undefined));
      if (page) assert.doesNotMatch(await languageStatus(), /Integration Testing Lab/);
    });

    it('says of a check there that it is not for it', async function () {
      if (!page) this.skip();
      await commands.executeCommand('itlab.checkProject', suiteOf('web'));
      const message = await notification(page, 'are run by Jest');
      assert.doesNotMatch(await page.ask('text', { selector: message }), /install/);
    });
  });
});
