import { CourseError, messageOf } from '../course/courseError.ts';

/** Exit status of every command. */
export const exitStatus = { good: 0, notGood: 1, unusable: 2 } as const;

/** Prints one JSON document; the only thing on standard output when `--json` is given. */
export function printJson(document: unknown): void {
  process.stdout.write(`${JSON.stringify(document, null, 2)}\n`);
}

/** Prints lines for people. */
export function print(text: string): void {
  process.stdout.write(text.endsWith('\n') ? text : `${text}\n`);
}

/** Says what went wrong and what to do, in the form asked for. */
export function reportError(thrown: unknown, json: boolean): void {
  const code = thrown instanceof CourseError ? thrown.code : 'unexpected';
  const message = messageOf(thrown);
  const remedy = thrown instanceof CourseError ? thrown.remedy : 'This is a defect of itlab. Please report it.';
  if (json) printJson({ problems: [{ code, message: `${message} ${remedy}` }] });
  else process.stderr.write(`itlab: ${message}\n       ${remedy}\n`);
  if (!(thrown instanceof CourseError) && thrown instanceof Error) process.stderr.write(`${thrown.stack ?? ''}\n`);
}
