import { isUtf8 } from 'node:buffer';
import { pathToFileURL } from 'node:url';
import { CourseError, messageOf } from '../../course/courseError.ts';
import { replaceFile } from '../../course/writing/replaceFile.ts';
import type { LintFinding } from '../../protocol/serverRequests.ts';
import { markedLines, oneLine } from '../../protocol/shownText.ts';
import { eslintRulesFor } from '../../server/eslintRules.ts';
import { applyPreferredFixes, fixText, lintText, unreadFinding } from '../../server/lint.ts';
import { notReadRule } from '../../server/notRead.ts';
import { projectFactsOf } from '../../server/projectFacts.ts';
import { nearestProjectSettings, type ProjectSettings } from '../../server/projectSettings.ts';
import { exitStatus, printJson, type Environment } from '../environment.ts';
import { lintedFiles, type LintedFiles } from '../lintedFiles.ts';

export interface LintArguments {
  readonly fix: boolean;
  readonly fixPreferred: boolean;
  readonly json: boolean;
  /** Take `itlab.rules` from the project's `.vscode/settings.json`. */
  readonly settings: boolean;
  /** Ask the project's own ESLint which rules it has on. This runs its configuration. */
  readonly eslint: boolean;
}

/**
 * The language server's diagnostics for files, or for the tests below folders, as the editor would report them there;
 * with `--fix` what is safe unseen is mended first, with `--fix-preferred` whatever has a one-click fix. Files are read;
 * nothing of the project is run, unless `--eslint` asks for it.
 */
export async function lint(
  environment: Environment,
  names: readonly string[],
  options: LintArguments,
): Promise<number> {
  // Every file is read before one is written: a name that is wrong changes nothing.
  const { files, leftOut } = lintedFiles(environment.cwd, names);
  if (files.length === 0) {
    throw new CourseError(
      'missing-folder',
      `No test of mocha was found, so nothing was looked at.${leftOutText(leftOut)}`,
      'Change to the folder of the project, or name files or folders.',
    );
  }
  const settings = new Map(files.map(({ path }) => [path, options.settings ? settingsFor(path) : undefined]));
  const broken = [...settings.values()].flatMap((one) => (one?.broken === true ? [one.path] : []));
  for (const path of new Set(broken)) {
    environment.err(
      `itlab: ${oneLine(path)} has syntax errors. What could be read of it was used.\n       Repair it, or leave it out with --no-settings.\n`,
    );
  }
  const asked = options.eslint ? files.map(({ path }) => path) : [];
  const eslintRules = await eslintRulesFor(asked);
  const findings = files.flatMap(({ file, path, ...one }): LintFinding[] => {
    if (one.unread !== null) return [unreadFinding(file, one.unread)];
    const { bytes } = one;
    const text = bytes.toString('utf8');
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
      environment.err(`itlab: ${oneLine(file)} is not encoded as UTF-8, so it is left as it is.\n`);
    return lintText(file, isText ? fixed : text, { project, rules });
  });
  const unread = findings.filter(({ rule }) => rule === notReadRule).length;
  if (options.json) printJson(environment, findings);
  else {
    for (const { file, line, column, severity, rule, message } of findings) {
      const place = `${oneLine(file)}:${line}:${column}`;
      environment.out(`${place}  ${severity}  ${markedLines(message)}  (${rule})\n`);
    }
    environment.out(summary(findings.length - unread, files.length - unread, unread));
  }
  // Not in the document: these are no findings, and what was asked for has been looked at.
  if (leftOut.length > 0) environment.err(`itlab:${leftOutText(leftOut)}\n`);
  // A file of which nothing is known is neither good nor bad.
  if (unread > 0) return exitStatus.unusable;
  // A hint is no reason to stop a build.
  return findings.every(({ severity }) => severity === 'hint') ? exitStatus.good : exitStatus.notGood;
}

function summary(found: number, read: number, unread: number): string {
  const words = found === 0 ? 'Nothing found' : `${found} found`;
  const where = ` in ${read} ${read === 1 ? 'file' : 'files'}`;
  if (unread === 0) return `${words}${where}.\n`;
  return `${words}${read === 0 ? '' : where}. Not looked at: ${unread} ${unread === 1 ? 'file' : 'files'}.\n`;
}

/** Tests that were found in folders and not read: how many for which reason, with one of each. Empty, or begins with a blank. */
function leftOutText(leftOut: LintedFiles['leftOut']): string {
  return [...new Set(leftOut.map(({ why }) => why))]
    .map((why) => {
      const [first, ...more] = leftOut.filter((one) => one.why === why);
      const others = more.length === 0 ? '' : ` and ${more.length} more`;
      return ` Not looked at: ${oneLine(first?.file ?? '')}${others} (${why}).`;
    })
    .join('');
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
