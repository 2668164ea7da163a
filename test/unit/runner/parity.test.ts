import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { RunRecord, TestRecord } from '../../../src/course/running/runRecord.ts';
import { sourceInstallation, writeFiles } from '../../support/scratch.ts';
import { fileCases } from './parity/fileCases.ts';
import { hookCases } from './parity/hookCases.ts';
import type { ParityCase } from './parity/parityCase.ts';
import { testCases } from './parity/testCases.ts';
import { runRounds } from './runnerHarness.ts';

type State = TestRecord['state'];

/** What one mocha process runs: one case, or all those that keep to their own files. */
interface Batch {
  readonly root: string;
  readonly files: readonly string[];
  /** The files are named by the options. */
  readonly named: boolean;
}

interface Bare {
  readonly states: ReadonlyMap<string, State>;
  readonly failedHooks: number;
}

const cases = [...hookCases, ...testCases, ...fileCases];
const letters: Record<string, State> = { P: 'passed', F: 'failed', S: 'pending', E: 'errored' };
const hasOptions = ({ files }: ParityCase): boolean =>
  Object.entries(files).some(([path, text]) => path.startsWith('.mocharc') || text.startsWith('{"mocha"'));

describe('verdicts beside those of a bare mocha', function () {
  this.timeout(120_000);
  const batchOf = new Map<ParityCase, Batch>();
  const bare = new Map<Batch, Bare>();
  /** In a spare; where a folder holds many, as rounds of one job. */
  const warm = new Map<Batch, RunRecord>();
  /** Each in a process of its own. */
  const cold = new Map<Batch, RunRecord>();
  let folder = '';

  before(async () => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'itlab-parity-')));
    const shared: string[] = [];
    const sharedBatch: Batch = { root: folder, files: shared, named: false };
    for (const [index, one] of cases.entries()) {
      const root = join(folder, String(index));
      writeFiles(root, one.files);
      const tests = Object.keys(one.files).filter((path) => path.includes('.test.'));
      const inFolder = tests.map((path) => `${index}/${path}`);
      const named = Object.values(one.files).some((text) => text.includes('"spec"'));
      if (hasOptions(one)) batchOf.set(one, { root, files: tests, named });
      else if (one.alone) batchOf.set(one, { root: folder, files: inFolder, named });
      else {
        shared.push(...inFolder);
        batchOf.set(one, sharedBatch);
      }
    }
    const batches = [...new Set(batchOf.values())];
    const work = batches.flatMap((batch) => [
      async () => void bare.set(batch, await runBare(batch)),
      () => runOurs([batch], false, cold),
    ]);
    for (const root of new Set(batches.map((batch) => batch.root))) {
      work.push(() =>
        runOurs(
          batches.filter((batch) => batch.root === root),
          true,
          warm,
        ),
      );
    }
    const lane = async (): Promise<void> => {
      // The longest come last in the list.
      for (let next = work.pop(); next; next = work.pop()) await next();
    };
    await Promise.all([lane(), lane(), lane()]);
  });
  after(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));

  for (const one of cases) {
    it(one.name, () => {
      const batch = batchOf.get(one);
      assert.ok(batch);
      const own = hasOptions(one) ? '["' : `["${cases.indexOf(one)}/`;
      const expected = statesOf(one.states);
      for (const record of [warm.get(batch), cold.get(batch)]) {
        assert.ok(record);
        const tests = record.tests.filter(({ key }) => key.startsWith(own));
        assert.deepEqual(
          tests.map(({ state }) => state),
          expected,
        );
        const told = bare.get(batch)?.states;
        const mocha = tests.map(({ key }): State => told?.get(key) ?? 'errored');
        assert.deepEqual(mocha, one.differs ? statesOf(one.differs.mocha) : expected);
        for (const { state, reason, key } of tests) {
          assert.equal(state === 'errored', reason !== null, `${key}: ${reason}`);
        }
        if (expected.length === 0) assert.ok(record.problems.length > 0);
      }
    });
  }

  it('tells every test and every failed hook that mocha tells', () => {
    for (const [batch, { states, failedHooks }] of bare) {
      for (const record of [warm.get(batch), cold.get(batch)]) {
        const keys = new Set(record?.tests.map(({ key }) => key));
        for (const key of states.keys()) assert.ok(keys.has(key), key);
        const hooks = record?.problems.filter(
          ({ code, message }) => code === 'hook-failed' && !/mochaGlobal/.test(message),
        );
        assert.equal(hooks?.length, failedHooks, batch.root);
      }
    }
  });
});

function statesOf(text: string): (State | undefined)[] {
  return text.split('').map((letter) => letters[letter]);
}

async function runOurs(
  batches: readonly Batch[],
  spare: boolean,
  records: Map<Batch, RunRecord>,
): Promise<void> {
  const [first] = batches;
  if (!first) return;
  const done = await runRounds(
    first.root,
    batches.map(({ files }) => files),
    { testTimeoutMs: 2_000, mochaOptions: true, spare },
  );
  for (const [index, batch] of batches.entries()) {
    const record = done[index];
    if (record) records.set(batch, record);
  }
}

/** The verdicts of `node mocha/bin/mocha.js` in that folder. */
async function runBare({ root, files, named }: Batch): Promise<Bare> {
  const events = join(root, `${files.join('-').replaceAll('/', '-').slice(0, 100)}.jsonl`);
  const reporter = fileURLToPath(new URL('parity/reporter.ts', import.meta.url));
  const mocha = join(sourceInstallation.toolchain, 'node_modules/mocha/bin/mocha.js');
  await new Promise<void>((resolve) => {
    execFile(
      process.execPath,
      [mocha, '--reporter', reporter, ...(named ? [] : files)],
      { cwd: root, env: { ...process.env, ITLAB_PARITY_EVENTS: events }, timeout: 60_000 },
      // Its exit code says whether tests failed, which they do.
      () => resolve(),
    );
  });
  const states = new Map<string, State>();
  let failedHooks = 0;
  const lines = existsSync(events) ? readFileSync(events, 'utf8').trim().split('\n') : [];
  for (const line of lines) {
    // Written by the reporter beside this file.
    const { verdict, key } = JSON.parse(line) as { verdict: State | 'hook' | 'uncaught'; key: string };
    if (verdict === 'hook') failedHooks += 1;
    if (key === '' || verdict === 'uncaught' || states.get(key) === 'failed') continue;
    // A test that a failed hook ran for cannot be judged, whatever it said itself.
    states.set(key, verdict === 'hook' ? 'errored' : verdict);
  }
  return { states, failedHooks };
}
