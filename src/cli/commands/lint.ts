import { isUtf8 } from 'node:buffer';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { CourseError, messageOf } from '../../course/courseError.ts';
import { replaceFile } from '../../course/writing/replaceFile.ts';
import { eslintRulesFor } from '../../server/eslintRules.ts';
import { applyPreferredFixes, fixText, lintText } from '../../server/lint.ts';
import { projectFactsOf } from '../../server/projectFacts.ts';
import { nearestProjectSettings, type ProjectSettings } from '../../server/projectSettings.ts';
import { exitStatus, printJson, type Environment } from '../environment.ts';
import { namedFiles } from '../namedFiles.ts';

export interface LintArguments {
  readonly fix: boolean;
  readonly fixPreferred: boolean;
  readonly json: boolean;
  /** Take `itlab.rules` from the project's `.vscode/settings.json`. */
  readonly settings: boolean;
}

/**
 * The language server's diagnostics for files, as the editor would report them there; with `--fix` what is safe unseen
 * is mended first, with `--fix-preferred` whatever has a one-click fix.
 */
export async function lint(
  environment: Environment,
  files: readonly string[],
  options: LintArguments,
): Promise<number> {
  // Every file is read before one is written: a name that is wrong changes nothing.
  const texts = namedFiles(environment.cwd, files).map((file) => {
    const path = resolve(environment.cwd, file);
    const bytes = read(path);
    return { file, path, bytes, text: bytes.toString('utf8') };
  });
  const settings = new Map(texts.map(({ path }) => [path, options.settings ? settingsFor(path) : undefined]));
  const broken = [...settings.values()].flatMap((one) => (one?.broken === true ? [one.path] : []));
  for (const path of new Set(broken)) {
    environment.err(
      `itlab: ${path} has syntax errors. What could be read of it was used.\n       Repair it, or leave it out with --no-settings.\n`,
    );
  }
  const eslintRules = await eslintRulesFor(texts.map(({ path }) => path));
  const findings = texts.flatMap(({ file, path, bytes, text }) => {
    const project = {
      ...projectFactsOf(pathToFileURL(path).href),
      eslintRules: eslintRules.get(path) ?? new Set(),
    };
    const rules = settings.get(path)?.rules ?? new Map();
    const fixed = options.fixPreferred
      ? applyPreferredFixes(file, text, { project, rules }).text
      : options.fix
        ? fixText(file, text, { project, rules }).text
        : text;
    // What is no text would come back as another: its bytes were not understood.
    const isText = isUtf8(bytes);
    if (fixed !== text && isText) write(path, bytes, fixed);
    else if (fixed !== text)
      environment.err(`itlab: ${file} is not encoded as UTF-8, so it is left as it is.\n`);
    return lintText(file, isText ? fixed : text, { project, rules });
  });
  if (options.json) printJson(environment, findings);
  else {
    for (const { file, line, column, severity, rule, message } of findings) {
      environment.out(`${file}:${line}:${column}  ${severity}  ${message}  (${rule})\n`);
    }
    environment.out(findings.length === 0 ? 'Nothing found.\n' : `${findings.length} found.\n`);
  }
  // A hint is no reason to stop a build.
  return findings.every(({ severity }) => severity === 'hint') ? exitStatus.good : exitStatus.notGood;
}

function settingsFor(path: string): ProjectSettings | undefined {
  try {
    return nearestProjectSettings(path);
  } catch (error) {
    throw new CourseError(
      'missing-folder',
      `The settings of the project cannot be read: ${messageOf(error)}.`,
      'Check the permissions of .vscode/settings.json, or leave it out with --no-settings.',
      { cause: error },
    );
  }
}

function read(file: string): Buffer {
  try {
    return readFileSync(file);
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

function write(file: string, before: Uint8Array, text: string): void {
  let done: boolean;
  try {
    done = replaceFile(file, before, Buffer.from(text));
  } catch (error) {
    throw new CourseError(
      'cannot-write',
      `${file} could not be written: ${messageOf(error)}. It is as it was.`,
      'Make room, or check the permissions of the file and of its folder.',
      {
        cause: error,
      },
    );
  }
  if (done) return;
  throw new CourseError(
    'changed-meanwhile',
    `${file} was changed at the same moment. It is left as it is by now.`,
    'Try again.',
  );
}
