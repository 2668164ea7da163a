import type { CheckedIsolation, CheckProblem, CheckProgress } from '../../protocol/checkResult.ts';
import { declaredOrder, reversedOrder, type Finding, type OrderSeed } from '../../protocol/runEvents.ts';
import { orderText } from '../../protocol/orders.ts';
import type { GradedFinding } from '../../protocol/gradeResult.ts';
import { shuffleSeeds } from '../grading/isolation.ts';
import { passingKeys, type RunRecord } from '../running/runRecord.ts';
import { smallestEffective } from './polluterSearch.ts';
import type { ProjectRound, ProjectRun } from './projectRun.ts';

/** Suites of up to this many tests have each test run alone as well. */
const aloneLimit = 50;
/** Runs spent on who pollutes whom, for the whole project. */
const searchLimit = 120;
/** Milliseconds after which no further test is run alone, and no further search begins. */
const aloneBudgetMs = 120_000;
const searchBudgetMs = 240_000;

export interface ProjectIsolation {
  readonly isolation: CheckedIsolation;
  readonly findings: readonly DependenceFinding[];
  readonly problems: readonly CheckProblem[];
}

/** A test that depends on the order, with the titles of those that decide. */
export type DependenceFinding = Finding & Pick<GradedFinding, 'dependence'>;

interface Setting {
  readonly titles: ReadonlyMap<string, string>;
  readonly fileOf: (key: string) => string;
  /** Runs the project in a fresh process. */
  readonly run: (round: ProjectRound) => Promise<ProjectRun>;
  readonly cancelled: () => boolean;
  readonly onProgress: (progress: CheckProgress) => void;
}

/** A test that does not pass in some order, seen twice. */
interface Dependent {
  readonly key: string;
  readonly seed: OrderSeed;
  /** What ran before it there, in that order. */
  readonly before: readonly string[];
}

/**
 * Whether the tests that pass in their declared order pass in others: all reversed and three shuffles; alone when
 * the suite is small, else those in the files where something changed. One run after the other, because suites of
 * users may share a port or a database. What breaks is heard again before it counts.
 */
export async function judgeIsolation(declared: ProjectRun, setting: Setting): Promise<ProjectIsolation> {
  return new IsolationJudgement(declared, setting).judge();
}

class IsolationJudgement {
  private readonly declared: ProjectRun;
  private readonly setting: Setting;
  private readonly passing: readonly string[];
  private readonly findings: DependenceFinding[] = [];
  private readonly problems: CheckProblem[] = [];
  private readonly pairs: { polluter: string; victim: string; seed: OrderSeed }[] = [];
  private readonly flaky = new Set<string>();
  private orders: OrderSeed[] = [];
  private searchRuns = 0;
  private unsearched = 0;
  private done = 0;
  /** Whether a test passes alone, for those that were tried. */
  private readonly alone = new Map<string, boolean>();
  private searchEnd = Infinity;

  constructor(declared: ProjectRun, setting: Setting) {
    this.declared = declared;
    this.setting = setting;
    this.passing = passingKeys(declared.record);
  }

  async judge(): Promise<ProjectIsolation> {
    const { passing } = this;
    if (passing.length > 1) {
      const all = passing.length <= aloneLimit;
      // Two tests have two orders only.
      const seeds = passing.length === 2 ? [reversedOrder] : [reversedOrder, ...shuffleSeeds];
      const dependents = await this.tryOrders(seeds, seeds.length + (all ? passing.length : 0));
      const files = new Set([...dependents.keys()].map((key) => this.setting.fileOf(key)));
      const candidates = all ? passing : passing.filter((key) => files.has(this.setting.fileOf(key)));
      // Those that are known to depend on others come first, for when the time does not suffice for all.
      const alone = [
        ...candidates.filter((key) => dependents.has(key)),
        ...candidates.filter((key) => !dependents.has(key)),
      ];
      const brittle = await this.tryAlone(alone, seeds.length + alone.length);
      this.searchEnd = performance.now() + searchBudgetMs;
      for (const key of brittle) await this.explainBrittle(key);
      for (const dependent of dependents.values()) {
        if (!brittle.has(dependent.key)) await this.explainVictim(dependent);
      }
    }
    for (const key of this.flaky) {
      this.problems.push({
        code: 'flaky-test',
        message: `${this.name(key)} passed and failed in one and the same order, so its verdict does not rest on order alone. Look for time, chance or something outside that it depends on.`,
      });
    }
    return {
      isolation: {
        clean: this.findings.length === 0,
        pairs: this.pairs,
        checked: {
          tests: passing.length,
          orders: this.orders,
          alone: this.alone.size,
          searchRuns: this.searchRuns,
          unsearched: this.unsearched,
        },
      },
      findings: this.findings,
      problems: this.problems,
    };
  }

  private async tryOrders(seeds: readonly OrderSeed[], total: number): Promise<Map<string, Dependent>> {
    const dependents = new Map<string, Dependent>();
    for (const seed of seeds) {
      if (this.setting.cancelled()) break;
      const run = await this.setting.run({ seed });
      this.step(total);
      this.orders.push(seed);
      this.noteEnd(run.record, seed);
      const broken = notPassing(this.passing, run);
      const unknown = broken.filter((key) => !dependents.has(key));
      if (unknown.length === 0 || this.setting.cancelled()) continue;
      const again = new Set(notPassing(unknown, await this.setting.run({ seed })));
      for (const key of unknown) {
        if (!again.has(key)) this.flaky.add(key);
        else dependents.set(key, { key, seed, before: run.order.slice(0, run.order.indexOf(key)) });
      }
    }
    for (const key of dependents.keys()) this.flaky.delete(key);
    return dependents;
  }

