import assert from 'node:assert/strict';
import { extensions, languages, Uri, window, workspace } from 'vscode';
import type { WindowApi } from '../../../src/extension/activation.ts';
import { scenario, until } from '../../support/scenario.ts';

export const run = scenario(() => {
  describe('a workspace with several packages', () => {
    const folder = workspace.workspaceFolders?.[0]?.uri ?? Uri.file('/');
    const suiteOf = (name: string): Uri => Uri.joinPath(folder, 'packages', name, 'test', 'rates.test.js');
    const reported = (name: string) =>
      languages.getDiagnostics(suiteOf(name)).filter(({ source }) => source?.startsWith('itlab'));
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
  });
});
