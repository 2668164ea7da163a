import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import {
  endDescendants,
  endProcesses,
  membersIn,
  parseProcStat,
  runTag,
} from '../../support/vscodeHost/processTree.ts';

describe('parseProcStat', () => {
  it('reads parent and group after a name with brackets', () => {
    const row = parseProcStat('42 (a) b (c)) S 7 40 40 0 -1');
    assert.deepEqual(row, { pid: 42, parent: 7, group: 40 });
  });

  it('takes a zombie and a vanished process for ended', () => {
    assert.equal(parseProcStat('42 (node) Z 7 40 40 0 -1'), undefined);
    assert.equal(parseProcStat(''), undefined);
  });
});

describe('membersIn', () => {
  const rows = [
    { pid: 1, parent: 0, group: 1 },
    { pid: 10, parent: 1, group: 10 },
    { pid: 11, parent: 10, group: 10 },
    { pid: 12, parent: 11, group: 12 },
    { pid: 13, parent: 1, group: 10 },
    { pid: 20, parent: 1, group: 20 },
    { pid: 21, parent: 20, group: 20 },
  ];

  it('finds the group and everything below, and nobody else', () => {
    assert.deepEqual(membersIn(rows, 10, []), new Set([10, 11, 12, 13]));
  });

  it('finds the children of a known member whose parents are gone', () => {
    assert.deepEqual(membersIn(rows, 99, [20]), new Set([20, 21]));
  });
});

describe('endProcesses', function () {
  if (process.platform === 'win32') return;
  this.timeout(20_000);

  it('ends a process that left its group and lost its parent, even when it ignores SIGTERM', async () => {
    const tag = randomBytes(8).toString('hex');
    const stubborn = "process.on('SIGTERM', () => {}); console.log(process.pid); setInterval(() => {}, 1000)";
    const parent =
      "const { spawn } = require('node:child_process');" +
      `spawn(process.execPath, ['-e', ${JSON.stringify(stubborn)}], { detached: true, stdio: 'inherit' }).unref();`;
    const child = spawn(process.execPath, ['-e', parent], {
      detached: true,
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, [runTag]: tag },
    });
    const [said] = await Promise.all([once(child.stdout, 'data'), once(child, 'exit')]);
    const stray = Number(String(said[0]));
    assert.ok(isAlive(stray));
    try {
      assert.ok(child.pid !== undefined);
      await endProcesses({ pid: child.pid, tag, commandLine: 'process.on(', graceMs: 200 });
      await delay(100);
      assert.ok(!isAlive(stray), 'the stray process is still there');
    } finally {
      if (isAlive(stray)) process.kill(stray, 'SIGKILL');
    }
  });
});

describe('endDescendants', function () {
  if (process.platform === 'win32') return;
  this.timeout(20_000);

  it('ends those that the text names and what came from them, and nobody else', async () => {
    // A server with an extension host, which has a child of its own, and with another program.
    const wait = 'setInterval(() => {}, 1000)';
    const start = (code: string, mark: string): string =>
      `spawn(process.execPath, ['-e', ${JSON.stringify(code)}, '--', '${mark}'], { stdio: ['ignore', 'inherit', 'ignore'] })`;
    const say = (name: string): string => `console.log('${name} ' + process.pid); ${wait};`;
    const spawned = "const { spawn } = require('node:child_process');";
    const host = `${spawned} ${start(say('below'), 'x')}; ${say('host')}`;
    const server = spawn(
      process.execPath,
      [
        '-e',
        `${spawned} ${start(host, '--type=extensionHost')}; ${start(say('other'), '--type=other')}; ${wait}`,
      ],
      { stdio: ['ignore', 'pipe', 'ignore'] },
    );
    assert.ok(server.pid !== undefined);
    const pids = new Map<string, number>();
    try {
      let text = '';
      server.stdout.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
        for (const [, name = '', pid] of text.matchAll(/^(\w+) (\d+)$/gm)) pids.set(name, Number(pid));
      });
      for (let waited = 0; pids.size < 3 && waited < 15_000; waited += 20) await delay(20);
      await endDescendants(server.pid, '--type=extensionHost');
      assert.deepEqual(
        ['host', 'below', 'other'].map((name) => isAlive(pids.get(name) ?? 0)),
        [false, false, true],
      );
      assert.ok(isAlive(server.pid));
    } finally {
      for (const pid of [server.pid, ...pids.values()]) if (isAlive(pid)) process.kill(pid, 'SIGKILL');
    }
  });
});

function isAlive(pid: number): boolean {
  try {
    // A container's first process may leave zombies, which answer to signals; they have ended all the same.
    if (process.platform === 'linux')
      return parseProcStat(readFileSync(`/proc/${pid}/stat`, 'utf8')) !== undefined;
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