  private async tryAlone(keys: readonly string[], total: number): Promise<Set<string>> {
    const brittle = new Set<string>();
    const begun = performance.now();
    for (const key of keys) {
      if (this.setting.cancelled() || performance.now() - begun > aloneBudgetMs) break;
      const passes = await this.passesAfter(key, [], declaredOrder);
      if (this.setting.cancelled()) break;
      this.alone.set(key, passes);
      if (!passes) {
        if (await this.passesAfter(key, [], declaredOrder)) this.flaky.add(key);
        else brittle.add(key);
      }
      this.step(total);
    }
    return brittle;
  }

  /** A test that fails alone: which one before it makes it pass? */
  private async explainBrittle(key: string): Promise<void> {
    const { order } = this.declared;
    const before = order.slice(0, order.indexOf(key));
    const setters = await this.search(key, before, async (part) =>
      this.passesAfter(key, part, declaredOrder),
    );
    if (setters === 'by chance') {
      this.flaky.add(key);
      return;
    }
    const after =
      setters === null
        ? 'another test has'
        : `${setters.map((one) => this.name(one)).join(' and ')} ${setters.length === 1 ? 'has' : 'have'}`;
    this.find(
      key,
      `${this.name(key)} passes only after ${after} run: alone it fails. Let it set up what it needs itself.`,
      setters ?? [],
      null,
    );
  }

  /** A test that passes alone and fails after others: after which? */
  private async explainVictim({ key, seed, before }: Dependent): Promise<void> {
    // Most often one test pollutes many.
    const known = [...new Set(this.pairs.map(({ polluter }) => polluter))]
      .map((title) => before.find((one) => this.title(one) === title))
      .filter((one) => one !== undefined);
    const fails = async (part: readonly string[]): Promise<boolean> =>
      !(await this.passesAfter(key, part, seed));
    let polluters: readonly string[] | null = null;
    for (const one of known) {
      if (polluters !== null || !this.maySearch()) break;
      this.searchRuns += 1;
      if (await fails([one])) polluters = [one];
    }
    const found = polluters ?? (await this.search(key, before, fails));
    if (this.setting.cancelled()) return;
    if (found === 'by chance') {
      this.flaky.add(key);
      return;
    }
    polluters = found;
    const culprits =
      polluters === null
        ? 'other tests run'
        : `${polluters.map((one) => this.name(one)).join(' and ')} ${polluters.length === 1 ? 'runs' : 'run'}`;
    if (polluters !== null) {
      const polluter = polluters.map((one) => this.title(one)).join(' + ');
      this.pairs.push({ polluter, victim: this.title(key), seed });
    }
    this.find(
      key,
      `${this.name(key)} fails when ${culprits} before it (seen ${orderText(seed)}). Let the polluter clean up, or give each test its own data.`,
      polluters ?? [],
      seed,
    );
  }

  /** The smallest part with the effect; null when the search gave up, or the whole has no effect. */
  private async search(
    key: string,
    candidates: readonly string[],
    hasEffect: (part: readonly string[]) => Promise<boolean>,
  ): Promise<readonly string[] | 'by chance' | null> {
    const count = async (part: readonly string[]): Promise<boolean> => {
      this.searchRuns += 1;
      this.setting.onProgress({ stage: 'polluters', done: this.searchRuns, total: 0 });
      return hasEffect(part);
    };
    if (!this.maySearch()) {
      this.unsearched += 1;
      return null;
    }
    if (candidates.length === 0 || !(await count(candidates))) return null;
    const found = await smallestEffective(candidates, count, () => this.maySearch());
    if (found === candidates && candidates.length <= 3 && this.alone.has(key)) return found;
    // A search cut short has come to no answer that helps, and one led astray by chance to a wrong one.
    if (found.length > 3) {
      this.unsearched += 1;
      return null;
    }
    const certain = (await count(found)) && (this.alone.has(key) || !(await count([])));
    return certain ? found : 'by chance';
  }

  private maySearch(): boolean {
    return this.searchRuns < searchLimit && performance.now() < this.searchEnd && !this.setting.cancelled();
  }

  private async passesAfter(key: string, before: readonly string[], seed: OrderSeed): Promise<boolean> {
    const run = await this.setting.run({ select: [...before, key], seed });
    return notPassing([key], run).length === 0;
  }

  private find(key: string, message: string, on: readonly string[], seed: OrderSeed | null): void {
    const at = this.declared.record.tests.find((test) => test.key === key)?.at ?? null;
    const dependence = { on: on.map((one) => this.title(one)), seed };
    this.findings.push({ rule: 'order-dependence', test: this.title(key), message, at, dependence });
  }

  private noteEnd({ end, problems }: RunRecord, seed: OrderSeed): void {
    if (end.how === 'finished' || end.how === 'cancelled') return;
    const why = problems.at(-1)?.message ?? '';
    this.problems.push({
      code: 'order-ended-early',
      message: `Run ${orderText(seed)}, the tests did not come to their end, so those that had not run are not judged in it. ${why}`,
    });
  }

  private step(total: number): void {
    this.done += 1;
    this.setting.onProgress({ stage: 'isolation', done: this.done, total });
  }

  private title(key: string): string {
    return this.setting.titles.get(key) ?? key;
  }

  private name(key: string): string {
    return `'${this.title(key)}'`;
  }
}

/** Keys that were expected to pass and did not. What did not run because the run ended early says nothing. */
function notPassing(expected: readonly string[], { record, order }: ProjectRun): string[] {
  const tests = new Map(record.tests.map((test) => [test.key, test]));
  const whole = record.end.how === 'finished';
  return expected.filter((key) => {
    const test = tests.get(key);
    if (test?.state === 'passed') return false;
    return whole || test?.state === 'failed' || (order.at(-1) === key && record.end.how !== 'cancelled');
  });
}
