import assert from 'node:assert/strict';
import { cpSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { commands, extensions, languages, Uri, window, workspace } from 'vscode';
import type { ExtensionApi } from '../../../src/extension/extension.ts';
import { notification } from '../notifications.ts';
import { scenario, until } from '../../support/scenario.ts';
import { pageFrom } from '../../support/vscodeHost/pageBridgeClient.ts';

export const run = scenario(() => {
  describe('a workspace that is not trusted', () => {
    const folder = workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
    const page = pageFrom(process.env);
    let api: ExtensionApi;

    before(async () => {
      assert.equal(workspace.isTrusted, false);
      const extension = extensions.getExtension<ExtensionApi>(
        'integration-testing-lab.integration-testing-lab',
      );
      assert.ok(extension, 'the extension is there, with less to offer');
      api = await extension.activate();
    });

    it('finds the course and its tests without running them', async () => {
      const exercise = api.course.catalog.lessons[1]?.exerciseList[0];
      assert.ok(exercise);
      await api.testing.resolve(exercise);
      const labels: string[] = [];
      api.controller.items.forEach((lesson) =>
        lesson.children.forEach((one) => one.children.forEach(({ label }) => labels.push(label))),
      );
      assert.deepEqual(labels, ['runs']);
    });

    it('runs nothing, however it is asked', async () => {
      void commands.executeCommand('itlab.runExercise', '02-database/repositories');
      void commands.executeCommand('itlab.gradeExercise', '02-database/repositories');
      void commands.executeCommand('testing.runAll');
      // Long enough for a run to have written its file.
      await new Promise((resolve) => setTimeout(resolve, 3000));
      assert.equal(existsSync(join(folder, 'ran.txt')), false);
      const exercise = api.course.catalog.lessons[1]?.exerciseList[0];
      assert.ok(exercise);
      assert.equal(api.states.get(exercise).run, null);
      assert.equal(api.states.get(exercise).grade, null);
    });

    it('links nothing into the folder', () => {
      assert.equal(existsSync(join(folder, 'node_modules')), false);
    });

    it('does not compile a schema of lessons', async () => {
      const extension = extensions.getExtension('integration-testing-lab.integration-testing-lab');
      assert.ok(extension);
      const lesson = join(folder, 'lessons/03-isolation');
      mkdirSync(lesson, { recursive: true });
      cpSync(join(extension.extensionPath, 'lessons/schema'), join(folder, 'lessons/schema'), {
        recursive: true,
      });
      writeFileSync(join(lesson, 'lesson.md'), '---\nid: 03-isolation\n---\n');
      const page = await workspace.openTextDocument(Uri.file(join(lesson, 'lesson.md')));
      await window.showTextDocument(page);
      // Pages are looked at when they are opened.
      await new Promise((resolve) => setTimeout(resolve, 1000));
      assert.deepEqual(languages.getDiagnostics(page.uri), []);
    });

    it('lets the doctor tell, and mend nothing', async function () {
      if (!page) this.skip();
      void commands.executeCommand('itlab.doctor');
      const shown = (): Promise<unknown> =>
        page.ask('evaluate', {
          selector: 'body',
          body: `const list = [...document.querySelectorAll('.quick-input-widget')].find((one) => one.style.display !== 'none');
            return list ? list.innerText.replaceAll('\\u00a0', ' ') : ''`,
        });
      const list = await until('the list', async () => {
        const text = String(await shown());
        return text.includes('The workspace is not trusted') ? text : undefined;
      });
      assert.match(list, /Not looked at, because the workspace is not trusted/);
      await page.ask('screenshot', { name: 'doctor-untrusted' });
      await page.ask('choose', { text: 'Missing in the course folder' });
      await until(
        'the refusal',
        async () =>
          String(await shown()).includes('Nothing is mended in a workspace that is not trusted') || undefined,
      );
      assert.equal(existsSync(join(folder, 'node_modules')), false);
      assert.equal(existsSync(join(folder, 'package.json')), false);
      await page.ask('press', { key: 'Escape' });
    });

    it('shows the lesson page, with its buttons switched off', async () => {
      await commands.executeCommand('itlab.openLesson', '02-database');
      if (!page) return;
      const grade = '[data-exercise$="repositories"] [data-command="grade"]';
      await until('the button to be switched off', async () => {
        const state = await page.ask('evaluate', {
          selector: grade,
          part: 'webview',
          body: "return element.getAttribute('aria-disabled')",
        });
        return state === 'true' ? true : undefined;
      });
      assert.equal(
        (await page.ask('count', { selector: '[data-keep="manage-trust"]', part: 'webview' })) > 0,
        true,
      );
      // Neither does an example run, also when the page asks for it all the same.
      const example = '[data-example-command="run"]';
      await page.ask('evaluate', {
        selector: `${example}[aria-disabled="true"]`,
        part: 'webview',
        body: "element.removeAttribute('aria-disabled'); element.click();",
      });
      await notification(page, 'Tests run only in a trusted workspace. The lesson pages can be read.');
      assert.equal(await page.ask('count', { selector: '.example-result > *', part: 'webview' }), 0);
    });
  });
});
