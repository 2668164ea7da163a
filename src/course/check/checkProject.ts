import {
  unjudgedCodes,
  type CheckedTest,
  type CheckProblem,
  type CheckProgress,
  type CheckResult,
} from '../../protocol/checkResult.ts';
import type { GradedFinding } from '../../protocol/gradeResult.ts';
import type { Finding } from '../../protocol/runEvents.ts';
import { pathFrom } from '../platform/paths.ts';
import { gistOf, titlesOf, type RunRecord } from '../running/runRecord.ts';
import { openProject } from './project.ts';
import { judgeIsolation, type DependenceFinding } from './projectIsolation.ts';
import { runProject, type ProjectRun, type ProjectRunSetting } from './projectRun.ts';

export interface CheckSetting extends ProjectRunSetting {
  /** The Node that runs the project; that on the path when left out. */
  readonly nodePath?: string | undefined;
  /** The environment the user works in. */
  readonly variables: NodeJS.ProcessEnv;
  readonly onProgress?: (progress: CheckProgress) => void;
}

const nothingChecked = { tests: 0, orders: [], alone: 0, searchRuns: 0, unsearched: 0 } as const;

/** Whether a check came to a verdict at all. */
export function isJudged(result: CheckResult): boolean {
  return !result.problems.some(({ code }) => unjudgedCodes.has(code));
}

/** Whether nothing was found: all tests pass, leave nothing behind, and pass in every order. */
export function isClean(result: CheckResult): boolean {
  return result.problems.length === 0 && result.hygiene.length === 0 && result.isolation.clean;
}

/**
 * Checks hygiene and isolation of a mocha project, with its own mocha on the user's own Node. Nothing is installed
 * or written into it. Never rejects for what is wrong with the project: that is in `problems`.
 * @param folder the project (absolute), as `projectFolderOf` gives it.
 */
export async function checkProject(folder: string, setting: CheckSetting): Promise<CheckResult> {
  const empty: CheckResult = {
    project: folder,
    mocha: '',
    node: '',
    tests: [],
    hygiene: [],
    isolation: { clean: false, pairs: [], checked: nothingChecked },
    problems: [],
  };
  const project = await openProject(folder, setting.nodePath, setting.variables);
  if ('code' in project) return { ...empty, problems: [project] };
  const known = { ...empty, mocha: project.mocha.version, node: project.node.version };
  const report = (progress: CheckProgress): void => setting.onProgress?.(progress);

  const declared = await runProject(project, setting, {
    hygiene: true,
    onTest: (done, total) => report({ stage: 'tests', done, total }),
  });
  const { record } = declared;
  const unjudged = whyNothing(declared, folder);
  if (unjudged !== null) return { ...known, problems: [unjudged] };
  const titles = titlesOf(record.tests);
  const first: CheckResult = {
    ...known,
    tests: record.tests.map(({ key, state, durationMs, at }): CheckedTest => ({
      title: titles.get(key) ?? key,
      state,
      durationMs,
      file: fileOf(key),
      ...(at === null ? {} : { line: at.line }),
    })),
    hygiene: gradedFindings(folder, record.findings.filter(isOfTheProject)),
    problems: problemsOf(record, titles),
  };
  const isolation = await judgeIsolation(declared, {
    titles,
    fileOf,
    run: (round) => runProject(project, setting, round),
    cancelled: () => setting.signal?.aborted === true,
    onProgress: report,
  });
  return {
    ...first,
    hygiene: [...first.hygiene, ...gradedFindings(folder, isolation.findings)],
    isolation: isolation.isolation,
    problems: [...first.problems, ...isolation.problems, ...(setting.signal?.aborted ? [cancelled] : [])],
  };
}

const cancelled: CheckProblem = {
  code: 'cancelled',
  message: 'The check was cancelled before it was done; what had been found so far is shown.',
};

/** Why a first run gives nothing to judge, with what to do; null when it does. */
function whyNothing({ record, planned, printed }: ProjectRun, folder: string): CheckProblem | null {
  const { end } = record;
  if (end.how === 'cancelled') return cancelled;
  if (end.how === 'not-started') {
    return { code: 'mocha-failed', message: `Mocha could not be started: ${end.message} Try again.` };
  }
  const loading = record.problems.find(({ code }) => code === 'load-error');
  if (loading) {
    const at = loading.at && { file: pathFrom(folder, loading.at.file), line: loading.at.line };
    const where = at === null ? '' : ` (${at.file}:${at.line})`;
    return {
      code: 'load-error',
      message: `${loading.message.replace(/[.\s]+$/, '')}${where}. Mocha runs nothing when a file fails to load. Mend it, or name the files to check.`,
      ...(at === null ? {} : { at }),
    };
  }
  if (
    !planned &&
    !/No test files? found|No test file\(s\) found|Cannot find any files matching/.test(printed)
  ) {
    const exit = record.problems.find(({ code }) => code === 'process-exit');
    return {
      code: 'mocha-failed',
      message: `Mocha ended before it had any test. ${exit?.message ?? ''} It printed: ${tail(printed)} Make the project's own mocha run first.`,
    };
  }
  if (record.tests.length === 0) {
    return {
      code: 'no-tests',
      message:
        'Mocha found no test. Name the test files, or set `spec` in the mocha configuration (.mocharc or the key "mocha" of package.json).',
    };
  }
  return null;
}

function tail(text: string): string {
  const lines = text.trim().split('\n').slice(-12).join('\n').trim();
  return lines === '' ? 'nothing.' : `\n${lines}\n`;
}

/** What tools of the set-up (a TypeScript loader, a cache) hold is nobody's test: no test and no line stand behind it. */
function isOfTheProject({ test, at }: Finding): boolean {
  return test !== '' || at !== null;
}

function problemsOf(record: RunRecord, titles: ReadonlyMap<string, string>): CheckProblem[] {
  const problems: CheckProblem[] = [];
  for (const { code, message } of record.problems) {
    if (isCheckCode(code)) problems.push({ code, message });
  }
  for (const { key, state, failure, reason } of record.tests) {
    const title = titles.get(key) ?? key;
    if (state === 'failed') {
      const line = gistOf(failure?.message ?? '');
      problems.push({
        code: 'test-failed',
        message: `'${title}' fails in the declared order: ${line} Its independence is not judged.`,
      });
    } else if (state === 'errored') {
      problems.push({ code: 'test-errored', message: `'${title}' could not be judged. ${reason ?? ''}` });
    }
  }
  return problems;
}

const runCodes: readonly string[] = ['hook-failed', 'process-exit', 'endless-loop', 'crashed', 'uncaught'];

function isCheckCode(code: string): code is CheckProblem['code'] {
  return runCodes.includes(code);
}

/** The file a test's key names. */
function fileOf(key: string): string {
  const [file]: unknown[] = JSON.parse(key) as unknown[];
  return typeof file === 'string' ? file : '';
}

function gradedFindings(folder: string, findings: readonly DependenceFinding[]): GradedFinding[] {
  return findings.map(({ rule, test, message, at, dependence }) => ({
    rule,
    test,
    message,
    file: at === null ? '' : pathFrom(folder, at.file),
    line: at?.line ?? 0,
    ...(at === null ? {} : { column: at.column }),
    ...(dependence === undefined ? {} : { dependence }),
  }));
}
