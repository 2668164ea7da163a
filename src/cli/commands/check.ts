import { existsSync, realpathSync } from 'node:fs';
import { resolve } from 'node:path';
import { checkProject, isClean, isJudged } from '../../course/check/checkProject.ts';
import { projectFolderOf } from '../../course/check/project.ts';
import { checkSummary } from '../../course/check/summary.ts';
import { CourseError } from '../../course/courseError.ts';
import { exitStatus, printJson, type Environment } from '../environment.ts';
import type { CheckProgress } from '../../protocol/checkResult.ts';
import { checkJunit } from '../junit.ts';
import { namedFiles } from '../namedFiles.ts';
import { writeReport } from '../writeReport.ts';

export interface CheckArguments {
  readonly json: boolean;
  readonly junit?: string;
}

/** Checks what the tests of any mocha project leave behind and whether they depend on their order. */
export async function check(
  environment: Environment,
  files: readonly string[],
  options: CheckArguments,
): Promise<number> {
  const { cwd, installation, signal, variables } = environment;
  const named = namedFiles(cwd, files).map((file) => existing(cwd, file));
  // A file is checked with the mocha and the configuration of the package it belongs to.
  const folder = projectFolderOf(named[0] ?? cwd);
  const result = await checkProject(folder, {
    attach: installation.attach,
    files: named.length > 0 ? named : null,
    nodePath: variables['ITLAB_NODE'] === '' ? undefined : variables['ITLAB_NODE'],
    variables,
    signal,
    onProgress: progressTo(environment),
  });
  if (options.junit !== undefined) writeReport(resolve(cwd, options.junit), checkJunit(result));
  if (options.json) printJson(environment, result);
  else environment.out(`${checkSummary(result).join('\n')}\n`);
  if (!isJudged(result)) return exitStatus.unusable;
  return isClean(result) ? exitStatus.good : exitStatus.notGood;
}

/** Milliseconds between two words about one stage. */
const progressEveryMs = 5_000;

const stages: Record<CheckProgress['stage'], string> = {
  tests: 'Running all tests',
  isolation: 'Trying other orders',
  polluters: 'Looking for polluters',
};

/** Says on standard error how far a check is: at each stage's beginning, and every few seconds in it. */
function progressTo({ err }: Environment): (progress: CheckProgress) => void {
  let shown: CheckProgress['stage'] | null = null;
  let shownAt = 0;
  return ({ stage, done, total }) => {
    const now = performance.now();
    if (stage === shown && now - shownAt < progressEveryMs) return;
    shown = stage;
    shownAt = now;
    err(`${stages[stage]}: ${done}${total === 0 ? '' : ` of ${total}`} …\n`);
  };
}

/** @throws CourseError `missing-folder` when there is nothing of that name. */
function existing(cwd: string, file: string): string {
  const path = resolve(cwd, file);
  if (existsSync(path)) return realpathSync(path);
  throw new CourseError('missing-folder', `There is no ${path} to check.`, 'Check the name.');
}
