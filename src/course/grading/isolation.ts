import type { GradedIsolation } from '../../protocol/gradeResult.ts';
import { declaredOrder, reversedOrder, type OrderSeed } from '../../protocol/runEvents.ts';
import { orderText } from '../../protocol/orders.ts';
import { notPassing, passingKeys, whyNotPassed, type RunRecord } from '../running/runRecord.ts';
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
  /** Tests whose verdict changed from run to run of one order. */
  readonly flakyTests: readonly FlakyTest[];
}

export interface FlakyTest {
  readonly key: string;
  /** In so many of so many runs of one order. */
  readonly failed: number;
  readonly runs: number;
  readonly why: string;
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

/** So often an order must show the same, and so often without the other test, before a test is blamed. */
const hearings = 3;

/**
 * Names, for each test whose verdict changes with the order, the test it depends on: the single other test that, run
 * just before it, makes it fail. A verdict that changes under one order is no matter of order.
 * @param broken the probes that broke something, with what they broke, each heard once in a fresh process.
 * @param run runs a round in a fresh process with nothing beside it.
 */
export async function explainIsolation(
  correct: RunRecord,
  broken: readonly { readonly probe: IsolationProbe; readonly keys: readonly string[] }[],
  titles: ReadonlyMap<string, string>,
  run: (round: Pick<SystemRound, 'seed' | 'select'>) => Promise<RunRecord>,
): Promise<IsolationReport> {
  const title = (key: string): string => titles.get(key) ?? key;
  const findings: IsolationFinding[] = [];
  const flakyTests: FlakyTest[] = [];
  const pairs: { polluter: string; victim: string; seed: OrderSeed }[] = [];
  const heard = await hearAgain(broken, run);
  for (const key of passingKeys(correct)) {
    const own = heard.filter(({ failed }) => (failed.get(key)?.length ?? 0) > 0);
    const sure = own.filter(({ failed }) => failed.get(key)?.length === hearings);
    const [unsure] = own;
    if (unsure !== undefined && sure.length === 0) {
      const reasons = unsure.failed.get(key) ?? [];
      flakyTests.push({ key, failed: reasons.length, runs: hearings, why: reasons[0] ?? '' });
      continue;
    }
    const alone = sure.find(({ probe }) => probe.alone === key);
    if (alone) {
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
    const together = sure.find(({ probe }) => probe.alone === null);
    if (!together) continue;
    const pair = await findOther(passingKeys(correct), key, 'not passed', run);
    const wholeSeed = together.probe.round.seed ?? declaredOrder;
    if (pair) pairs.push({ polluter: title(pair.key), victim: title(key), seed: wholeSeed });
    const culprit = pair ? `'${title(pair.key)}' runs` : 'several other tests run';
    findings.push({
      key,
      test: title(key),
      message: `'${title(key)}' fails when ${culprit} before it (seen ${orderText(wholeSeed)}). Let the polluter clean up, or give each test its own data.`,
      other: pair?.key ?? null,
      seed: wholeSeed,
    });
  }
  return { isolation: { clean: findings.length === 0, pairs }, findings, flakyTests };
}

/** Every order that broke something, in so many fresh processes: for each test, why it did not pass, by run. */
async function hearAgain(
  broken: readonly { readonly probe: IsolationProbe; readonly keys: readonly string[] }[],
  run: (round: Pick<SystemRound, 'seed' | 'select'>) => Promise<RunRecord>,
): Promise<{ readonly probe: IsolationProbe; readonly failed: ReadonlyMap<string, string[]> }[]> {
  const heard: { probe: IsolationProbe; failed: Map<string, string[]> }[] = [];
  for (const { probe, keys } of broken) {
    const failed = new Map<string, string[]>();
    for (let hearing = 0; hearing < hearings; hearing += 1) {
      const record = await run(probe.round);
      for (const key of notPassing(keys, record)) {
        failed.set(key, [...(failed.get(key) ?? []), whyNotPassed(key, record)]);
      }
    }
    heard.push({ probe, failed });
  }
  return heard;
}

/**
 * The single test after which the victim has the outcome each time, and without which it never has; the order is the
 * one that puts that test first.
 */
async function findOther(
  keys: readonly string[],
  victim: string,
  outcome: 'passed' | 'not passed',
  run: (round: Pick<SystemRound, 'seed' | 'select'>) => Promise<RunRecord>,
): Promise<{ readonly key: string } | null> {
  const place = keys.indexOf(victim);
  const hasOutcome = async (select: readonly string[], seed: OrderSeed): Promise<boolean> => {
    const passes = notPassing([victim], await run({ select, seed })).length === 0;
    return passes === (outcome === 'passed');
  };
  const holds = async (times: number, ask: () => Promise<boolean>): Promise<boolean> => {
    for (let time = 0; time < times; time += 1) if (!(await ask())) return false;
    return true;
  };
  const isNeverAlone = (): Promise<boolean> =>
    holds(hearings, async () => !(await hasOutcome([victim], declaredOrder)));
  for (const [index, key] of keys.entries()) {
    if (key === victim) continue;
    const seed = index < place ? declaredOrder : reversedOrder;
    if (!(await holds(hearings, () => hasOutcome([key, victim], seed)))) continue;
    return (await isNeverAlone()) ? { key } : null;
  }
  return null;
}
