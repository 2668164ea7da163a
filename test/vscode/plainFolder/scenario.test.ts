import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { extensions, languages, Uri, window, workspace } from 'vscode';
import type { DormantApi } from '../../../src/extension/activation.ts';
import type { WindowApi } from '../../../src/extension/window.ts';
import { scenario, until } from '../../support/scenario.ts';

export const run = scenario(() => {
  describe('a folder with TypeScript and without mocha', () => {
    it('gets nothing of the extension, also when a test file is opened', async () => {
      const folder = workspace.workspaceFolders?.[0]?.uri ?? Uri.file('/');
      const show = (path: string): Thenable<unknown> =>
        workspace
          .openTextDocument(Uri.joinPath(folder, path))
          .then((document) => window.showTextDocument(document, { preview: false }));
      const extension = extensions.getExtension<DormantApi & Partial<WindowApi>>(
        'integration-testing-lab.integration-testing-lab',
      );
      assert.ok(extension);
      await show('answer.ts');
      await until('the extension', () => extension.isActive || undefined);
      // Long enough for every activation event of a start.
      await new Promise((resolve) => setTimeout(resolve, 5000));
      assert.deepEqual(extension.exports, { isAwake: false, usesCourse: false });
      // Of a test it says at least why it says nothing.
      await show('test/answer.test.ts');
      await until('the rest of it', () => extension.exports.isAwake || undefined);
      await new Promise((resolve) => setTimeout(resolve, 2000));
      assert.equal(extension.exports.usesCourse, false);
      assert.equal(extension.exports.checkProfile?.controller.items.size, 0);
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
