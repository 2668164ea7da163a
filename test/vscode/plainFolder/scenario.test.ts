import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { extensions, languages, Uri, window, workspace } from 'vscode';
import type { WindowApi } from '../../../src/extension/activation.ts';
import { scenario } from '../../support/scenario.ts';

export const run = scenario(() => {
  describe('a folder with TypeScript and without mocha', () => {
    it('gets nothing of the extension, also when a test file is opened', async () => {
      const folder = workspace.workspaceFolders?.[0]?.uri ?? Uri.file('/');
      for (const path of ['answer.ts', 'test/answer.test.ts']) {
        await window.showTextDocument(await workspace.openTextDocument(Uri.joinPath(folder, path)), {
          preview: false,
        });
      }
      // Long enough for every activation event of a start.
      await new Promise((resolve) => setTimeout(resolve, 5000));
      const extension = extensions.getExtension<WindowApi>('integration-testing-lab.integration-testing-lab');
      assert.ok(extension);
      // It has looked at the file, and that is all.
      assert.equal(extension.exports.usesCourse, false);
      assert.equal(extension.exports.checkProfile.controller.items.size, 0);
      const ours = languages
        .getDiagnostics()
        .filter(([, found]) => found.some(({ source }) => source === 'itlab'));
      assert.deepEqual(ours, []);
      if (process.platform === 'win32') return;
      const children = execFileSync('ps', ['-eo', 'ppid=,args='], { encoding: 'utf8' })
        .split('\n')
        .filter(
          (line) => line.trim().startsWith(`${process.pid} `) && /dist\/(runner|server)\.cjs/.test(line),
        );
      assert.deepEqual(children, []);
    });
  });
});
