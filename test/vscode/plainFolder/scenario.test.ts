import assert from 'node:assert/strict';
import { extensions, Uri, window, workspace } from 'vscode';
import { scenario } from '../../support/scenario.ts';

export const run = scenario(() => {
  describe('a folder with TypeScript and without mocha', () => {
    it('does not wake the extension, also when a test file is opened', async () => {
      const folder = workspace.workspaceFolders?.[0]?.uri ?? Uri.file('/');
      for (const path of ['answer.ts', 'test/answer.test.ts']) {
        await window.showTextDocument(await workspace.openTextDocument(Uri.joinPath(folder, path)), {
          preview: false,
        });
      }
      // Long enough for every activation event of a start.
      await new Promise((resolve) => setTimeout(resolve, 5000));
      const extension = extensions.getExtension('integration-testing-lab.integration-testing-lab');
      assert.ok(extension);
      assert.equal(extension.isActive, false);
    });
  });
});
