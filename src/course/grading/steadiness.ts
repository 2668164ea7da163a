import type { GradeProblem } from '../../protocol/gradeResult.ts';
import { isTestFile, type FileTree } from '../fileTree.ts';
import { notPassing, whyNotPassed, type RunRecord } from '../running/runRecord.ts';
import { runAlone, SystemSession, type Assembly, type RunSetting } from './systemRun.ts';

/** A test that passed at first and did not pass in a later round of the correct system. */
export interface Suspicion {
  readonly key: string;
  /** How many rounds its process had run before, at most. */
  readonly after: number;
}

export interface Steadiness {
  readonly problems: readonly GradeProblem[];
  /** Keys of tests whose verdict says nothing about the system. */
  readonly unsteady: ReadonlySet<string>;
}

/** However late it failed, it is waited for through this many rounds. */
const mostRounds = 24;
/** A verdict by chance shows in so many fresh processes, or is taken for a moment of a busy machine. */
const freshRuns = 3;

/**
 * Hears again, with nothing beside it, why tests do not pass in each round of the correct system: first round after
 * round in one process, to see what outlives a round; then in fresh ones.
 * @param title of a test, by its key.
 */
export async function judgeSteadiness(
  suspicions: readonly Suspicion[],
  title: (key: string) => string,
  assembly: Assembly,
  setting: RunSetting,
): Promise<Steadiness> {
  const problems: GradeProblem[] = [];
  const unsteady = new Set<string>();
  if (suspicions.length === 0) return { problems, unsteady };
  const keys = suspicions.map(({ key }) => key);
  const last = Math.min(mostRounds, Math.max(...suspicions.map(({ after }) => after)) + 2);
  const replayed = await replay(keys, last, assembly, setting);
  const failedAnew = new Map<string, number>();
  for (const key of replayed.first) failedAnew.set(key, 1);
  for (const [key, round] of replayed.later) {
    if (failedAnew.has(key)) continue;
    unsteady.add(key);
    problems.push({
      code: 'unsteady-test',
      message: `'${title(key)}' passes only the first ${round === 2 ? 'time' : `${round - 1} times`} in a process: ${outliving(replayed.residue, assembly.files)} What it catches does not count. Let each run of the suite begin anew: make what it needs in a hook, and remove it in the teardown.`,
    });
  }
  const open = keys.filter((key) => !unsteady.has(key));
  if (open.length > 0) {
    let why: RunRecord | null = null;
    for (let run = 0; run < freshRuns; run += 1) {
      const record = await runAlone(assembly, setting);
      if (record.end.how === 'cancelled') return { problems, unsteady };
      for (const key of notPassing(open, record)) {
        failedAnew.set(key, (failedAnew.get(key) ?? 0) + 1);
        why ??= record;
      }
    }
    for (const key of open) {
      const times = failedAnew.get(key) ?? 0;
      if (times === 0) continue;
      unsteady.add(key);
      problems.push(flaky(title(key), times, freshRuns + 1, why === null ? '' : whyNotPassed(key, why)));
    }
  }
  return { problems, unsteady };
}

/** The problem of a test whose verdict changes although nothing else does. */
export function flaky(test: string, failed: number, runs: number, why: string): GradeProblem {
  const reason = why === '' || why === 'it did not run.' ? '' : ` It failed with: ${why}`;
  return {
    code: 'flaky-test',
    message: `'${test}' is flaky: in the same order, on the same system, it failed in ${failed} of ${runs} runs and passed in the others.${reason} Take chance, the clock and races out of it.`,
  };
}

interface Replayed {
  /** Keys that failed in the first round already. */
  readonly first: readonly string[];
  /** Keys that failed later, with the round, counted from 1. */
  readonly later: ReadonlyMap<string, number>;
  readonly residue: readonly string[];
}

async function replay(
  keys: readonly string[],
  rounds: number,
  assembly: Assembly,
  setting: RunSetting,
): Promise<Replayed> {
  const session = new SystemSession(assembly, setting);
  const later = new Map<string, number>();
  try {
    const begun = await session.run({ residue: true });
    const first = notPassing(keys, begun);
    for (let round = 2; round <= rounds && later.size + first.length < keys.length; round += 1) {
      const record = await session.run();
      if (record.end.how === 'cancelled') break;
      for (const key of notPassing(keys, record)) if (!later.has(key)) later.set(key, round);
    }
    return { first, later, residue: begun.residue };
  } finally {
    await session.close();
  }
}

/** What outlives a run, with the line that names it. */
function outliving(residue: readonly string[], files: FileTree): string {
  for (const name of residue) {
    const [, symbol, word = symbol] = /(?:Symbol\((.+)\)\]|([\w$]+))$/.exec(name) ?? [];
    const place = word === undefined ? null : lineNaming(word, files);
    if (place !== null) return `\`${name}\` keeps what the first run left (${place}).`;
  }
  const [name] = residue;
  return name === undefined
    ? 'something that it does outlives the run (a property of what all files share, a file elsewhere).'
    : `\`${name}\` keeps what the first run left.`;
}

function lineNaming(word: string, files: FileTree): string | null {
  for (const [path, text] of files) {
    if (!path.startsWith('tests/') && !isTestFile(path)) continue;
    const index = text.split('\n').findIndex((line) => line.includes(word));
    if (index >= 0) return `${path}:${index + 1}`;
  }
  return null;
}
