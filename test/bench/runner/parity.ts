import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { coldRunners, RunSession, type Runners } from '../../../src/course/running/runSession.ts';
import { RunRecorder, type TestRecord } from '../../../src/course/running/runRecord.ts';
import { declaredOrder } from '../../../src/protocol/runEvents.ts';
import { fileCases } from '../../unit/runner/parity/fileCases.ts';
import { hookCases } from '../../unit/runner/parity/hookCases.ts';
import type { ParityCase } from '../../unit/runner/parity/parityCase.ts';
import { testCases } from '../../unit/runner/parity/testCases.ts';
import { percentage } from '../statistics.ts';
import { coldRun } from './coldRun.ts';
import { jobIn, type Setting } from './setting.ts';

export interface ParityOutcome {
  /** Of all verdicts, warm and cold. */
  readonly percent: number;
  readonly note: string;
}

type Verdict = TestRecord['state'];
/** By test key. */
export type Verdicts = ReadonlyMap<string, Verdict>;

/**
 * Compares every verdict of the fixture suites with bare mocha's, on a spare and on a runner started for it. The
 * suites are those of the unit tests; here the bundles that ship run them.
 * @param width how many suites are run side by side.
 */
export async function parityOf(setting: Setting, spares: Runners, width = 2): Promise<ParityOutcome> {
  const { runtime, installation } = setting;
  const cold = coldRunners({ runtime, runner: installation.runner, toolchain: installation.toolchain });
  const cases = [...hookCases, ...testCases, ...fileCases];
  const compared = cases.filter(({ differs }) => differs === undefined);
  const differences: string[] = [];
  let all = 0;
  const waiting = [...compared.entries()];
  const worker = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [index, one] = next;
      const folder = setting.projectFolder(`parity-${index}`, one.files);
      const bare = await bareVerdicts(setting, folder, one);
      for (const [start, runners] of [['warm', spares] as const, ['cold', cold] as const]) {
        const found = compare(bare, await ourVerdicts(setting, folder, one, runners));
        all += found.all;
        differences.push(...found.differences.map((words) => `${one.name}, ${start}: ${words}`));
      }
    }
  };
  await Promise.all(Array.from({ length: width }, worker));
  const meant = `${cases.length - compared.length} of ${cases.length} suites left out: they differ on purpose`;
  return { percent: percentage(all - differences.length, all), note: [meant, ...differences].join('; ') };
}

/**
 * Tests whose verdicts differ. A test that bare mocha says nothing about (a hook failed before its turn) must be
 * `errored` with us: it could not be judged.
 */
export function compare(bare: Verdicts, ours: Verdicts): { all: number; differences: string[] } {
  const keys = new Set([...bare.keys(), ...ours.keys()]);
  const differences: string[] = [];
  for (const key of keys) {
    const theirs = bare.get(key) ?? 'errored';
    const own = ours.get(key) ?? 'missing';
    if (theirs !== own) differences.push(`${key} is ${theirs} and we say ${own}`);
  }
  return { all: keys.size, differences };
}

/** The verdicts in the lines of the fixtures' reporter. A test that a failed hook ran for cannot be judged. */
export function bareVerdictsIn(lines: readonly string[]): Verdicts {
  const verdicts = new Map<string, Verdict>();
  for (const line of lines) {
    // Written by the reporter beside the fixtures.
    const { verdict, key } = JSON.parse(line) as { verdict: Verdict | 'hook' | 'uncaught'; key: string };
    if (key === '' || verdict === 'uncaught' || verdicts.get(key) === 'failed') continue;
    verdicts.set(key, verdict === 'hook' ? 'errored' : verdict);
  }
  return verdicts;
}

function testFilesOf({ files }: ParityCase): string[] {
  return Object.keys(files).filter((path) => path.includes('.test.'));
}

async function bareVerdicts(setting: Setting, folder: string, one: ParityCase): Promise<Verdicts> {
  const events = join(folder, 'events.jsonl');
  const reporter = join(import.meta.dirname, '../../unit/runner/parity/reporter.ts');
  const named = Object.values(one.files).some((text) => text.includes('"spec"'));
  const { stderr } = await coldRun(
    setting,
    folder,
    ['--reporter', reporter, ...(named ? [] : testFilesOf(one))],
    {
      mayFail: true,
      // Its files are of both kinds of module, and Node's own stripping knows which is which.
      hook: false,
      env: { ITLAB_PARITY_EVENTS: events },
    },
  );
  if (stderr.includes(reporter)) throw new Error(`Bare mocha could not tell its verdicts: ${stderr}`);
  if (!existsSync(events)) return new Map();
  return bareVerdictsIn(readFileSync(events, 'utf8').trim().split('\n'));
}

async function ourVerdicts(
  setting: Setting,
  folder: string,
  one: ParityCase,
  runners: Runners,
): Promise<Verdicts> {
  const job = { ...jobIn(setting, folder), packages: ['mocha'], ownCode: [folder], mochaOptions: true };
  const session = new RunSession(job, runners, undefined);
  const recorder = new RunRecorder();
  const files = testFilesOf(one).map((path) => join(folder, path));
  const end = await session.run({ files, overlay: [], select: null, seed: declaredOrder }, (event) =>
    recorder.add(event),
  );
  await session.close();
  return new Map(recorder.close(end).tests.map(({ key, state }) => [key, state]));
}
