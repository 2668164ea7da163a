import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { commands, ConfigurationTarget, extensions, Uri, workspace } from 'vscode';
import { findExercise } from '../../../src/course/catalog.ts';
import type { Exercise } from '../../../src/course/exercise.ts';
import type { ExtensionApi } from '../../../src/extension/extension.ts';
import type { GradeResult } from '../../../src/protocol/gradeResult.ts';
import { scenario, until } from '../../support/scenario.ts';
import type { AxeViolation } from '../../support/vscodeHost/pageBridge.ts';
import { pageFrom, type Page } from '../../support/vscodeHost/pageBridgeClient.ts';

/** Each theme with the class that VS Code gives the page under it. */
const themes = [
  ['light', 'Default Light Modern', 'vscode-light'],
  ['dark', 'Default Dark Modern', 'vscode-dark'],
  ['hc-dark', 'Default High Contrast', 'vscode-high-contrast'],
  ['hc-light', 'Default High Contrast Light', 'vscode-high-contrast-light'],
] as const;
type Theme = (typeof themes)[number];

/** What axe-core found on a page under a theme; `out/axe/lessonPages.json` holds all of them. */
interface PageReport {
  readonly lesson: string;
  readonly theme: Theme[0];
  readonly violations: readonly AxeViolation[];
}

/** Every lesson page under every theme: what a person sees, hears and reaches by keyboard. */
export const run = scenario(() => {
  describe('the lesson pages', function () {
    this.timeout(600_000);
    const bridge = pageFrom(process.env);
    const folder = join(workspace.workspaceFolders?.[0]?.uri.fsPath ?? '', 'integration-testing-course');
    const reports: PageReport[] = [];
    let api: ExtensionApi;
    let root: string;

    before(async () => {
      const extension = extensions.getExtension<ExtensionApi>(
        'integration-testing-lab.integration-testing-lab',
      );
      assert.ok(extension, 'the extension is installed');
      root = extension.extensionPath;
      await commands.executeCommand('itlab.startCourse', Uri.file(folder));
      api = await extension.activate();
      await commands.executeCommand('workbench.action.closeSidebar');
      await commands.executeCommand('notifications.clearAll');
    });

    after(() => {
      if (root === undefined) return;
      mkdirSync(join(root, 'out/axe'), { recursive: true });
      writeFileSync(join(root, 'out/axe/lessonPages.json'), `${JSON.stringify(reports, null, 2)}\n`);
    });

    const inPage = (selector: string, body: string): Promise<unknown> =>
      page.ask('evaluate', { selector, part: 'webview', body });
    const count = (selector: string): Promise<number> => page.ask('count', { selector, part: 'webview' });

    /** Opens a lesson alone and waits until its script has shown the state. */
    async function open(lesson: string): Promise<void> {
      await commands.executeCommand('workbench.action.closeAllEditors');
      await until('other pages to close', () => (api.pages.openLessons.length === 0 ? true : undefined));
      await commands.executeCommand('itlab.openLesson', lesson);
      await until('the page to have its state', async () =>
        (await count(`body[data-lesson="${lesson}"] details.hint`)) > 0 ? true : undefined,
      );
    }

    async function show([, name, bodyClass]: Theme): Promise<void> {
      await workspace.getConfiguration('workbench').update('colorTheme', name, ConfigurationTarget.Global);
      await until(`the theme ${name}`, async () =>
        (await count(`body.${bodyClass}`)) > 0 ? true : undefined,
      );
      await rest();
    }

    /** Opens every disclosure and climbs every ladder to its end, as a learner who asks for everything. */
    async function askForEverything(): Promise<void> {
      await inPage('main', 'for (const more of element.querySelectorAll(".more")) more.click();');
      await inPage('main', 'for (const part of element.querySelectorAll("details")) part.open = true;');
      for (let step = 0; step < 4; step += 1) {
        await rest();
        await inPage(
          'main',
          'for (const next of element.querySelectorAll(".hint-next")) if (!/model answer/.test(next.textContent)) next.click();',
        );
      }
      await rest();
    }

    it('open, each in a tab of its own', async () => {
      const ids = api.course.catalog.lessons.map(({ id }) => id);
      for (const id of ids) await commands.executeCommand('itlab.openLesson', id);
      assert.deepEqual(api.pages.openLessons, ids);
      await commands.executeCommand('workbench.action.closeAllEditors');
      await until('all of them to close', () => (api.pages.openLessons.length === 0 ? true : undefined));
    });

    // On the desktop there is no page to look into.
    if (!bridge) return;
    const page: Page = bridge;

    it('show no hint before it is asked for, then one at a time, by keyboard, and remember them', async () => {
      const exercise = findExercise(api.course.catalog, '03-isolation/registration');
      const [, survivor] = exercise.manifest.faults;
      assert.ok(survivor);
      await show(themes[0]);
      const card = `[data-exercise="${exercise.id}"]`;
      const hint = `${card} [data-keep="hint-fault-2"]`;
      const steps = (): Promise<number> => count(`${hint} .hint-steps > li`);
      const focused = (): Promise<unknown> =>
        inPage('main', 'return element.ownerDocument.activeElement.getAttribute("data-keep")');
      api.states.update(exercise, { grade: halfWay(exercise) });
      await open('03-isolation');
      await until('the finding', async () => ((await count(hint)) > 0 ? true : undefined));
      const html = String(await inPage('body', 'return element.ownerDocument.documentElement.outerHTML'));
      assert.ok(
        !html.includes(survivor.symptom) && !html.includes(survivor.title),
        'nothing is told unasked',
      );

      // The survivor's column leads to its hints, which open at once.
      await inPage(`${card} [data-keep="column-fault-2"]`, 'element.focus()');
      await page.ask('press', { key: 'Enter' });
      await until('the first step', async () => ((await steps()) === 1 ? true : undefined));
      assert.equal(await focused(), 'hint-fault-2-summary', 'the summary is where the keyboard is');
      assert.match(String(await inPage('#announcer', 'return element.textContent')), /^Hint 1 of 3, Idea\. /);
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
      await open('03-isolation');
      await until('the steps from before', async () => ((await steps()) === 3 ? true : undefined));
      assert.equal(await inPage(hint, 'return element.open'), false);
    });

    it('break no rule of axe-core under any theme, whatever their cards show', async () => {
      for (const [index, { id, exerciseList }] of api.course.catalog.lessons.entries()) {
        // One card with everything that can be wrong, and the others in turn as they are in other moments.
        for (const [place, exercise] of exerciseList.entries()) {
          const others = otherStates(exercise);
          const state = place === 0 ? { grade: halfWay(exercise) } : others[index % others.length];
          if (state) api.states.update(exercise, state);
        }
        await open(id);
        await askForEverything();
        for (const theme of themes) {
          await show(theme);
          const violations = await page.ask('axe', { selector: 'main', part: 'webview' });
          reports.push({ lesson: id, theme: theme[0], violations });
        }
      }
      assert.equal(reports.length, themes.length * 12);
      assert.deepEqual(wrong(reports), []);
    });

    it('would be found out if they did', async () => {
      await inPage('main', 'element.querySelector("h2").style.color = "#bbb";');
      await inPage('main', 'element.querySelector(".exercise button").textContent = "";');
      await show(themes[0]);
      const found = await page.ask('axe', { selector: 'main', part: 'webview' });
      assert.deepEqual(found.map(({ rule }) => rule).sort(), ['button-name', 'color-contrast']);
    });

    it('scroll in no page sideways, at twice the size and in a narrow column', async () => {
      const wide: string[] = [];
      for (const { id } of api.course.catalog.lessons) {
        await open(id);
        await askForEverything();
        for (const width of sizes) {
          await page.ask('resize', { width, height: 860 });
          await rest();
          const [column, content] = (await inPage(
            'html',
            'return [element.clientWidth, element.scrollWidth];',
          )) as [number, number];
          if (content > column) wide.push(`${id}: ${content} px in a column of ${column}`);
        }
        await page.ask('resize', { width: 1180, height: 860 });
      }
      assert.deepEqual(wide, []);
    });
  });
});

