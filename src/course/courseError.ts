/** Every way in which the course can refuse to go on, each with its own message and remedy. */
export type CourseErrorCode =
  | 'unknown-exercise'
  | 'ambiguous-exercise'
  | 'missing-folder'
  | 'broken-manifest'
  | 'broken-patch'
  | 'unsafe-path'
  | 'runtime-too-old'
  | 'runtime-missing'
  | 'toolchain-missing'
  | 'not-a-course'
  | 'cannot-write'
  | 'bad-name'
  | 'already-exists';

/** An error for people: `message` says what happened and where, `remedy` what to do about it. */
export class CourseError extends Error {
  readonly code: CourseErrorCode;
  readonly remedy: string;

  constructor(code: CourseErrorCode, message: string, remedy: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'CourseError';
    this.code = code;
    this.remedy = remedy;
  }
}

/** The message of anything that was thrown. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
