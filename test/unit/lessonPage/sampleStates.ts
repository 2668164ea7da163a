import type { GradeResult } from '../../../src/protocol/gradeResult.ts';
import type { ExerciseState } from '../../../src/protocol/lessonPage.ts';
import { pageStrings } from '../../../src/extension/lessons/pageStrings.ts';
import type { ExerciseFacts } from '../../../src/webview/exerciseFacts.ts';
import type { Strings } from '../../../src/webview/strings.ts';

export const english: Strings = pageStrings;

export const repositories: ExerciseFacts = {
  id: '02-database/repositories',
  title: 'Repositories on SQLite',
  kind: 'write-tests',
  faults: 3,
  variants: 2,
};

/** Nothing done yet. */
export const fresh: ExerciseState = {
  id: repositories.id,
  activity: { type: 'idle' },
  run: null,
  grade: null,
  outdated: false,
  runOutdated: false,
  completed: false,
  byModelAnswer: false,
  faultTitles: {},
  variantTitles: {},
  error: null,
};

/** Every stage passed, every fault caught. */
export const perfect: GradeResult = {
  exercise: repositories.id,
  complete: true,
  tests: [
    { title: 'stores', state: 'passed', durationMs: 1 },
    { title: 'refuses', state: 'passed', durationMs: 1 },
  ],
  variants: [
    { id: 'other-ids', passed: true, refusedBy: [] },
    { id: 'other-order', passed: true, refusedBy: [] },
  ],
  faults: [
    { id: 'swapped', caught: true, by: ['stores'] },
    { id: 'twice', caught: true, by: ['refuses'] },
    { id: 'lost', caught: true, by: ['stores', 'refuses'] },
  ],
  hygiene: [],
  isolation: { clean: true, pairs: [] },
  problems: [],
};

/** Something wrong in every stage. */
export const poor: GradeResult = {
  ...perfect,
  complete: false,
  tests: [
    { title: 'stores', state: 'passed', durationMs: 1 },
    { title: 'refuses', state: 'failed', durationMs: 1 },
  ],
  variants: [
    { id: 'other-ids', passed: false, refusedBy: ['stores'] },
    { id: 'other-order', passed: true, refusedBy: [] },
  ],
  faults: [
    { id: 'swapped', caught: true, by: ['stores'] },
    { id: 'twice', caught: false, by: [] },
    { id: 'lost', caught: false, by: [] },
  ],
  hygiene: [
    {
      rule: 'open-databases',
      test: 'stores',
      message: 'A database is never closed.',
      file: 'tests/a.test.ts',
      line: 12,
    },
  ],
  isolation: { clean: false, pairs: [{ polluter: 'stores', victim: 'refuses', seed: 7 }] },
  problems: [{ code: 'test-failed', message: '“refuses” fails on the correct system.' }],
};
