import assert from 'node:assert/strict';
import { join } from 'node:path';
import { commands, extensions, Uri, window, workspace } from 'vscode';
import { findExercise } from '../../../src/course/catalog.ts';
import type { ExtensionApi } from '../../../src/extension/extension.ts';
import { everythingVariable } from '../../support/vscodeHost/everything.ts';
import { halfWay, LessonPagesInWindow, themes } from '../../support/lessonPages.ts';
import { scenario, until } from '../../support/scenario.ts';
import { pageFrom } from '../../support/vscodeHost/pageBridgeClient.ts';

/** Every lesson page under every theme: what a person sees, hears and reaches by keyboard. */
export const run = scenario(() => {
  describe('the lesson pages', function () {
    this.timeout(300_000);
    const page = pageFrom(process.env);
    const folder = join(workspace.workspaceFolders?.[0]?.uri.fsPath ?? '', 'integration-testing-course');
    let api: ExtensionApi;
    let pages: LessonPagesInWindow;
    let seen: Awaited<ReturnType<LessonPagesInWindow['lookAtAll']>> | undefined;

    before(async () => {
      const extension = extensions.getExtension<ExtensionApi>(
        'integration-testing-lab.integration-testing-lab',
      );
      assert.ok(extension, 'the extension is installed');
      await commands.executeCommand('itlab.startCourse', Uri.file(folder));
      api = await extension.activate();
      await commands.executeCommand('workbench.action.closeSidebar');
      await commands.executeCommand('notifications.clearAll');
      if (page) pages = new LessonPagesInWindow(page, api);
    });

    it('open, each in a tab of its own', async () => {
      const ids = api.course.catalog.lessons.map(({ id }) => id);
      for (const id of ids) await commands.executeCommand('itlab.openLesson', id);
      assert.deepEqual(api.pages.openLessons, ids);
      await commands.executeCommand('workbench.action.closeAllEditors');
      await until('all of them to close', () => (api.pages.openLessons.length === 0 ? true : undefined));
    });

    // On the desktop there is no page to look into.
    if (!page) return;

    it('show no hint before it is asked for, then one at a time, by keyboard, and remember them', async () => {
      const exercise = findExercise(api.course.catalog, '03-isolation/registration');
      const [, survivor] = exercise.manifest.faults;
      assert.ok(survivor);
      const card = `[data-exercise="${exercise.id}"]`;
      const hint = `${card} [data-keep="hint-fault-2"]`;
      const steps = (): Promise<number> => pages.count(`${hint} .hint-steps > li`);
      const focused = (): Promise<unknown> =>
        pages.evaluate('main', 'return element.ownerDocument.activeElement.getAttribute("data-keep")');
      api.states.update(exercise, { grade: halfWay(exercise) });
      await pages.open('03-isolation');
      await pages.show(themes[0]);
      await until('the finding', async () => ((await pages.count(hint)) > 0 ? true : undefined));
      const html = String(
        await pages.evaluate('body', 'return element.ownerDocument.documentElement.outerHTML'),
      );
      assert.ok(
        !html.includes(survivor.symptom) && !html.includes(survivor.title),
        'nothing is told unasked',
      );

      // The survivor's column leads to its hints, which open at once.
      await pages.evaluate(`${card} [data-keep="column-fault-2"]`, 'element.focus()');
      await page.ask('press', { key: 'Enter' });
      await until('the first step', async () => ((await steps()) === 1 ? true : undefined));
      assert.equal(await focused(), 'hint-fault-2-summary', 'the summary is where the keyboard is');
      assert.match(
        String(await pages.evaluate('#announcer', 'return element.textContent')),
        /^Hint 1 of 3, Idea\. /,
      );
      for (const count of [2, 3]) {
        if (count === 2) await page.ask('press', { key: 'Tab' });
        await page.ask('press', { key: 'Enter' });
        await until(`step ${count}`, async () => ((await steps()) === count ? true : undefined));
        assert.equal(await focused(), 'hint-fault-2-next', 'the keyboard stays on the button');
      }
      assert.match(
        await page.ask('text', { selector: `${hint} .hint-next`, part: 'webview' }),
        /model answer/,
      );

      // A page that is opened anew shows them again, folded.
      await pages.open('03-isolation');
      await until('the steps from before', async () => ((await steps()) === 3 ? true : undefined));
      assert.equal(await pages.evaluate(hint, 'return element.open'), false);
    });

    it('are opened at a hint from the command palette, which shows one step more', async () => {
      const exercise = findExercise(api.course.catalog, '04-http-api/pagination');
      const own = `[data-exercise="${exercise.id}"] > .results > .hint`;
      for (const step of [1, 2]) {
        // At first the page is not there; then it is in sight already.
        if (step === 1) await commands.executeCommand('workbench.action.closeAllEditors');
        const done = commands.executeCommand('itlab.showHint', exercise.id);
        await page.ask('choose', { text: 'This exercise' });
        await done;
        await until(`step ${step} on the page`, async () =>
          (await pages.count(`${own}[open] .hint-steps > li`)) === step ? true : undefined,
        );
        const top = await pages.evaluate(own, 'return element.getBoundingClientRect().top / innerHeight');
        assert.ok(Number(top) >= 0 && Number(top) < 1, `in sight: ${String(top)}`);
      }
    });

    it('keep the place of the reader when a file is opened beside them', async () => {
      const exercise = findExercise(api.course.catalog, '02-database/repositories');
      const top = async (selector: string): Promise<number> =>
        Number(await pages.evaluate(selector, 'return element.getBoundingClientRect().top'));
      const width = async (): Promise<number> => Number(await pages.evaluate('html', 'return innerWidth'));
      for (const read of ['text', 'card']) {
        await commands.executeCommand('workbench.action.closeAllEditors');
        await pages.open('02-database');
        // Somewhere far down, where much text above can break elsewhere.
        const place =
          read === 'text'
            ? 'main > p:nth-last-of-type(3)'
            : `[data-exercise="${exercise.id}"] [data-command=open]`;
        await pages.evaluate(
          place,
          `element.scrollIntoView({ block: ${read === 'text' ? '"start"' : '"center"'} })`,
        );
        await until('the place', async () => ((await top(place)) < 600 ? true : undefined));
        const [before, wide] = [await top(place), await width()];
        if (read === 'text') await commands.executeCommand('itlab.openExercise', exercise.id);
        else await page.ask('click', { selector: place, part: 'webview' });
        await until('the page to be narrow', async () => ((await width()) < wide - 100 ? true : undefined));
        await until('the place to be where it was', async () =>
          Math.abs((await top(place)) - before) < 4 ? true : undefined,
        );
        assert.equal(window.tabGroups.all.length, 2);
      }
      await commands.executeCommand('workbench.action.closeAllEditors');
    });

    it('break no rule of axe-core under any theme, whatever their cards show', async () => {
      seen = await pages.lookAtAll({ allRules: everything, widths });
      assert.deepEqual(
        seen.violations.map(
          ({ lesson, theme, rule, nodes }) => `${lesson}, ${theme}: ${rule}\n${nodes.join('\n')}`,
        ),
        [],
      );
    });

    it('would be found out if they did', async () => {
      await pages.evaluate('main', 'element.querySelector("h2").style.color = "#bbb";');
      await pages.evaluate('main', 'element.querySelector(".exercise button").textContent = "";');
      await pages.show(themes[0]);
      const found = await pages.violations();
      assert.deepEqual(found.map(({ rule }) => rule).sort(), ['button-name', 'color-contrast']);
    });

    it('scroll in no page sideways, at twice the size and in a narrow column', () => {
      assert.deepEqual(seen?.sideways, []);
    });

    it('would be found out if they did that', async () => {
      await pages.evaluate('main', 'element.style.minWidth = "1300px";');
      const [column, content] = (await pages.evaluate(
        'html',
        'return [element.clientWidth, element.scrollWidth];',
      )) as [number, number];
      assert.ok(content > column);
    });
  });
});

/**
 * Widths of the window: half of 1280, which is what 200 % makes of it; and so narrow that the page gets 300 pixels.
 */
const widths = [640, 358];

/** Every theme gets all rules; else the rules that no theme can change are asked under one of them. */
const everything = process.env[everythingVariable] !== undefined;
