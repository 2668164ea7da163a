import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { commands, extensions, TabInputWebview, Uri, window, workspace, type Tab } from 'vscode';
import type { ExtensionApi } from '../../../src/extension/extension.ts';
import { scenario, until } from '../../support/scenario.ts';
import { pageFrom } from '../../support/vscodeHost/pageBridgeClient.ts';

/**
 * The window is reloaded for real: VS Code ends this extension host and starts the scenario anew in the next one,
 * which finds what the first wrote down. Only its results count.
 */
export const run = scenario(() => {
  describe('a lesson page when the window is reloaded', function () {
    const page = pageFrom(process.env);
    const root = workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
    const folder = join(root, 'integration-testing-course');
    const notes = join(root, 'before-the-reload.json');

    const scrolled = async (): Promise<number> =>
      Number(
        await page?.ask('evaluate', {
          selector: 'body[data-lesson="02-database"]',
          part: 'webview',
          body: 'return element.ownerDocument.defaultView.scrollY',
        }),
      );
    const hintSteps = (): Promise<number> | undefined =>
      page?.ask('count', {
        selector: '[data-exercise$="repositories"] > .results > .hint .hint-steps > li',
        part: 'webview',
      });

    if (!existsSync(notes)) {
      it('is left in the middle, with a hint shown', async function () {
        await commands.executeCommand('itlab.startCourse', Uri.file(folder));
        await commands.executeCommand('workbench.action.closeAllEditors');
        await commands.executeCommand('itlab.openLesson', '02-database');
        await until('the page', lessonTab);
        // On the desktop there is no page to look into, and the run of its tests ends with the window.
        if (!page) return;
        const hint = '[data-exercise$="repositories"] > .results > .hint';
        await page.ask('click', { selector: `${hint} > summary`, part: 'webview' });
        await until('the first step', async () => ((await hintSteps()) === 1 ? true : undefined));
        await page.ask('evaluate', {
          selector: 'body',
          part: 'webview',
          body: 'element.ownerDocument.defaultView.scrollTo({ top: 1234, behavior: "instant" })',
        });
        // The page saves a place once the reader rests there.
        await new Promise((resolve) => setTimeout(resolve, 1000));
        const place = await scrolled();
        assert.ok(place > 1000, `scrolled to ${place}`);
        writeFileSync(notes, JSON.stringify({ place, pid: process.pid }));
        this.timeout(120_000);
        await commands.executeCommand('workbench.action.reloadWindow');
        await new Promise((resolve) => setTimeout(resolve, 110_000));
        assert.fail('The window was not reloaded.');
      });
      return;
    }

    const before = JSON.parse(readFileSync(notes, 'utf8')) as { place: number; pid: number };

    it('comes back by itself', async () => {
      assert.notEqual(process.pid, before.pid, 'this is another extension host');
      const tab = await until('the page', lessonTab);
      const extension = extensions.getExtension<ExtensionApi>(
        'integration-testing-lab.integration-testing-lab',
      );
      const api = await extension?.activate();
      await until('the page to be filled', () =>
        api?.pages.openLessons.includes('02-database') === true ? true : undefined,
      );
      assert.equal(tab.label, api?.course.catalog.lessons[1]?.title);
    });

    it('is scrolled to where it was', async () => {
      await until('the place', async () =>
        Math.abs((await scrolled()) - before.place) < 60 ? true : undefined,
      );
    });

    it('still has the hint that was shown, and none more', async () => {
      await until('the hint', async () => ((await hintSteps()) === 1 ? true : undefined));
    });

    it('counts as read among the first steps, and the course as started', async function () {
      if (!page) this.skip();
      // As its page of welcome, or the palette, opens them: nothing of ours knows when.
      await commands.executeCommand(
        'workbench.action.openWalkthrough',
        'integration-testing-lab.integration-testing-lab#itlab.firstSteps',
      );
      const isTaken = (number: number): Promise<number> =>
        page.ask('count', {
          selector: `.getting-started-step >> nth=${number} >> .codicon-getting-started-step-checked`,
        });
      await until('both steps', async () =>
        (await isTaken(0)) > 0 && (await isTaken(1)) > 0 ? true : undefined,
      );
      assert.equal(await isTaken(2), 0);
      await page.ask('screenshot', { name: 'steps-after-reload' });
    });
  });
});

function lessonTab(): Tab | undefined {
  return window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .find(({ input }) => input instanceof TabInputWebview && input.viewType.endsWith('itlab.lesson'));
}
