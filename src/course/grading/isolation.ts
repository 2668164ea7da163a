import type { GradedIsolation } from '../../protocol/gradeResult.ts';
import { declaredOrder, reversedOrder, type OrderSeed } from '../../protocol/runEvents.ts';
import { notPassing, passingKeys, type RunRecord } from '../running/runRecord.ts';
import type { SystemRound } from './systemRun.ts';

/** Shuffles beside the reversed order. Fixed, so that a grade is the same each time. */
export const shuffleSeeds: readonly OrderSeed[] = [1, 2, 3];

export interface IsolationFinding {
  readonly key: string;
  readonly test: string;
  readonly message: string;
  /**
   * Key of the test that decides: the polluter, or for a test that fails alone the one it needs before it. Null
   * when it takes several.
   */
  readonly other: string | null;
  /** An order of the whole suite that shows it; null for a test that fails alone. */
  readonly seed: OrderSeed | null;
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
  return notPassing(probe.expected, record);
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
  run: (round: Pick<SystemRound, 'seed' | 'select'>) => Promise<RunRecord>,
): Promise<IsolationReport> {
  const title = (key: string): string => titles.get(key) ?? key;
  const findings: IsolationFinding[] = [];
  const pairs: { polluter: string; victim: string; seed: OrderSeed }[] = [];
  for (const key of passingKeys(correct)) {
    if (broken.some(({ probe }) => probe.alone === key)) {
      const setter = await findOther(passingKeys(correct), key, 'passed', run);
      findings.push({
        key,
        test: title(key),
        message: `'${title(key)}' passes only after ${setter ? `'${title(setter.key)}'` : 'another test'} has run: alone it fails. Let it set up what it needs itself.`,
        other: setter?.key ?? null,
        seed: null,
      });
      continue;
    }
    const together = broken.find(({ probe, keys }) => probe.alone === null && keys.includes(key));
    if (!together) continue;
    const pair = await findOther(passingKeys(correct), key, 'not passed', run);
    const wholeSeed = together.probe.round.seed ?? declaredOrder;
    const seed = pair?.seed ?? wholeSeed;
    if (pair) pairs.push({ polluter: title(pair.key), victim: title(key), seed });
    const culprit = pair ? `'${title(pair.key)}' runs` : 'several other tests run';
    findings.push({
      key,
      test: title(key),
      message: `'${title(key)}' fails when ${culprit} before it (order ${seed}). Let the polluter clean up, or give each test its own data.`,
      other: pair?.key ?? null,
      seed: wholeSeed,
    });
  }
  return { isolation: { clean: findings.length === 0, pairs }, findings };
}

/** The single test after which the victim has the outcome; the order is the one that puts that test first. */
async function findOther(
  keys: readonly string[],
  victim: string,
  outcome: 'passed' | 'not passed',
  run: (round: Pick<SystemRound, 'seed' | 'select'>) => Promise<RunRecord>,
): Promise<{ readonly key: string; readonly seed: OrderSeed } | null> {
  const place = keys.indexOf(victim);
  for (const [index, key] of keys.entries()) {
    if (key === victim) continue;
    const seed = index < place ? declaredOrder : reversedOrder;
    const record = await run({ select: [key, victim], seed });
    const passes = notPassing([victim], record).length === 0;
    if (passes === (outcome === 'passed')) return { key, seed };
  }
  return null;
}
