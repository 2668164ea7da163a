import assert from 'node:assert/strict';
import { commands, ConfigurationTarget, workspace } from 'vscode';
import type { Exercise } from '../../src/course/exercise.ts';
import type { ExtensionApi } from '../../src/extension/extension.ts';
import type { GradeResult } from '../../src/protocol/gradeResult.ts';
import { until } from './scenario.ts';
import { everyNth } from './vscodeHost/everything.ts';
import type { AxeViolation } from './vscodeHost/pageBridge.ts';
import type { Page } from './vscodeHost/pageBridgeClient.ts';

/** Each theme with the class that VS Code gives the page under it. */
export const themes = [
  ['light', 'Default Light Modern', 'vscode-light'],
  ['dark', 'Default Dark Modern', 'vscode-dark'],
  ['hc-dark', 'Default High Contrast', 'vscode-high-contrast'],
  ['hc-light', 'Default High Contrast Light', 'vscode-high-contrast-light'],
] as const;
export type Theme = (typeof themes)[number];

/** The rules of axe-core whose verdict a theme can change; the others look at elements, names and order. */
const colourRules = ['color-contrast', 'link-in-text-block'];

/** A rule of axe-core that a lesson page breaks under a theme. */
export interface PageViolation extends AxeViolation {
  readonly lesson: string;
  readonly theme: Theme[0];
}

/** Drives the lesson pages of a window, one at a time. */
export class LessonPagesInWindow {
  private readonly page: Page;
  private readonly api: ExtensionApi;

  constructor(page: Page, api: ExtensionApi) {
    this.page = page;
    this.api = api;
  }

  /** Evaluates the body of a function of `element` in the lesson page. */
  evaluate(selector: string, body: string): Promise<unknown> {
    return this.page.ask('evaluate', { selector, part: 'webview', body });
  }

  count(selector: string): Promise<number> {
    return this.page.ask('count', { selector, part: 'webview' });
  }

  /**
   * Opens a lesson alone and waits until its script has shown the state.
   * @param sign of that; every card has hints but those that are complete.
   */
  async open(lesson: string, sign = 'details.hint'): Promise<void> {
    const { pages } = this.api;
    await commands.executeCommand('workbench.action.closeAllEditors');
    await until('other pages to close', () => (pages.openLessons.length === 0 ? true : undefined));
    await commands.executeCommand('itlab.openLesson', lesson);
    await this.until(`body[data-lesson="${lesson}"] ${sign}`);
  }

  /** Switches the theme and waits until the page that is open has it. */
  async show([, name, bodyClass]: Theme): Promise<void> {
    await workspace.getConfiguration('workbench').update('colorTheme', name, ConfigurationTarget.Global);
    await this.until(`body.${bodyClass}`);
    await this.painted();
  }

  /** Opens every disclosure, answers questions and climbs every ladder to its end, as a learner who asks for everything. */
  async askForEverything(): Promise<void> {
    // A right answer of the first question and a wrong one of the second, as pages have both.
    await this.evaluate(
      'main',
      `for (const [index, verdict] of ['right', 'wrong'].entries()) {
         const question = element.querySelectorAll(".question")[index];
         question.querySelector(".answer:has(+ .explanation > .verdict." + verdict + ")").click();
       }`,
    );
    await this.evaluate('main', 'for (const more of element.querySelectorAll(".more")) more.click();');
    await this.evaluate('main', 'for (const part of element.querySelectorAll("details")) part.open = true;');
    const steps = '.hint-steps > li';
    for (;;) {
      const before = await this.count(steps);
      const clicked = await this.evaluate(
        'main',
        `const next = [...element.querySelectorAll(".hint-next")].filter((one) => !/model answer/.test(one.textContent));
         for (const one of next) one.click();
         return next.length;`,
      );
      if (clicked === 0) break;
      // Each click shows one step more, once the extension has answered.
      await until('the next step of every ladder', async () =>
        (await this.count(steps)) >= before + Number(clicked) ? true : undefined,
      );
    }
    await this.painted();
  }

