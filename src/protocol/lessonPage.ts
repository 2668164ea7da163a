import type { ExampleState } from './exampleResult.ts';
import type { GradeResult, GradeStage } from './gradeResult.ts';
import type { ShownHints } from './hints.ts';
import type { OrderSeed } from './runEvents.ts';

/** Messages between the extension and the lesson page (a webview), per direction. */

export type ExerciseActivity =
  | { readonly type: 'idle' }
  | { readonly type: 'running'; readonly done: number; readonly total: number }
  | { readonly type: 'grading'; readonly stage: GradeStage; readonly done: number; readonly total: number };

export interface RunSummary {
  readonly passed: number;
  readonly failed: number;
  readonly errored: number;
  readonly pending: number;
  /** What went wrong beside failing tests, in words. */
  readonly message: string | null;
  /** Where that was, relative to the exercise folder; left out when it is not known. */
  readonly at?: { readonly file: string; readonly line: number };
  /** Left out where the tests ran in the order they are written in. */
  readonly order?: OrderSeed;
  /** The first tests that failed or could not run. Left out of a run that was graded: its findings say it. */
  readonly failures?: readonly RunFailure[];
}

/** At most so many of a run are kept and shown. */
export const mostRunFailures = 20;

export interface RunFailure {
  /** The test's own title; with its suites' titles in front where two tests share it. */
  readonly title: string;
  readonly message: string;
  /** Where it failed, relative to the exercise folder; empty when that is not known. */
  readonly file: string;
  /** 1-based; 0 when not known. */
  readonly line: number;
}

/** Live state of one exercise card. */
export interface ExerciseState {
  readonly id: string;
  readonly activity: ExerciseActivity;
  readonly run: RunSummary | null;
  readonly grade: GradeResult | null;
  /** There is a grade, and the files are no longer those that it is about. */
  readonly outdated: boolean;
  /** There is a run, and the files are no longer those that it ran. */
  readonly runOutdated: boolean;
  /** It was complete once, here or elsewhere. */
  readonly completed: boolean;
  /** What makes it complete, or made it once, is a model answer. False where that is not sure. */
  readonly byModelAnswer: boolean;
  /** Titles of faults that may be shown: those caught. */
  readonly faultTitles: Readonly<Record<string, string>>;
  /** Titles of variants that may be shown: those refused. */
  readonly variantTitles: Readonly<Record<string, string>>;
  /** An error to show on the card, in words for people. */
  readonly error: string | null;
}

export type ToLessonPage = PageState | GoTo | ExamplesState | CodeDone;

/** How the examples of the page stand that were run in this window. */
export interface ExamplesState {
  readonly type: 'examples';
  readonly examples: readonly ExampleState[];
}

/** A block of code was copied or inserted. */
export interface CodeDone {
  readonly type: 'codeDone';
  /** Of the block, as the page asked. */
  readonly code: string;
  readonly command: CodeCommand;
  /** Where it was inserted: the file's name. */
  readonly file: string;
}

export const codeCommands = ['copy', 'insert'] as const;
export type CodeCommand = (typeof codeCommands)[number];
export const exampleCommands = ['run', 'cancel'] as const;
export type ExampleCommand = (typeof exampleCommands)[number];

export interface PageState {
  readonly type: 'state';
  /** False in an untrusted workspace: the page is readable, nothing runs. */
  readonly trusted: boolean;
  /** Whether exercises are graded when their files are saved. */
  readonly gradesOnSave: boolean;
  readonly exercises: readonly ExerciseState[];
  readonly hints: readonly ShownHints[];
  /** By exercise: what comes after it. Of those that are complete. */
  readonly next: Readonly<Record<string, NextStep>>;
}

/** What comes after an exercise that is complete: another one, a lesson that begins, or nothing of the course. */
export type NextStep =
  | { readonly type: 'exercise'; readonly exercise: string; readonly title: string }
  | { readonly type: 'lesson'; readonly lesson: string; readonly title: string }
  | { readonly type: 'end' };

/** Leads to an exercise's card, as far as a ladder of hints on it. Sent after a state that has them. */
export interface GoTo {
  readonly type: 'goTo';
  readonly exercise: string;
  /** One of `hintKeys`; null for the card itself. */
  readonly hint: string | null;
  /** Whether the focus goes there as well. */
  readonly focus: boolean;
}

export const exerciseCommands = [
  'open',
  'contract',
  'run',
  'grade',
  'isolation',
  'order',
  'cancel',
  'reset',
  'restore',
  'compare',
  'catches',
  'apply',
  'gradeOnSave',
] as const;
export type ExerciseCommand = (typeof exerciseCommands)[number];