/**
 * Widths of the window: half of 1280, which is what 200 % makes of it; and so narrow that the page gets 300 pixels.
 */
const sizes = [640, 358];

/** The rules that are broken, each once for a page and theme. */
function wrong(reports: readonly PageReport[]): string[] {
  return reports.flatMap(({ lesson, theme, violations }) =>
    violations.map(({ rule, nodes }) => `${lesson}, ${theme}: ${rule}\n${nodes.join('\n')}`),
  );
}

/** A grade with something of every kind: a refused variant, a leak, a pair, a trial, and two survivors. */
function halfWay(exercise: Exercise): GradeResult {
  const titles = [
    'stores what it is given and reads it back',
    'refuses a second user of the same name',
    'fails',
  ];
  const [first = '', second = '', third = ''] = titles;
  return {
    exercise: exercise.id,
    complete: false,
    tests: titles.map((title) => ({
      title,
      state: title === third ? 'failed' : 'passed',
      durationMs: 3,
    })),
    variants: exercise.manifest.variants.map(({ id }, index) => ({
      id,
      passed: index > 0,
      refusedBy: index > 0 ? [] : [first],
    })),
    faults: exercise.manifest.faults.map(({ id }, index) => ({
      id,
      caught: index !== 1 && index !== 3,
      by: index === 1 || index === 3 ? [] : index % 2 === 0 ? [first] : [first, second],
    })),
    hygiene: [
      {
        rule: 'open-databases',
        test: first,
        message: 'A database is opened here and never closed.',
        file: 'tests/repositories.test.ts',
        line: 12,
      },
      {
        rule: 'order-dependence',
        test: third,
        message: 'The test fails when it runs alone.',
        file: '',
        line: 0,
      },
    ],
    isolation: { clean: false, pairs: [{ polluter: first, victim: second, seed: 7 }] },
    problems: [{ code: 'trial-failed', message: `'${second}' fails in Tokyo, where it is tomorrow.` }],
  };
}

/** Not started, running, being graded, complete, and edited since. */
function otherStates(exercise: Exercise): Parameters<ExtensionApi['states']['update']>[1][] {
  const half = halfWay(exercise);
  const complete: GradeResult = {
    ...half,
    complete: true,
    variants: half.variants.map((variant) => ({ ...variant, passed: true, refusedBy: [] })),
    faults: half.faults.map((fault) => ({ ...fault, caught: true, by: ['stores'] })),
    tests: [{ title: 'stores', state: 'passed', durationMs: 1 }],
    hygiene: [],
    isolation: { clean: true, pairs: [] },
    problems: [],
  };
  const run = { passed: 3, failed: 1, errored: 0, pending: 1, message: 'Expected 19.99, got 20.' };
  return [
    {},
    { activity: { type: 'running', done: 1, total: 4 }, run },
    { activity: { type: 'grading', stage: 'faults', done: 1, total: 6 }, grade: { ...half, problems: [] } },
    { grade: complete, run },
    { grade: half, run, outdated: true, error: 'The tests could not be started. Nothing was changed.' },
  ];
}

/** Time to paint. */
function rest(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 200));
}
