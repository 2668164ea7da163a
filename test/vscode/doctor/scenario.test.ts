import assert from 'node:assert/strict';
import { existsSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { commands, ConfigurationTarget, env, extensions, workspace } from 'vscode';
import { scenario, until } from '../../support/scenario.ts';
import { pageFrom } from '../../support/vscodeHost/pageBridgeClient.ts';

export const run = scenario(() => {
  describe('the doctor', () => {
    const folder = workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
    const nock = join(folder, 'node_modules/nock');
    const page = pageFrom(process.env);
    const extension = extensions.getExtension('integration-testing-lab.integration-testing-lab');

    before(async function () {
      // Everything here is seen and pressed in the page.
      if (!page) this.skip();
      await until('the course', () => (extension?.isActive === true && existsSync(nock) ? true : undefined));
      // What is typed here must not go to the first lesson, which opens by itself and takes the focus.
      await page.ask('text', { selector: 'h1', part: 'webview' });
      // Not by `host.json`: in a window of a remote machine, such as a browser's, the settings of this side name
      // nothing there, and VS Code takes them away again a second after the start.
      await workspace
        .getConfiguration('itlab')
        .update('nodePath', '/nowhere/node', ConfigurationTarget.Global);
      await until('the setting', () =>
        workspace.getConfiguration('itlab').get('nodePath') === '/nowhere/node' ? true : undefined,
      );
      rmSync(nock);
      symlinkSync('/gone/node_modules/nock', nock, 'junction');
      void commands.executeCommand('itlab.doctor');
    });

    /** The list as it is shown, once `text` is among it. */
    const listWith = (text: string): Promise<string> =>
      until(`"${text}" in the list`, async () => {
        const shown = await page?.ask('evaluate', {
          selector: 'body',
          body: `const list = [...document.querySelectorAll('.quick-input-widget')].find((one) => one.style.display !== 'none');
            return list ? list.innerText.replaceAll('\\u00a0', ' ') : ''`,
        });
        return String(shown).includes(text) ? String(shown) : undefined;
      });
    const choose = async (text: string): Promise<void> => {
      await page?.ask('choose', { text });
    };

    it('says first what is wrong', async () => {
      const list = await listWith('/nowhere/node could not be started as Node');
      assert.match(list, /Doctor\. Problems: 1\. Warnings: 2\./);
      assert.match(list, /Missing in the course folder: package\.json/);
      assert.match(list, /nock\./);
      await page?.ask('screenshot', { name: 'doctor-ill' });
    });

    it('mends a setting', async () => {
      await choose('could not be started as Node');
      await listWith('Use the editor’s own Node');
      await page?.ask('screenshot', { name: 'doctor-choice' });
      await choose('editor’s own');
      await listWith('The setting itlab.nodePath is empty now');
      assert.equal(workspace.getConfiguration('itlab').get('nodePath'), '');
      await listWith('better-sqlite3 works');
    });

    it('mends a link', async () => {
      await choose('linked to a place');
      await listWith('Packages linked into');
      assert.equal(
        realpathSync(nock),
        realpathSync(join(extension?.extensionPath ?? '', 'dist/toolchain/node_modules/nock')),
      );
    });

    it('creates what is missing', async () => {
      await choose('Missing in the course folder');
      const list = await listWith('nothing is wrong');
      assert.match(list, /Files created in/);
      assert.ok(existsSync(join(folder, '02-database/repositories/src/users.ts')));
      await page?.ask('screenshot', { name: 'doctor-well' });
    });

    it('copies its report', async () => {
      await choose('Copy Report');
      await listWith('The report was copied');
      assert.match(await env.clipboard.readText(), /^✔ Node: Tests run on Node \d+/m);
      await page?.ask('press', { key: 'Escape' });
    });
  });
});
