import { assertReported, assertWhole } from '../expectedLines.ts';

const head = `import { exec, execFile, fork, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import assert from 'node:assert/strict';
`;

const reported: Readonly<Record<string, string>> = {
  'started before each test': `describe('x', () => { let child;
  beforeEach(async () => {
    child = spawn(process.execPath, ['server.js']); // ←
    await once(child, 'spawn');
    await once(child.stdout, 'data');
  });
  it('a', () => fetch('x'));
});`,
  'forked, talked to and looked at': `it('a', async () => {
  const child = fork('./worker.js', ['x'], { silent: true }); // ←
  child.on('message', () => {}).on('error', assert.fail);
  child.stdout.setEncoding('utf8');
  child.stdout.on('data', (text) => console.log(text));
  child.stdin.write('x');
  child.send({ kind: 'work', count: 1 });
  assert.ok(child.pid);
  assert.equal(child.connected, true);
});`,
  'started and forgotten': `it('a', () => {
  spawn('sleep', ['5']); // ←
});`,
  'by require and from a namespace': `const processes = require('child_process');
import * as cp from 'node:child_process';
it('a', () => {
  const one = processes.spawn('a', { stdio: 'ignore' }); // ←
  const two = cp.fork('b'); // ←
  one.stdout; two.stdout;
});`,
  'with options of the file': `const options = { cwd: '.', stdio: 'ignore' };
it('a', () => {
  const child = spawn('a', ['b'], options); // ←
  child.on('message', () => {});
});`,
  'a factory of the file, at its calls': `const start = () => { const child = spawn('a'); child.on('error', console.error); return child; };
describe('x', () => { let child;
  before(() => { child = start(); }); // ←
  it('a', () => child.stdin.write('x'));
});`,
};

const silent: Readonly<Record<string, string>> = {
  'killed in a hook': `describe('x', () => { let child;
  beforeEach(() => { child = spawn('a'); });
  afterEach(() => child.kill());
});
describe('y', () => { let child;
  beforeEach(() => { child = spawn('a'); });
  afterEach(() => { if (child?.exitCode === null) process.kill(child.pid); });
});`,
  'its exit is awaited': `it('a', async () => { const child = spawn('a'); await once(child, 'exit'); });
it('b', async () => { const child = spawn('a'); const [code] = await once(child, 'close'); assert.equal(code, 0); });
it('c', (done) => { spawn('a').on('exit', () => done()); });
it('d', (done) => { const child = spawn('a'); child.stdout.on('data', () => {}); child.once('close', done); });
it('e', () => new Promise((resolve, reject) => { spawn('a').on('error', reject).on('close', resolve); }));`,
  'how it ended is looked at': `it('a', async () => {
  const child = spawn('a');
  await new Promise((resolve) => setTimeout(resolve, 9));
  assert.equal(child.exitCode, 0);
});`,
  'its output is read to the end': `import { text } from 'node:stream/consumers';
import { createInterface } from 'node:readline';
it('a', async () => { const child = spawn('a'); assert.equal(await text(child.stdout), 'x'); });
it('b', async () => { const child = spawn('a'); for await (const part of child.stdout) String(part); });
it('c', async () => { const child = spawn('a'); for await (const line of createInterface({ input: child.stdout })) String(line); });
it('d', (done) => { const child = spawn('a'); child.stdout.on('end', done); });
it('e', () => { const child = spawn('a'); child.stdout.pipe(process.stdout); });
it('f', () => { const { stdout } = spawn('a'); stdout.on('end', () => {}); });`,
  'its input ends': `it('a', () => { const child = spawn('cat'); child.stdin.end('x'); });`,
  'told to end': `it('a', () => { const child = fork('a'); child.send('shutdown'); });
it('b', () => { const child = fork('a'); child.send({ type: 'exit' }); });
it('c', (message) => { const child = fork('a'); child.send(message); });
it('d', () => { const child = fork('a'); child.disconnect(); });`,
  'ends by its options': `it('a', () => { spawn('a', ['b'], { timeout: 100 }); });
it('b', () => { const { signal } = new AbortController(); spawn('a', { signal }); });
it('c', () => { spawn('a', [], { detached: true }).unref(); });
it('d', (options) => { spawn('a', [], options); spawn('a', [], { ...options }); spawn('a', options); });`,
  'let go': `it('a', () => { const child = spawn('a'); child.unref(); });`,
  'commands that end by themselves': `it('a', () => { spawnSync('a'); exec('a'); execFile('a', () => {}); });`,
  'handed to a helper nobody can see into': `import { waitForReady, track, killTree } from './helpers.ts';
it('a', async () => { const child = spawn('a'); await waitForReady(child); });
it('b', () => { track(spawn('a')); });
it('c', () => { const child = spawn('a'); killTree(child.pid); });`,
  'kept or returned': `const children = [];
it('a', () => { children.push(spawn('a')); });
it('b', function () { this.child = spawn('a'); });
export const start = () => spawn('a');
function run() { const child = spawn('a'); return { child, stop: () => child.kill() }; }
it('c', () => run());`,
  'disposed of': `it('a', () => { using child = spawn('a'); });`,
  'another function of that name': `import { spawn as start } from './actors.ts';
it('a', () => { start('x'); });
it('b', (spawn) => { spawn('x'); });`,
};

describe('unreleased-child', () => {
  describe('reports a child process that nobody ends', () => {
    for (const [name, text] of Object.entries(reported)) {
      it(name, () => assertReported('unreleased-child', head + text));
    }
  });

  describe('is silent where it is ended or waited for, or where somebody else may do so', () => {
    for (const [name, text] of Object.entries(silent)) {
      it(name, () => {
        assertWhole(head + text);
        assertReported('unreleased-child', head + text);
      });
    }
  });
});
