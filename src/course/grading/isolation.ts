import type { GradedIsolation } from '../../protocol/gradeResult.ts';
import { mapInPool } from '../running/pool.ts';
import { titlesOf, type RunRecord, type TestRecord } from '../running/runRecord.ts';
import { runAssembly, type Assembly, type RunSetting } from './systemRun.ts';

export interface IsolationFinding {
  readonly test: string;
  readonly key: string;
  readonly message: string;
}

export interface IsolationReport {
  readonly isolation: GradedIsolation;
  readonly findings: readonly IsolationFinding[];
}

/** The seed that stands for the reversed order; seeds of shuffles are positive. */
const reversedSeed = -1;

/**
 * Runs each test alone and all of them reversed, and names for each test whose verdict changes the test it
 * depends on.
 * @param onStep called after each run with how many are done and how many there are.
 */
export async function checkIsolation(
  assembly: Assembly,
  setting: RunSetting,
  correct: RunRecord,
  onStep: (done: number, total: number) => void,
): Promise<IsolationReport> {
  const passing = correct.tests.filter(({ state }) => state === 'passed');
  if (passing.length < 2) return { isolation: { clean: true, pairs: [] }, findings: [] };
  const titles = titlesOf(correct.tests);
  const title = (key: string): string => titles.get(key) ?? key;

  const total = passing.length + 1;
  let done = 0;
  const [reversed, ...alone] = await mapInPool([null, ...passing.map(({ key }) => [key])], async (select) => {
    const record = await runAssembly(assembly, setting, select === null ? { order: 'reversed' } : { select });
    onStep(++done, total);
    return record;
  });

  const findings: IsolationFinding[] = [];
  const pairs: { polluter: string; victim: string; seed: number }[] = [];
  for (const [index, test] of passing.entries()) {
    const record = alone[index];
    if (record && stateOf(record, test.key) !== 'passed') {
      findings.push({
        test: title(test.key),
        key: test.key,
        message: `'${title(test.key)}' passes only after another test has run: alone it fails. Let it set up what it needs itself.`,
      });
      continue;
    }
    if (!reversed || stateOf(reversed, test.key) === 'passed') continue;
    const polluter = await findPolluter(assembly, setting, passing, test);
    const name = polluter === null ? 'the tests behind it' : `'${title(polluter.key)}'`;
    if (polluter !== null) {
      pairs.push({ polluter: title(polluter.key), victim: title(test.key), seed: reversedSeed });
    }
    findings.push({
      test: title(test.key),
      key: test.key,
      message: `'${title(test.key)}' fails when ${name} runs before it. Let the polluter clean up, or give each test its own data.`,
    });
  }
  return { isolation: { clean: findings.length === 0, pairs }, findings };
}

function stateOf(record: RunRecord, key: string): TestRecord['state'] | undefined {
  return record.tests.find((test) => test.key === key)?.state;
}

/** The first single test that makes the victim fail when it runs just before it, in reversed order. */
async function findPolluter(
  assembly: Assembly,
  setting: RunSetting,
  passing: readonly TestRecord[],
  victim: TestRecord,
): Promise<TestRecord | null> {
  const candidates = passing.slice(passing.indexOf(victim) + 1);
  const guilty = await mapInPool(candidates, async (candidate) => {
    const record = await runAssembly(assembly, setting, {
      order: 'reversed',
      select: [candidate.key, victim.key],
    });
    return stateOf(record, victim.key) === 'passed' ? null : candidate;
  });
  return guilty.find((test) => test !== null) ?? null;
}
