import assert from 'node:assert/strict';
import {
  leftBehind,
  membersAmong,
  rowsOfPowerShell,
  rowsOfPs,
} from '../../../../src/course/running/processLists.ts';

const mark = 'ITLAB_RUN=1f0e7f2c-9d0e-4c1b-8a63-6a0a3d1f2b11';

/** As `ps -A -E -ww -o pid=,ppid=,command=` prints it on macOS: one value of the environment has two lines. */
const macOs = `    1     0 /sbin/launchd
  412     1 /System/Library/CoreServices/loginwindow.app/Contents/MacOS/loginwindow console
 7300   412 /Applications/Visual Studio Code.app/Contents/Frameworks/Code Helper (Plugin).app/Contents/MacOS/Code Helper (Plugin) --type=utility HOME=/Users/ann
 7411  7300 /Applications/Visual Studio Code.app/Contents/MacOS/Electron /Users/ann/runner.cjs PATH=/usr/bin:/bin ${mark} HOME=/Users/ann
 7415  7411 node server.js PATH=/usr/bin:/bin ${mark} HOME=/Users/ann
 7416  7415 sleep 600 PATH=/usr/bin
 7420     1 node orphan.js BANNER=first
second ${mark} HOME=/Users/ann
 7421  7420 /bin/sh -c sleep 600
 7433     1 node other.js ${mark}2 HOME=/Users/ann
 7440     1 /usr/sbin/distnoted agent
`;

/** As Windows PowerShell prints the answer to our question: its lines end as lines do there. */
const windows = [
  '0 0 0',
  '4 0 0',
  '7200 1032 133774848000000000',
  // The runner, 7404, has ended. This one it started, detached.
  '7508 7404 133774848010000000',
  '7512 7508 133774848020000000',
  '7516 7512 133774848030000000',
  // Started by a process that had the number 7404 before the runner had it, and by one that got it afterwards.
  '6116 7404 133774847000000000',
  '8120 7404 133774848900000000',
  '8124 8120 133774848910000000',
  // Older than the one that has the number of its parent now.
  '3044 7512 133774840000000000',
  '',
].join('\r\n');
const runner = 7404;

describe('what the systems tell of processes', () => {
  it('macOS: the marked ones and all below them, whatever lies in their environment', () => {
    const rows = rowsOfPs(macOs, mark);
    assert.equal(rows.length, 10);
    assert.deepEqual(
      rows.filter(({ marked }) => marked).map(({ pid }) => pid),
      [7411, 7415, 7420],
    );
    assert.deepEqual(
      membersAmong(rows, 7411).toSorted((one, other) => one - other),
      [7415, 7416, 7420, 7421],
    );
  });

  it('elsewhere: by the way up to the leader', () => {
    const rows = rowsOfPs('  1  0\n 50  1\n 51 50\n 52 51\n 60  1\n', mark);
    assert.deepEqual(membersAmong(rows, 50), [51, 52]);
    assert.deepEqual(rowsOfPs('', mark), []);
    assert.deepEqual(rowsOfPs('ps: illegal option -- E\nusage: ps [-AaCcEefhjlMmrSTvwXx]\n', mark), []);
  });

  it('Windows: what was started while the leader lived, and all below it', () => {
    const rows = rowsOfPowerShell(windows);
    assert.equal(rows.length, 10);
    assert.equal(new Date(rows[2]?.startedAtMs ?? 0).toISOString(), '2024-12-01T00:00:00.000Z');
    const life = { fromMs: Date.UTC(2024, 11, 1, 0, 0, 0), toMs: Date.UTC(2024, 11, 1, 0, 0, 30) };
    assert.deepEqual(leftBehind(rows, runner, life), [7508, 7512, 7516]);
    const before = { fromMs: life.fromMs - 2000, toMs: life.fromMs - 1000 };
    assert.deepEqual(leftBehind(rows, runner, before), []);
    assert.deepEqual(rowsOfPowerShell('Get-CimInstance : Access denied\r\nAt line:1 char:1\r\n'), []);
  });
});