  /**
   * What axe-core finds wrong on the page that is open.
   * @param rules only these; all when left out.
   */
  violations(rules?: readonly string[]): Promise<readonly AxeViolation[]> {
    return this.page.ask('axe', { selector: 'main', part: 'webview', ...(rules ? { rules } : {}) });
  }

  /**
   * Looks at every page once, with cards in every state and everything opened: what axe-core finds wrong under each
   * theme, and which pages scroll sideways at which widths of the window.
   * @param whole all lessons, and all rules under every theme; else every third lesson, where only the first theme gets
   * all rules, and the others those that look at colours.
   */
  async lookAtAll({
    whole,
    widths = [],
  }: {
    whole: boolean;
    widths?: readonly number[];
  }): Promise<{ violations: PageViolation[]; sideways: string[] }> {
    const violations: PageViolation[] = [];
    const sideways: string[] = [];
    const { lessons } = this.api.course.catalog;
    assert.ok(lessons.length > 0, 'there are lessons to look at');
    for (const [index, { id, exerciseList }] of whole
      ? lessons.entries()
      : everyNth([...lessons.entries()], 3)) {
      // One card with everything that can be wrong, and the others in turn as they are in other moments.
      for (const [place, exercise] of exerciseList.entries()) {
        const others = otherStates(exercise);
        const state = place === 0 ? { grade: halfWay(exercise) } : others[index % others.length];
        if (state) this.api.states.update(exercise, state);
      }
      await this.open(id);
      await this.askForEverything();
      for (const theme of themes) {
        await this.show(theme);
        const rules = whole || theme === themes[0] ? undefined : colourRules;
        for (const violation of await this.violations(rules)) {
          violations.push({ lesson: id, theme: theme[0], ...violation });
        }
      }
      for (const width of widths) {
        await this.resize(width);
        const [column, content] = (await this.evaluate(
          'html',
          'return [element.clientWidth, element.scrollWidth];',
        )) as [number, number];
        if (content > column) sideways.push(`${id}: ${content} px in a column of ${column}`);
      }
      if (widths.length > 0) await this.resize(1180);
    }
    return { violations, sideways };
  }

  /** @param width of the window, in CSS pixels, other than the one it has. */
  async resize(width: number): Promise<void> {
    const columnWidth = (): Promise<unknown> => this.evaluate('html', 'return element.clientWidth;');
    const before = await columnWidth();
    await this.page.ask('resize', { width, height: 860 });
    // The page has its width a moment after the window has.
    await until('the page to get another width', async () =>
      (await columnWidth()) === before ? undefined : true,
    );
    await this.painted();
  }

  /** Waits until what the page has been told is to be seen. */
  private async painted(): Promise<void> {
    await this.evaluate(
      'html',
      'return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done())));',
    );
  }

  private async until(selector: string): Promise<void> {
    await until(selector, async () => ((await this.count(selector)) > 0 ? true : undefined));
  }
}

/** A grade with something of every kind: a refused variant, a leak, a pair, a trial, and two survivors. */
export function halfWay(exercise: Exercise): GradeResult {
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

/** A grade in which everything is as it should be. */
export function wholeGrade(exercise: Exercise): GradeResult {
  const half = halfWay(exercise);
  return {
    ...half,
    complete: true,
    variants: half.variants.map((variant) => ({ ...variant, passed: true, refusedBy: [] })),
    faults: half.faults.map((fault) => ({ ...fault, caught: true, by: ['stores'] })),
    tests: [{ title: 'stores', state: 'passed', durationMs: 1 }],
    hygiene: [],
    isolation: { clean: true, pairs: [] },
    problems: [],
  };
}

/** Not started, running, being graded, complete, and edited since. */
function otherStates(exercise: Exercise): Parameters<ExtensionApi['states']['update']>[1][] {
  const half = halfWay(exercise);
  const run = { passed: 3, failed: 1, errored: 0, pending: 1, message: 'Expected 19.99, got 20.' };
  return [
    {},
    { activity: { type: 'running', done: 1, total: 4 }, run },
    { activity: { type: 'grading', stage: 'faults', done: 1, total: 6 }, grade: { ...half, problems: [] } },
    { grade: wholeGrade(exercise), run },
    { grade: half, run, outdated: true, error: 'The tests could not be started. Nothing was changed.' },
  ];
}
