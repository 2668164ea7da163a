import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadCatalog } from '../../../src/course/catalog.ts';
import { overviewOf, type CourseOverview } from '../../../src/course/progress/overview.ts';
import { activeSlot, gained, noProgress, progressOf } from '../../../src/course/progress/progress.ts';
import { renderOverview, renderReport } from '../../../src/extension/overview/renderOverview.ts';
import { sourceInstallation } from '../../support/scratch.ts';

const hostile = `"><script>alert(1)</script><img src=x onerror=alert(1)> \`\${1}\` ]]>`;
const style = readFileSync(join(import.meta.dirname, '../../../media/overview.css'), 'utf8');
const translate = (text: string, ...args: (string | number)[]): string =>
  text.replaceAll(/\{(\d)\}/g, (_all, place: string) => String(args[Number(place)] ?? ''));

describe('the overview of the course', () => {
  const catalog = loadCatalog(sourceInstallation.lessons);
  const at = '2026-11-30T08:00:00.000Z';
  const slot = activeSlot(new Date(at));
  const progress = gained(
    gained(noProgress, 'repositories', {
      startedAt: at,
      completedAt: at,
      best: { at, complete: true, caught: 6, faults: 6, objections: 0 },
      hints: new Map([
        ['exercise', 3],
        ['fault:one', 1],
      ]),
      active: new Set([slot, slot + 1, slot + 200]),
    }),
    'registration',
    { startedAt: at, best: { at, complete: false, caught: 2, faults: 4, objections: 1 } },
  );
  /** @param byAnswer whether the complete grade was one of a model answer. */
  const overview = (byAnswer = false): CourseOverview =>
    overviewOf(catalog, ({ name }) => {
      const kept = progressOf(progress, name);
      if (kept.completedAt === null) return kept;
      return byAnswer ? { ...kept, answerAt: kept.completedAt } : { ...kept, ownAt: kept.completedAt };
    });
  const named = (text: string): CourseOverview => {
    const all = overview();
    const lessons = all.lessons.map((lesson) => ({
      ...lesson,
      title: text,
      objectives: [text],
      exercises: lesson.exercises.map((exercise) => ({ ...exercise, title: text, id: text })),
    }));
    return { ...all, lessons };
  };
  const page = (shown = overview()): string =>
    renderOverview({ overview: shown, language: 'en', style, translate, nonce: 'abc', next: null });
  const report = (shown = overview(), name = 'Ada'): string =>
    renderReport({
      overview: shown,
      language: 'en',
      style,
      translate,
      name,
      version: '1.2.3',
      made: new Date(at),
    });

  it('tells each exercise with its best grade, help and time', () => {
    const { complete, total, lessons } = overview();
    assert.deepEqual([complete, total, lessons.length], [1, 24, 12]);
    const find = (id: string): object | undefined =>
      lessons.flatMap(({ exercises }) => exercises).find((one) => one.id === id);
    assert.deepEqual(find('02-database/repositories'), {
      id: '02-database/repositories',
      title: 'Repositories on SQLite',
      state: 'complete',
      completedAt: at,
      best: { at, complete: true, caught: 6, faults: 6, objections: 0 },
      hints: 2,
      hintsToTheEnd: 1,
      byModelAnswer: false,
      // The night between was none of it.
      activeMinutes: 15,
    });
    assert.deepEqual(
      lessons.flatMap(({ exercises }) => exercises).filter(({ state }) => state === 'in-progress').length,
      1,
    );
  });

  it('says where every complete grade was one of a model answer', () => {
    assert.match(report(overview(true)), /2 hints, 1 to the last step, model answer/);
    assert.match(report(overview(true)), /1 of them with a model answer/);
    assert.doesNotMatch(report(), /, model answer|of them with a model answer/);
  });

  it('has no script, and lets nothing in from elsewhere', () => {
    for (const html of [page(), report()]) {
      assert.doesNotMatch(html, /<script|<link|<img|<iframe|src=|@import|url\(/i);
      assert.match(html, /Content-Security-Policy" content="default-src 'none'; style-src '[^;]+'"/);
    }
    assert.doesNotMatch(report(), /href=/);
    const nonce = `a' 'unsafe-inline`;
    assert.throws(
      () => renderOverview({ overview: overview(), language: 'en', style, translate, nonce, next: null }),
      /nonce/,
    );
  });

  it('takes every text of others as text', () => {
    for (const html of [page(named(hostile)), report(named(hostile), hostile)]) {
      assert.doesNotMatch(html, /<script|<img|onerror=alert\(1\)>/);
      assert.match(html, /&lt;script&gt;/);
    }
  });

  it('prints in black on white, without what only a screen can use', () => {
    const print = style.slice(style.indexOf('@media print'));
    assert.match(print, /--background: #ffffff/);
    assert.match(print, /\.action \{\s+display: none/);
  });
});
