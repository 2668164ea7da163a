import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { CourseError, messageOf } from '../../course/courseError.ts';
import { applyPreferredFixes, lintText } from '../../server/lint.ts';
import { exitStatus, printJson, type Environment } from '../environment.ts';

export interface LintArguments {
  readonly fix: boolean;
  readonly json: boolean;
}

/** The language server's diagnostics for files; with `--fix` each preferred fix is applied first. */
export function lint(environment: Environment, files: readonly string[], options: LintArguments): number {
  // Every file is read before one is written: a name that is wrong changes nothing.
  const texts = files.map((file) => ({ file, text: read(resolve(environment.cwd, file)) }));
  const findings = texts.flatMap(({ file, text }) => {
    const fixed = options.fix ? applyPreferredFixes(file, text).text : text;
    if (fixed !== text) write(resolve(environment.cwd, file), fixed);
    return lintText(file, fixed);
  });
  if (options.json) printJson(environment, findings);
  else {
    for (const { file, line, column, severity, rule, message } of findings) {
      environment.out(`${file}:${line}:${column}  ${severity}  ${message}  (${rule})\n`);
    }
    environment.out(findings.length === 0 ? 'Nothing found.\n' : `${findings.length} found.\n`);
  }
  return findings.length === 0 ? exitStatus.good : exitStatus.notGood;
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new CourseError(
      'missing-folder',
      `${file} cannot be read: ${messageOf(error)}.`,
      'Check the name.',
      {
        cause: error,
      },
    );
  }
}

function write(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw new CourseError(
      'cannot-write',
      `${file} could not be written: ${messageOf(error)}.`,
      'Check its permissions.',
      {
        cause: error,
      },
    );
  }
}
