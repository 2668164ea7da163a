import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { RunnerProcess } from '../../../src/course/running/runnerProcess.ts';
import { RunSession } from '../../../src/course/running/runSession.ts';
import type { RunEvent } from '../../../src/protocol/runEvents.ts';
import { useScratch, writeFiles } from '../../support/scratch.ts';
import { hostileCases, type HostileCase } from './hostileCases.ts';
import { jobOf, processesWith, runFiles, runnerStart, type FinishedRun } from './runnerHarness.ts';

describe('hostile learners', function () {
  this.timeout(60_000);
  const scratch = useScratch();
  const preamble = `const fs = require('node:fs'), cp = require('node:child_process'), path = require('node:path');\n`;

  function run(
    hostile: Pick<HostileCase, 'text' | 'loadTimeoutMs' | 'testTimeoutMs'>,
    root: string,
  ): Promise<FinishedRun> {
    writeFiles(root, { 'a.test.cjs': preamble + hostile.text, 'other.ts': 'export const other = 1;' });
    const { loadTimeoutMs, testTimeoutMs } = hostile;
    return runFiles(root, {
      files: ['a.test.cjs'],
      ...(loadTimeoutMs === undefined ? {} : { loadTimeoutMs }),
      ...(testTimeoutMs === undefined ? {} : { testTimeoutMs }),
    });
  }

  const runs = new Map<string, FinishedRun>();
  let folder = '';
  before(async () => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'itlab-hostile-')));
    const waiting = [...hostileCases.entries()];
    // Most of them wait for a timeout, so they run side by side.
    const lane = async (): Promise<void> => {
      for (let next = waiting.shift(); next; next = waiting.shift()) {
        const [index, hostile] = next;
        runs.set(hostile.name, await run(hostile, join(folder, String(index))));
      }
    };
    await Promise.all([lane(), lane(), lane(), lane()]);
  });
  after(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));

  for (const hostile of hostileCases) {
    it(hostile.name, async () => {
      const finished = runs.get(hostile.name);
      assert.ok(finished);
      const { record, states, survivors, events } = finished;
      assert.deepEqual(states, hostile.states);
      if (hostile.problems !== 'any') {
        assert.deepEqual(
          record.problems.map(({ code }) => code),
          hostile.problems ?? [],
        );
      }
      if (hostile.says) assert.match(record.problems[0]?.message ?? '', hostile.says);
      const bad = record.tests.find(({ state }) => state !== 'passed');
      if (hostile.because) assert.match(bad?.reason ?? bad?.failure?.message ?? '', hostile.because);
      for (const test of record.tests) if (test.state === 'errored') assert.ok(test.reason, test.key);
      if (hostile.prints) assert.deepEqual(printed(events), hostile.prints);
      assert.deepEqual(survivors, []);
    });
  }

  it('tells every one of 10,000 lines with the test that printed it', async () => {
    const text = `it('prints', () => { for (let i = 0; i < 10000; i += 1) console.log('line ' + i); });`;
    const { events, states } = await run({ text, testTimeoutMs: 5_000 }, scratch());
    assert.deepEqual(states, { prints: 'passed' });
    const lines = events.flatMap((event) =>
      event.type === 'output' && event.key !== null ? event.text.split('\n').slice(0, -1) : [],
    );
    assert.equal(lines.length, 10_000);
    assert.equal(lines[9_999], 'line 9999');
  });

  const floods = {
    'through process.stdout': `for (let i = 0; i < 50; i += 1) process.stdout.write('x'.repeat(1e6));`,
    'through the descriptor': `cp.spawnSync('head', ['-c', '50000000', '/dev/zero'], { stdio: 'inherit' });`,
  };
  for (const [how, text] of Object.entries(floods)) {
    it(`keeps a megabyte of 50 printed ${how}, and says so`, async () => {
      const { events, states } = await run(
        {
          text: `it('floods', () => { ${text} }); it('last', () => {});`,
          testTimeoutMs: 5_000,
        },
        scratch(),
      );
      assert.deepEqual(states, { floods: 'passed', last: 'passed' });
      const output = printed(events);
      const kept = output.join('').length;
      assert.ok(kept >= 1_000_000 && kept < 1_001_000, String(kept));
      assert.match(output.at(-1) ?? '', /more than 1000000 characters were printed/);
    });
  }

  it('cancels an endless loop with its whole tree', async () => {
    const grandchild = `setInterval(() => {}, 1000); process.on('SIGTERM', () => {});`;
    const root = scratch({
      'a.test.cjs': `${preamble} it('loops', () => {
        cp.spawn(process.execPath, ['-e', ${JSON.stringify(grandchild)}], { detached: true, stdio: 'inherit' });
        console.log('looping');
        for (;;);
      });`,
    });
    const abort = new AbortController();
    const { states, record, end, survivors } = await runFiles(root, {
      files: ['a.test.cjs'],
      testTimeoutMs: 20_000,
      signal: abort.signal,
      onEvent: (event) => {
        if (event.type === 'output') abort.abort();
      },
    });
    assert.equal(end.how, 'cancelled');
    assert.deepEqual(states, { loops: 'errored' });
    assert.deepEqual(
      record.problems.map(({ code }) => code),
      ['cancelled'],
    );
    assert.deepEqual(survivors, []);
  });

  it('keeps the line of the test, however deep below it the code failed', async () => {
    const text = `const { walk } = require('./deep.cjs');\nit('one', () => walk(40));\nit('two', () => { Error.stackTraceLimit = 1; walk(1); });\nit('three', () => { walk(40); });`;
    const root = scratch({
      'a.test.cjs': text,
      'deep.cjs': "exports.walk = (n) => { if (n === 0) throw new Error('deep'); exports.walk(n - 1); };",
    });
    const { record } = await runFiles(root, { files: ['a.test.cjs'] });
    const lines = record.tests.map(({ failure }) => /a\.test\.cjs:(\d+)/.exec(failure?.stack ?? '')?.[1]);
    assert.deepEqual(lines, ['2', undefined, undefined], 'what a test sets itself, it gets');
  });

  it('ends at any moment of its start', async () => {
    const root = scratch({ 'a.test.cjs': `it('one', () => {});` });
    await Promise.all(
      [0, 1, 20, 60, 120, 200].map(async (waitMs) => {
        const mark = `start-${process.pid}-${waitMs}`;
        const runner = new RunnerProcess({ ...runnerStart(mark), spare: waitMs === 60 });
        runner.take(jobOf(root, {}));
        const round = { files: [join(root, 'a.test.cjs')], overlay: [], select: null, seed: 0 };
        const over = runner.round(round, { testTimeoutMs: 300, loadTimeoutMs: 5_000 }, () => undefined);
        if (waitMs > 0) await delay(waitMs);
        await Promise.all([runner.end(), runner.end()]);
        const { how } = await over;
        assert.ok(how === 'cancelled' || how === 'finished', how);
        assert.deepEqual(processesWith(mark), []);
      }),
    );
  });

  it('is cancelled while its process starts', async () => {
    const root = scratch({ 'a.test.cjs': `it('one', () => {});` });
    const abort = new AbortController();
    const { temporary: _, ...job } = jobOf(root, {});
    const start = { ...runnerStart(`abort-${process.pid}`), spare: false };
    const session = new RunSession(job, { take: () => new RunnerProcess(start) }, abort.signal);
    const round = { files: [join(root, 'a.test.cjs')], overlay: [], select: null, seed: 0 };
    const over = session.run(round, () => undefined);
    abort.abort();
    assert.deepEqual(await over, { how: 'cancelled' });
    await session.close();
    assert.deepEqual(processesWith(`abort-${process.pid}`), []);
  });

  it('says so when the program to run is missing', async () => {
    const root = scratch();
    const start = runnerStart('missing');
    const runtime = { ...start.runtime, execPath: join(root, 'no-such-node') };
    const runner = new RunnerProcess({ ...start, runtime, spare: false });
    runner.take(jobOf(root, {}));
    const round = { files: [], overlay: [], select: null, seed: 0 };
    const end = await runner.round(round, { testTimeoutMs: 300, loadTimeoutMs: 1_000 }, () => undefined);
    assert.equal(end.how, 'not-started');
    await runner.end();
  });

  it('runs the next round in a fresh process when the one before died in between', async () => {
    const root = scratch({ 'a.test.cjs': `it('one', () => {});` });
    const { temporary: _, ...job } = jobOf(root, {});
    const taken: RunnerProcess[] = [];
    const take = (): RunnerProcess => {
      const runner = new RunnerProcess({ ...runnerStart(`between-${process.pid}`), spare: false });
      taken.push(runner);
      return runner;
    };
    const session = new RunSession(job, { take }, undefined);
    const round = { files: [join(root, 'a.test.cjs')], overlay: [], select: null, seed: 0 };
    assert.deepEqual(await session.run(round, () => undefined), { how: 'finished', clean: true });
    const [first] = taken;
    assert.ok(first?.pid);
    process.kill(first.pid, 'SIGKILL');
    await first.gone;
    assert.deepEqual(await session.run(round, () => undefined), { how: 'finished', clean: true });
    assert.equal(taken.length, 2);
    await session.close();
  });

  for (const body of [`for (;;);`, `return new Promise(() => {});`]) {
    it(`does not outlive the process that started it: ${body}`, async function () {
      if (process.platform !== 'linux') this.skip();
      const folder = scratch({
        'a.test.cjs': `${preamble} it('hostile', function () {
          this.timeout(0);
          cp.spawn('sleep', ['600'], { detached: true, stdio: 'ignore' });
          fs.writeFileSync(path.join(__dirname, 'running'), String(process.pid));
          ${body}
        });`,
      });
      const mark = `orphan-${process.pid}-${body.length}`;
      const source = fileURLToPath(new URL('../../../src/course/running/runnerProcess.ts', import.meta.url));
      const { temporary, ...rest } = jobOf(folder, { testTimeoutMs: 20_000 });
      writeFiles(folder, {
        'starter.ts': `import { RunnerProcess } from ${JSON.stringify(source)};
          const runner = new RunnerProcess(${JSON.stringify({ ...runnerStart(mark), spare: false })});
          runner.take(${JSON.stringify({ ...rest, temporary })});
          const round = { files: [${JSON.stringify(join(folder, 'a.test.cjs'))}], overlay: [], select: null, seed: 0 };
          await runner.round(round, { testTimeoutMs: 20000, loadTimeoutMs: 20000 }, () => undefined);`,
      });
      const starter = spawn(process.execPath, [join(folder, 'starter.ts')], { stdio: 'inherit' });
      const running = join(folder, 'running');
      for (let tries = 0; tries < 400 && !existsSync(running); tries += 1) await delay(25);
      assert.ok(Number(readFileSync(running, 'utf8')) > 0);
      starter.kill('SIGKILL');
      let left = processesWith(mark);
      for (let tries = 0; tries < 80 && left.length > 0; tries += 1) {
        await delay(25);
        left = processesWith(mark);
      }
      assert.deepEqual(left, []);
    });
  }
});

function printed(events: readonly RunEvent[]): string[] {
  return events.flatMap((event) => (event.type === 'output' ? [event.text] : []));
}
