import type { GradedIsolation } from '../../protocol/gradeResult.ts';
import { declaredOrder, reversedOrder, type OrderSeed } from '../../protocol/runEvents.ts';
import type { RunRecord, TestRecord } from '../running/runRecord.ts';
import type { SystemRound } from './systemRun.ts';

/** Shuffles beside the reversed order. Fixed, so that a grade is the same each time. */
export const shuffleSeeds: readonly OrderSeed[] = [1, 2, 3];

export interface IsolationFinding {
  readonly key: string;
  readonly test: string;
  readonly message: string;
}

export interface IsolationReport {
  readonly isolation: GradedIsolation;
  readonly findings: readonly IsolationFinding[];
}

/** One way of running tests that pass together in their declared order. */
export interface IsolationProbe {
  readonly round: Pick<SystemRound, 'seed' | 'select'>;
  /** Keys of the tests that must pass in it. */
  readonly expected: readonly string[];
  /** The single test that runs alone, or null. */
  readonly alone: string | null;
}

/** Every test alone, all reversed, and seeded shuffles. Nothing for fewer than two tests. */
export function isolationProbes(correct: RunRecord): IsolationProbe[] {
  const passing = passingKeys(correct);
  if (passing.length < 2) return [];
  return [
    ...passing.map((key) => ({ round: { select: [key] }, expected: [key], alone: key })),
    ...[reversedOrder, ...shuffleSeeds].map((seed) => ({ round: { seed }, expected: passing, alone: null })),
  ];
}

/** Keys that a probe expected to pass and that did not. */
export function brokenBy(probe: IsolationProbe, record: RunRecord): string[] {
  return probe.expected.filter((key) => record.tests.find((test) => test.key === key)?.state !== 'passed');
}

/**
 * Names, for each test whose verdict changes, the test it depends on: the single other test that, run just
 * before it, makes it fail.
 * @param broken the probes that broke something, with what they broke.
 * @param run runs a round in a fresh process.
 */
export async function explainIsolation(
  correct: RunRecord,
  broken: readonly { readonly probe: IsolationProbe; readonly keys: readonly string[] }[],
  titles: ReadonlyMap<string, string>,
  run: (round: SystemRound) => Promise<RunRecord>,
): Promise<IsolationReport> {
  const title = (key: string): string => titles.get(key) ?? key;
  const findings: IsolationFinding[] = [];
  const pairs: { polluter: string; victim: string; seed: OrderSeed }[] = [];
  for (const key of passingKeys(correct)) {
    if (broken.some(({ probe }) => probe.alone === key)) {
      findings.push({
        key,
        test: title(key),
        message: `'${title(key)}' passes only after another test has run: alone it fails. Let it set up what it needs itself.`,
      });
      continue;
    }
    const together = broken.find(({ probe, keys }) => probe.alone === null && keys.includes(key));
    if (!together) continue;
    const pair = await findPolluter(passingKeys(correct), key, run);
    const seed = pair?.seed ?? together.probe.round.seed ?? declaredOrder;
    if (pair) pairs.push({ polluter: title(pair.polluter), victim: title(key), seed });
    const culprit = pair ? `'${title(pair.polluter)}' runs` : 'several other tests run';
    findings.push({
      key,
      test: title(key),
      message: `'${title(key)}' fails when ${culprit} before it (order ${seed}). Let the polluter clean up, or give each test its own data.`,
    });
  }
  return { isolation: { clean: findings.length === 0, pairs }, findings };
}

/** The pair is shortest by construction; the order is the one that puts the polluter first. */
async function findPolluter(
  keys: readonly string[],
  victim: string,
  run: (round: SystemRound) => Promise<RunRecord>,
): Promise<{ readonly polluter: string; readonly seed: OrderSeed } | null> {
  const place = keys.indexOf(victim);
  for (const [index, polluter] of keys.entries()) {
    if (polluter === victim) continue;
    const seed = index < place ? declaredOrder : reversedOrder;
    const record = await run({ select: [polluter, victim], seed });
    if (record.tests.find((test) => test.key === victim)?.state !== 'passed') return { polluter, seed };
  }
  return null;
}

function passingKeys(record: RunRecord): string[] {
  return record.tests.filter(({ state }: TestRecord) => state === 'passed').map(({ key }) => key);
}
