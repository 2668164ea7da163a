import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import {
  asLeader,
  clearTree,
  killTree,
  runVariable,
  type ProcessTree,
} from '../../../../src/course/running/processTree.ts';
import { useScratch } from '../../../support/scratch.ts';

const system = 'C:\\Windows\\System32';
const taskkill = `${system}\\taskkill.exe`;
const powershell = `${system}\\WindowsPowerShell\\v1.0\\powershell.exe`;

/** The processes are real; the tools of the other systems are stood in for by shell scripts of their names. */
describe('trees of processes on other platforms', function () {
  this.timeout(20_000);
  const scratch = useScratch();
  const { PATH, SystemRoot } = process.env;
  let tools: string;
  let started: ChildProcess[] = [];

  before(function () {
    if (process.platform === 'win32') this.skip();
  });
  beforeEach(() => {
    tools = scratch();
    process.env['SystemRoot'] = 'C:\\Windows';
    process.env['PATH'] = `${tools}${delimiter}${PATH ?? ''}`;
  });
  afterEach(() => {
    process.env['PATH'] = PATH;
    if (SystemRoot === undefined) delete process.env['SystemRoot'];
    else process.env['SystemRoot'] = SystemRoot;
    for (const child of started.splice(0)) child.kill('SIGKILL');
  });

  /** Each call is noted with its arguments, a line each. */
  function tool(name: string, script: string): void {
    const log = join(tools, 'calls');
    writeFileSync(join(tools, name), `#!/bin/sh\necho "$@" >> '${log}'\n${script}\n`);
    chmodSync(join(tools, name), 0o755);
  }
  const calls = (): string[] => {
    const log = join(tools, 'calls');
    return existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n') : [];
  };

  function sleeper(): ChildProcess & { pid: number } {
    const child = spawn('sleep', ['600'], { stdio: 'ignore', detached: true });
    started.push(child);
    assert.ok(child.pid !== undefined);
    return Object.assign(child, { pid: child.pid });
  }
  const treeOf = ({ pid }: { pid: number }, startedAtMs = Date.now() - 1000): ProcessTree => ({
    pid,
    tag: 'a-tag',
    startedAtMs,
  });
  const gone = async (child: ChildProcess): Promise<void> => {
    if (child.signalCode === null) await once(child, 'exit');
  };
  /** As Windows counts, in the shell. */
  const fileTime = (ms: number): string => String((BigInt(Math.round(ms)) + 11_644_473_600_000n) * 10_000n);

  it('Windows: are killed by taskkill, by its whole path', async () => {
    const child = sleeper();
    tool(taskkill, 'kill -9 "$2"');
    killTree(treeOf(child), 'win32');
    await gone(child);
    assert.deepEqual(calls(), [`/pid ${child.pid} /T /F`]);
  });

  for (const [title, script] of [
    ['fails', 'exit 128'],
    ['cannot be started', null],
  ] as const) {
    it(`Windows: lose at least their leader when taskkill ${title}`, async () => {
      const child = sleeper();
      if (script !== null) tool(taskkill, script);
      killTree(treeOf(child), 'win32');
      await gone(child);
      assert.equal(child.signalCode, 'SIGKILL');
    });
  }

  it('Windows: lose what a leader that ended by itself has left, and nobody else’s', async () => {
    const [left, stranger] = [sleeper(), sleeper()];
    const leader = 4_000_000;
    const now = Date.now();
    tool(
      powershell,
      `echo "${left.pid} ${leader} ${fileTime(now)}"; echo "${stranger.pid} ${leader} ${fileTime(now - 60_000)}"`,
    );
    tool(taskkill, 'kill -9 "$3"');
    await clearTree(treeOf({ pid: leader }), false, 'win32');
    await gone(left);
    assert.equal(stranger.signalCode, null);
    assert.match(calls()[0] ?? '', /^-NoProfile -NonInteractive -Command Get-CimInstance /);
    assert.deepEqual(calls().slice(1), [`/F /pid ${left.pid}`]);
  });

  it('Windows: are not looked for when they were killed, and may be hidden from us', async () => {
    tool(powershell, 'exit 1');
    await clearTree(treeOf({ pid: 4_000_000 }), true, 'win32');
    assert.deepEqual(calls(), []);
    await clearTree(treeOf({ pid: 4_000_000 }), false, 'win32');
    assert.equal(calls().length, 1);
  });

  it('macOS: lose what bears their mark, also when its parent is gone', async () => {
    const [left, stranger] = [sleeper(), sleeper()];
    // It lists whom it is asked to find for as long as that one lives.
    const line = `${left.pid} 1 sleep 600 HOME=/Users/ann ${runVariable}=a-tag`;
    tool(
      'ps',
      `kill -0 ${left.pid} && echo " ${line}"; echo " ${stranger.pid} 1 sleep 600 ${runVariable}=other"`,
    );
    await clearTree(treeOf({ pid: 4_000_000 }), false, 'darwin');
    await gone(left);
    assert.equal(stranger.signalCode, null);
    assert.equal(calls()[0], '-A -E -ww -o pid=,ppid=,command=');
  });

  it('macOS: are killed by the way up to the leader where ps shows no environment', async () => {
    const [leader, child] = [sleeper(), sleeper()];
    tool(
      'ps',
      `[ "$2" = -E ] && { echo "ps: illegal option" >&2; exit 1; }; echo "${child.pid} ${leader.pid}"`,
    );
    killTree(treeOf(leader), 'darwin');
    await Promise.all([gone(leader), gone(child)]);
    assert.deepEqual(calls(), ['-A -E -ww -o pid=,ppid=,command=', '-A -o pid=,ppid=']);
  });

  it('begin with a leader of a group where there are groups', () => {
    assert.deepEqual(asLeader('win32'), { detached: false, windowsHide: true });
    assert.deepEqual(asLeader('darwin'), { detached: true, windowsHide: true });
  });
});
