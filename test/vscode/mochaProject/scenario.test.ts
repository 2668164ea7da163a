import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { commands, extensions, languages, TabInputCustom, Uri, window, workspace } from 'vscode';
import type { ExtensionApi } from '../../../src/extension/extension.ts';
import { scenario, until } from '../../support/scenario.ts';
import { pageFrom } from '../../support/vscodeHost/pageBridgeClient.ts';

const id = 'integration-testing-lab.integration-testing-lab';

export const run = scenario(() => {
  describe('a window with a mocha project', () => {
    const folder = workspace.workspaceFolders?.[0]?.uri ?? Uri.file('/');
    const page = pageFrom(process.env);
    let api: ExtensionApi;

    before(async () => {
      await until(
        'the extension to wake by itself',
        () => extensions.getExtension(id)?.isActive || undefined,
      );
      api = extensions.getExtension<ExtensionApi>(id)?.exports ?? assert.fail();
    });

    it('gets what shows the project, and nothing else', async function () {
      if (process.platform === 'win32') this.skip();
      assert.equal(api.checkProfile.controller.items.size, 1);
      await new Promise((resolve) => setTimeout(resolve, 3000));
      assert.equal(api.usesCourse, false);
      assert.deepEqual(ownProcesses(), []);
    });

    it('gets the language server with the first test file', async () => {
      const suite = Uri.joinPath(folder, 'test/orders.test.js');
      await window.showTextDocument(suite);
      await until('a diagnostic', () => languages.getDiagnostics(suite)[0]);
      if (process.platform !== 'win32') assert.deepEqual(ownProcesses(), ['server.cjs']);
      assert.equal(api.usesCourse, false);
    });

    it('tells in the view of the course what can be done without one', async function () {
      if (!page) this.skip();
      await commands.executeCommand('workbench.view.extension.itlab');
      const welcome = '.sidebar .welcome-view-content';
      await page.ask('text', { selector: `${welcome} >> text=Open Lesson…` });
      const told = await page.ask('text', { selector: welcome });
      for (const way of ['Start the Course', 'Show First Steps', 'Open Folder…', 'Open Lesson…']) {
        assert.ok(told.includes(way), told);
      }
      await page.ask('screenshot', { name: 'course-view-empty' });
      await commands.executeCommand('workbench.view.explorer');
    });

    it('gets the course with the first command that needs it', async () => {
      const target = Uri.joinPath(folder, 'integration-testing-course');
      await commands.executeCommand('itlab.startCourse', target);
      assert.equal(api.usesCourse, true);
      assert.equal(api.course.folder, target.fsPath);
      assert.ok(api.controller.items.size > 0);
      // What was created is shown as a course, not as files.
      if (page)
        await page.ask('text', { selector: '.sidebar .monaco-list-row:has-text("Unit and integration")' });
    });

    it('opens the lesson that the page of a rule names', async function () {
      if (!page) this.skip();
      await commands.executeCommand('workbench.action.closeAllEditors');
      await commands.executeCommand('vscode.open', Uri.parse('itlab-rule:/real-network.md'));
      await page.ask('click', { selector: 'a:has-text("06-external-services")', part: 'webview' });
      await until('the lesson', () => api.pages.openLessons.includes('06-external-services') || undefined);
      // What the link leads to is no document that stays.
      await until('the end of the link', () => {
        const tabs = window.tabGroups.all.flatMap(({ tabs }) => tabs);
        return (
          tabs.every(({ input }) => !(input instanceof TabInputCustom) || input.uri.path.endsWith('.md')) ||
          undefined
        );
      });
      await page.ask('screenshot', { name: 'lesson-from-rule' });
    });
  });
});

/** Programs of the extension that this extension host has started. */
function ownProcesses(): string[] {
  return execFileSync('ps', ['-eo', 'ppid=,args='], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line.trim().startsWith(`${process.pid} `))
    .flatMap((line) => /dist\/(runner|server|attach)\.cjs/.exec(line)?.[0].replace('dist/', '') ?? []);
}
