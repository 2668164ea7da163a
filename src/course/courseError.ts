import { inEnglish, type Sentence } from './sentence.ts';

/** Every way in which the course can refuse to go on, each with its own message and remedy. */
export const courseErrorCodes = [
  'unknown-exercise',
  'ambiguous-exercise',
  'missing-folder',
  'not-readable',
  'broken-manifest',
  'broken-patch',
  'unsafe-path',
  'runtime-too-old',
  'runtime-missing',
  'toolchain-missing',
  'not-a-course',
  'cannot-write',
  'bad-name',
  'already-exists',
  'not-kept',
  'broken-attempt',
  'cannot-replace',
  'changed-meanwhile',
  'half-replaced',
  'not-saved',
  'broken-progress',
  'progress-not-written',
  'unknown-lesson',
  'fault-not-caught',
  'reader-off',
  'debugger-failed',
] as const;

export type CourseErrorCode = (typeof courseErrorCodes)[number];

/** An error for people: `message` says what happened and where, `remedy` what to do about it; both in English. */
export class CourseError extends Error {
  readonly code: CourseErrorCode;
  readonly remedy: string;
  /** The same in a form that can be translated: first the message, then the remedy. */
  readonly sentences: readonly [Sentence, Sentence];

  /** A text with something filled in is a `sentence` where the editor may show it; a mere string has no gaps. */
  constructor(
    code: CourseErrorCode,
    message: string | Sentence,
    remedy: string | Sentence,
    options?: ErrorOptions,
  ) {
    const sentences = [asSentence(message), asSentence(remedy)] as const;
    super(inEnglish(sentences[0]), options);
    this.name = 'CourseError';
    this.code = code;
    this.remedy = inEnglish(sentences[1]);
    this.sentences = sentences;
  }
}

function asSentence(text: string | Sentence): Sentence {
  return typeof text === 'string' ? { template: text, args: [] } : text;
}

/** The message of anything that was thrown. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
