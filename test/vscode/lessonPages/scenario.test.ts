import assert from 'node:assert/strict';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  commands,
  env,
  extensions,
  Selection,
  TabInputTextDiff,
  Uri,
  ViewColumn,
  window,
  workspace,
} from 'vscode';
import { allExercises, findExercise } from '../../../src/course/catalog.ts';
import type { ExtensionApi } from '../../../src/extension/extension.ts';
import { everything } from '../../support/vscodeHost/everything.ts';
import { halfWay, LessonPagesInWindow, themes, wholeGrade } from '../../support/lessonPages.ts';
import { scenario, until } from '../../support/scenario.ts';
import { notification } from '../notifications.ts';
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

    it('open a caught fault as a difference from its column, by keyboard, and never one that survived', async () => {
      const exercise = findExercise(api.course.catalog, '03-isolation/registration');
      const grade = halfWay(exercise);
      const caught = grade.faults.find((fault) => fault.caught);
      const survivor = grade.faults.find((fault) => !fault.caught);
      assert.ok(caught && survivor);
      api.states.update(exercise, { grade });
      await pages.open('03-isolation');
      const column = `[data-exercise="${exercise.id}"] [data-keep="column-caught-${caught.id}"]`;
      await until('the column', async () => ((await pages.count(column)) === 1 ? true : undefined));
      await pages.evaluate(column, 'element.focus()');
      await page.ask('press', { key: 'Enter' });
      const { original, modified } = await until('the difference', () => {
        const input = window.tabGroups.activeTabGroup.activeTab?.input;
        return input instanceof TabInputTextDiff ? input : undefined;
      });
      const [before, after] = await Promise.all(
        [original, modified].map((uri) => workspace.openTextDocument(uri)),
      );
      assert.ok(before && after && before.getText() !== '');
      assert.notEqual(before.getText(), after.getText());

      // An address that is made by hand tells nothing of the survivor.
      const asked = new URLSearchParams(modified.query);
      asked.set('fault', survivor.id);
      await assert.rejects(async () =>
        workspace.openTextDocument(modified.with({ query: asked.toString() })),
      );
      await commands.executeCommand('workbench.action.closeAllEditors');
    });

    it('ask for predictions, explain each answer by keyboard, and keep what is chosen while they are open', async () => {
      const lesson = '01-unit-vs-integration';
      const states = (): Promise<unknown> =>
        pages.evaluate(
          'main',
          `return [...element.querySelectorAll(".question")].map((question) =>
             [...question.querySelectorAll(".answer")].map((answer) =>
               [answer.getAttribute("aria-pressed"), answer.nextElementSibling.checkVisibility()].join()));`,
        );
      const [open, shut] = ['true,true', 'false,false'];
      const second = [shut, shut, shut];
      const told = (): Promise<unknown> => pages.evaluate('#announcer', 'return element.textContent');
      await pages.open(lesson);
      await pages.show(themes[0]);
      assert.deepEqual(await states(), [[shut, shut, shut, shut], second]);
      assert.equal(await pages.count('.answer:disabled'), 0);

      await pages.evaluate('.answer', 'element.focus()');
      await page.ask('press', { key: 'Enter' });
      await until('the first explanation', async () => ((await told()) === '' ? undefined : true));
      assert.deepEqual(await states(), [[open, shut, shut, shut], second]);
      // A wrong answer that is chosen bears no check mark.
      assert.equal(
        await pages.evaluate('.answer', 'return getComputedStyle(element, "::before").content'),
        'none',
      );
      assert.match(String(await told()), /^Not so\. Its stub answers 4000 to whatever it is asked\. /);
      await page.ask('press', { key: 'Tab' });
      await page.ask('press', { key: 'Space' });
      await until('the second explanation', async () =>
        String(await told()).startsWith('Right. In it SQLite reads the query') ? true : undefined,
      );
      const chosen = [[shut, open, shut, shut], second];
      assert.deepEqual(await states(), chosen);
      assert.equal(
        await pages.evaluate('main', 'return element.ownerDocument.activeElement.textContent'),
        'The integration test alone.',
      );
      for (const theme of themes) {
        await pages.show(theme);
        await page.ask('screenshot', { name: `lesson-page-question-${theme[0]}` });
      }
      await pages.show(themes[0]);

      // New states, scrolling, and another tab in front take nothing away.
      const exercise = findExercise(api.course.catalog, `${lesson}/order-service`);
      const card = `[data-exercise="${exercise.id}"]`;
      await pages.evaluate(card, 'element.scrollIntoView()');
      api.states.update(exercise, { activity: { type: 'running', done: 1, total: 4 } });
      await until('the card to be drawn', async () =>
        (await pages.count(`${card} [data-part=activity]:not([hidden])`)) > 0 ? true : undefined,
      );
      assert.deepEqual(await states(), chosen);
      api.states.update(exercise, { activity: { type: 'idle' } });
      const column = window.tabGroups.activeTabGroup.viewColumn;
      const document = await workspace.openTextDocument({ content: 'In front of the page.' });
      await window.showTextDocument(document, { viewColumn: column, preview: false });
      await until('the page to be hidden', () => (api.pages.column === undefined ? true : undefined));
      await commands.executeCommand('itlab.openLesson', lesson);
      await until('the answer to be chosen still', async () =>
        (await pages.count('.answer[aria-pressed=true]')) > 0 ? true : undefined,
      );
      assert.deepEqual(await states(), chosen);
      await commands.executeCommand('workbench.action.closeAllEditors');

      // Who opens the page anew predicts anew.
      await pages.open(lesson);
      assert.deepEqual(await states(), [[shut, shut, shut, shut], second]);
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

    it('open the files that they name beside them, at the comment that is meant', async () => {
      const opened = (file: string, line: string): Promise<true> =>
        until(`${file} at "${line}"`, () => {
          const editor = window.activeTextEditor;
          const at = editor?.document.lineAt(editor.selection.active.line).text.trim();
          const isThere =
            editor?.document.uri.fsPath === join(folder, file) && editor.viewColumn === ViewColumn.Two;
          return Promise.resolve(isThere && at === line ? true : undefined);
        });
      const link = (place: string): string => `.task a[data-place="${place}"]`;

      await pages.open('02-database');
      await page.ask('click', { selector: link('src/users.ts#UserRepository'), part: 'webview' });
      const users =
        '/** Users. Outside a transaction each is stored for good at once. Words of errors are left open. */';
      await opened('02-database/repositories/src/users.ts', users);

      // A folder in which the contract is in two files asks for one of them; all of it by keyboard.
      await pages.open('02-database');
      await pages.evaluate('p a[data-place="src/"]', 'element.focus()');
      await page.ask('press', { key: 'Enter' });
      await page.ask('choose', { text: 'src/orders.ts' });
      await opened('02-database/repositories/src/orders.ts', users.replace('Users', 'Orders'));

      await pages.open('01-unit-vs-integration');
      const card = '[data-exercise="01-unit-vs-integration/order-service"]';
      await page.ask('click', { selector: `${card} [data-command=contract]`, part: 'webview' });
      await opened('01-unit-vs-integration/order-service/src/order-service.ts', '/**');
      await page.ask('screenshot', { name: 'lesson-page-specification' });

      // What the learner has taken away is shown as the exercise began with it.
      const file = join(folder, '01-unit-vs-integration/order-service/src/order-service.ts');
      const text = readFileSync(file);
      rmSync(file);
      try {
        await pages.open('01-unit-vs-integration');
        await page.ask('click', { selector: `${card} [data-command=contract]`, part: 'webview' });
        await notification(page, 'is not in your folder of this exercise any more');
        assert.equal(window.activeTextEditor?.document.uri.scheme, 'itlab-starter');
        assert.equal(window.activeTextEditor.document.getText(), text.toString());
      } finally {
        writeFileSync(file, text);
        await commands.executeCommand('notifications.clearAll');
      }
    });

    it('copy and insert code, and run an example, by keyboard', async () => {
      const suite = join(folder, '02-database/repositories/tests/notes.test.ts');
      writeFileSync(suite, 'describe(() => {\n  // here\n});\n');
      try {
        await pages.open('02-database');
        const block = '.example .code-block';
        const press = async (selector: string): Promise<void> => {
          await pages.evaluate(selector, 'element.focus()');
          await page.ask('press', { key: 'Enter' });
        };
        const text = (selector: string): Promise<string> => page.ask('text', { selector, part: 'webview' });
        // Nothing is open that it could be inserted into.
        await press(`${block} [data-code-command=insert]`);
        await notification(page, 'No file is open');
        await commands.executeCommand('notifications.clearAll');

        const editor = await window.showTextDocument(Uri.file(suite), { viewColumn: ViewColumn.Two });
        editor.selection = new Selection(1, 4, 1, 4);
        const click = (what: string): Promise<unknown> =>
          page.ask('click', { selector: `${block} [data-code-command=${what}]`, part: 'webview' });
        const code = String(await pages.evaluate(`${block} code`, 'return element.textContent')).trim();
        await click('copy');
        await until('the copy', async () =>
          (await env.clipboard.readText()).trim() === code ? true : undefined,
        );
        await click('insert');
        const document = await workspace.openTextDocument(Uri.file(suite));
        await until('the insertion', () => (document.getText().split('\n').length > 4 ? true : undefined));
        const written = document.getText();
        assert.ok(written.startsWith('describe(() => {\n  // here\n'), written);
        const [first = ''] = code.split('\n');
        assert.ok(written.includes(`\n  ${first}\n`), written);
        await commands.executeCommand('workbench.action.files.revert');

        // The first example of the lesson fails, as its page says.
        await pages.open('02-database');
        await press('.example [data-example-command=run]');
        await until('the result', async () =>
          (await pages.count('.example [data-part=result] .findings')) > 0 ? true : undefined,
        );
        const shown = await text('.example [data-part=result]');
        assert.match(shown, /no such column|UNIQUE|never closed|failed/i);
        assert.equal(
          await pages.evaluate('main', 'return element.ownerDocument.activeElement.dataset.exampleCommand'),
          'run',
          'the focus is where it was',
        );
        assert.match(
          String(await pages.evaluate('#announcer', 'return element.textContent')),
          /passed|failed/,
        );
        await pages.evaluate('.example', "element.scrollIntoView({ block: 'start' })");
        await page.ask('screenshot', { name: 'lesson-page-example' });
      } finally {
        rmSync(suite, { force: true });
        await commands.executeCommand('workbench.action.closeAllEditors');
      }
    });

    it('open nothing that is not a file of the exercise, whatever the page asks for', async () => {
      await pages.open('02-database');
      const place = 'src/../../../../package.json';
      await pages.evaluate(
        '.task a[data-place="src/"]',
        `element.setAttribute("data-place", ${JSON.stringify(place)})`,
      );
      await page.ask('click', { selector: `.task a[data-place="${place}"]`, part: 'webview' });
      await notification(page, 'has no file of this name');
      assert.equal(window.activeTextEditor, undefined);
      await commands.executeCommand('notifications.clearAll');
    });

    it('lead from a complete exercise to what is next, by keyboard, and take no focus away', async () => {
      const [exercise, second] = api.course.catalog.lessons[1]?.exerciseList ?? [];
      assert.ok(exercise && second);
      const card = `[data-exercise="${exercise.id}"]`;
      const grading = { type: 'grading', stage: 'faults', done: 1, total: 6 } as const;
      const idle = { type: 'idle' } as const;
      const button = `${card} [data-part=next] button`;
      const focused = (): Promise<unknown> =>
        pages.evaluate('main', 'return element.ownerDocument.activeElement.textContent.trim()');
      const isShown = (shown: boolean): Promise<true> =>
        until(`the button, ${shown}`, async () =>
          (await pages.count(`${card} [data-part=next]:not([hidden])`)) > 0 === shown ? true : undefined,
        );
      await pages.open('02-database');
      assert.equal(await pages.count(button), 0);
      await isShown(false);

      // Who waits at Grade stays there, and hears it.
      await pages.evaluate(`${card} [data-command=grade]`, 'element.focus()');
      api.states.update(exercise, { activity: grading });
      api.states.update(exercise, { activity: idle, grade: wholeGrade(exercise), outdated: false });
      await isShown(true);
      assert.equal(await focused(), 'Grade');
      assert.match(
        String(await pages.evaluate('#announcer', 'return element.textContent')),
        new RegExp(
          `: complete\\. All ${exercise.manifest.faults.length} faults are caught, and 3 correct .*To go on: Next exercise: A database fixture`,
        ),
      );
      assert.equal(await pages.count(`${card} button.primary`), 1, 'one button is the one to press');
      await page.ask('screenshot', { name: 'lesson-page-next' });

      // Once it is not complete any more, nothing is next, and the keyboard is where it can go on.
      await pages.evaluate(button, 'element.focus()');
      api.states.update(exercise, { outdated: true });
      await isShown(false);
      assert.equal(await focused(), 'Grade');

      // Cancel goes away under the keyboard.
      api.states.update(exercise, { activity: grading });
      await until('Cancel', async () =>
        (await pages.count(`${card} [data-part=activity]:not([hidden])`)) > 0 ? true : undefined,
      );
      await pages.evaluate(`${card} [data-command=cancel]`, 'element.focus()');
      api.states.update(exercise, { activity: idle, outdated: false });
      await isShown(true);
      assert.equal(await focused(), `Next exercise: ${second.manifest.title}`);

      await page.ask('press', { key: 'Enter' });
      await until('the section of the next exercise', async () =>
        (await focused()) === 'The same fixture, written once' ? true : undefined,
      );
      const top = await pages.evaluate(
        'h2:focus',
        'return element.getBoundingClientRect().top / innerHeight',
      );
      assert.ok(Number(top) > -0.1 && Number(top) < 0.3, `in sight: ${String(top)}`);

      api.states.update(second, { grade: wholeGrade(second), outdated: false });
      const nextLesson = `[data-exercise="${second.id}"] [data-part=next] button`;
      await until('the next lesson', async () => {
        const text = await page.ask('text', { selector: nextLesson, part: 'webview' });
        return text.startsWith('Next lesson: ') ? true : undefined;
      });
      await page.ask('click', { selector: nextLesson, part: 'webview' });
      await until('its page', async () =>
        (await pages.count('body[data-lesson="03-isolation"] details.hint')) > 0 ? true : undefined,
      );
    });

    it('keep the place of the reader when a file is opened beside them', async () => {
      const exercise = findExercise(api.course.catalog, '02-database/repositories');
      api.states.update(exercise, { grade: halfWay(exercise), outdated: false });
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
      seen = await pages.lookAtAll({ whole: everything, widths });
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

    it('lead on to a project of one’s own when all is complete', async () => {
      for (const exercise of allExercises(api.course.catalog)) {
        api.states.update(exercise, {
          activity: { type: 'idle' },
          grade: wholeGrade(exercise),
          outdated: false,
        });
      }
      await pages.open('12-test-portfolio', '.next button');
      await page.ask('click', { selector: '.next button:has-text("project of your own")', part: 'webview' });
      await notification(page, 'Every exercise of the course is complete');
    });
  });
});

/**
 * Widths of the window: half of 1280, which is what 200 % makes of it; and so narrow that the page gets 300 pixels.
 */
const widths = [640, 358];