export type FromLessonPage =
  /** The page's script has started and wants the state. */
  | { readonly type: 'ready' }
  | { readonly type: 'exercise'; readonly command: ExerciseCommand; readonly exercise: string }
  | { readonly type: 'openLesson'; readonly lesson: string }
  /** `code`: the key of a block of the page. Its text is the extension's. */
  | { readonly type: 'code'; readonly command: CodeCommand; readonly code: string }
  | { readonly type: 'example'; readonly command: ExampleCommand; readonly name: string }
  /** Goes to what comes after this exercise. */
  | { readonly type: 'next'; readonly exercise: string }
  /** `place`: a file of the exercise, or a folder with a slash at its end, as a link of the page has it. */
  | { readonly type: 'openPlace'; readonly exercise: string; readonly place: string }
  | { readonly type: 'openLine'; readonly exercise: string; readonly file: string; readonly line: number }
  /** `title`: as the grade names the test. */
  | { readonly type: 'openTest'; readonly exercise: string; readonly title: string }
  /** `seed`: an order of the whole exercise; null: the test of that title alone. */
  | {
      readonly type: 'runAgain';
      readonly exercise: string;
      readonly seed: OrderSeed | null;
      readonly title: string;
    }
  /** Asks for what a caught fault changes; `fault` is its id. */
  | { readonly type: 'openFault'; readonly exercise: string; readonly fault: string }
  /** Debugs a test, by its title, on the system with a fault that it caught. */
  | {
      readonly type: 'debugFault';
      readonly exercise: string;
      readonly fault: string;
      readonly title: string;
    }
  /** Asks for the steps of a ladder up to this one, 1-based. */
  | { readonly type: 'hint'; readonly exercise: string; readonly key: string; readonly step: number }
  | { readonly type: 'manageTrust' };

/** Decodes what a page sent; null for anything that is not a message of ours. */
export function decodeFromLessonPage(value: unknown): FromLessonPage | null {
  if (typeof value !== 'object' || value === null || !('type' in value)) return null;
  const message: Record<string, unknown> = { ...value };
  switch (message['type']) {
    case 'ready':
      return { type: 'ready' };
    case 'manageTrust':
      return { type: 'manageTrust' };
    case 'code': {
      const { code } = message;
      const command = codeCommands.find((known) => known === message['command']);
      return typeof code === 'string' && command !== undefined ? { type: 'code', command, code } : null;
    }
    case 'example': {
      const { name } = message;
      const command = exampleCommands.find((known) => known === message['command']);
      return typeof name === 'string' && command !== undefined ? { type: 'example', command, name } : null;
    }
    case 'openLesson': {
      const lesson = message['lesson'];
      return typeof lesson === 'string' ? { type: 'openLesson', lesson } : null;
    }
    case 'next': {
      const exercise = message['exercise'];
      return typeof exercise === 'string' ? { type: 'next', exercise } : null;
    }
    case 'openPlace': {
      const { exercise, place } = message;
      return typeof exercise === 'string' && typeof place === 'string'
        ? { type: 'openPlace', exercise, place }
        : null;
    }
    case 'openLine': {
      const { exercise, file, line } = message;
      return typeof exercise === 'string' && typeof file === 'string' && typeof line === 'number'
        ? { type: 'openLine', exercise, file, line }
        : null;
    }
    case 'openTest': {
      const { exercise, title } = message;
      return typeof exercise === 'string' && typeof title === 'string'
        ? { type: 'openTest', exercise, title }
        : null;
    }
    case 'runAgain': {
      const { exercise, seed, title } = message;
      return typeof exercise === 'string' &&
        typeof title === 'string' &&
        (seed === null || Number.isSafeInteger(seed))
        ? { type: 'runAgain', exercise, title, seed: seed === null ? null : Number(seed) }
        : null;
    }
    case 'openFault': {
      const { exercise, fault } = message;
      return typeof exercise === 'string' && typeof fault === 'string'
        ? { type: 'openFault', exercise, fault }
        : null;
    }
    case 'debugFault': {
      const { exercise, fault, title } = message;
      return typeof exercise === 'string' && typeof fault === 'string' && typeof title === 'string'
        ? { type: 'debugFault', exercise, fault, title }
        : null;
    }
    case 'hint': {
      const { exercise, key, step } = message;
      return typeof exercise === 'string' && typeof key === 'string' && Number.isSafeInteger(step)
        ? { type: 'hint', exercise, key, step: Number(step) }
        : null;
    }
    case 'exercise': {
      const { exercise } = message;
      const command = exerciseCommands.find((known) => known === message['command']);
      return typeof exercise === 'string' && command !== undefined
        ? { type: 'exercise', command, exercise }
        : null;
    }
    default:
      return null;
  }
}
