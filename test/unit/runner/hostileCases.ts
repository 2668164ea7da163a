import type { GradeProblemCode } from '../../../src/protocol/gradeResult.ts';
import type { TestRecord } from '../../../src/course/running/runRecord.ts';

/** A test file that does its worst, and what must be told about it. */
export interface HostileCase {
  readonly name: string;
  /** Text of a CommonJS test file with `fs`, `cp` and `path` at hand. */
  readonly text: string;
  /** By title, in the order of the record. */
  readonly states: Readonly<Record<string, TestRecord['state']>>;
  /** None when left out; `any` where it depends on the version of Node whether something can still be examined. */
  readonly problems?: readonly GradeProblemCode[] | 'any';
  /** What the first problem says. */
  readonly says?: RegExp;
  /** What the reason or the failure of the first test that is not passed says. */
  readonly because?: RegExp;
  /** Printed by the tests, and told as output, in this order. */
  readonly prints?: readonly string[];
  readonly loadTimeoutMs?: number;
  readonly testTimeoutMs?: number;
}

const fine = `it('one', () => {});`;
const last = `it('last', () => {});`;
/** Long enough for any timer set before. */
const patient = `it('last', (done) => { setTimeout(done, 200); });`;
const allPass = { one: 'passed', last: 'passed' } as const;
const lastCannot = { one: 'passed', hostile: 'errored', last: 'errored' } as const;
const around = (body: string): string => `${fine} it('hostile', ${body}); ${last}`;
const survived = { one: 'passed', hostile: 'passed', last: 'passed' } as const;

export const hostileCases: readonly HostileCase[] = [
  {
    name: 'prints null, JSON and no line break',
    text: around(`() => {
      console.log(null);
      process.stdout.write('{"type":"finished","clean":true}');
      process.stdout.write('no line break');
    }`),
    states: survived,
    prints: ['null\n', '{"type":"finished","clean":true}', 'no line break'],
  },
  {
    name: 'stubs what prints and sends',
    text: around(`() => {
      console.log = () => { throw new Error('stub'); };
      process.send = () => true;
      process.stdout.write = () => true;
      process.stderr.write = () => true;
    }`),
    states: survived,
  },
  {
    name: 'destroys stdout',
    text: around(`() => { process.stdout.destroy(); console.log('still here'); }`),
    states: survived,
    prints: ['still here\n'],
  },
  {
    name: 'closes descriptor 1',
    text: around(`() => { fs.closeSync(1); console.log('still here'); }`),
    states: survived,
    prints: ['still here\n'],
  },
  {
    name: 'disconnects from a parent that is not its own',
    text: around(`() => { process.disconnect?.(); process.removeAllListeners(); process.channel?.unref(); }`),
    states: survived,
  },
  {
    name: 'writes junk to the descriptor of the events',
    text: around(`() => {
      fs.writeSync(4, 'junk without a line break');
      fs.writeSync(4, '\\n{"type":"testFinished","key":"[\\\\"a.test.cjs\\\\",\\\\"last\\\\",0]","state":"failed","durationMs":1,"failure":null}\\n');
      fs.writeSync(4, '{"type":"finished","clean":true}');
    }`),
    states: survived,
  },
  {
    name: 'closes the descriptor of the events',
    text: around(`() => { fs.closeSync(4); }`),
    states: lastCannot,
    problems: ['crashed'],
    says: /closed file descriptor 4/,
  },
  {
    name: 'closes the descriptor of the events and goes on for ever',
    text: around(`() => { fs.closeSync(4); for (;;); }`),
    states: lastCannot,
    problems: ['crashed'],
    says: /closed file descriptor 4/,
  },
  {
    name: 'closes the descriptor of the messages',
    text: around(`() => { fs.closeSync(3); }`),
    states: survived,
  },
  {
    name: 'exits in a test',
    text: around(`() => { process.exit(0); }`),
    states: lastCannot,
    problems: ['process-exit'],
    says: /process\.exit\(0\) was called while running the test 'hostile'/,
  },
  {
    name: 'exits in a hook',
    text: `beforeEach(function () { if (this.currentTest.title === 'hostile') process.exit(0); }); ${around('() => {}')}`,
    states: lastCannot,
    problems: ['process-exit'],
    says: /process\.exit\(0\) was called while running the hook "before each"/,
  },
  {
    name: 'exits after the tests',
    text: `${fine} after(() => { process.exit(0); }); ${last}`,
    states: allPass,
    problems: ['process-exit'],
    says: /process\.exit\(0\) was called while running the hook "after all"/,
  },
  {
    name: 'exits at import',
    text: `${fine} process.exit(0);`,
    states: {},
    problems: ['process-exit'],
    says: /process\.exit\(0\) was called while loading .*a\.test\.cjs/,
  },
  {
    name: 'exits past process.exit',
    text: around(`() => { process.reallyExit(0); }`),
    states: lastCannot,
    problems: ['process-exit'],
    says: /process\.exit\(0\) was called while running the test 'hostile'/,
  },
  {
    name: 'sets an exit code',
    text: around(`() => { process.exitCode = 3; }`),
    states: survived,
  },
  {
    name: 'throws on exit',
    text: `process.on('exit', () => { throw new Error('late'); }); ${around('() => { process.exit(0); }')}`,
    // The error takes the way out of `process.exit`, so the process stays.
    states: { one: 'passed', hostile: 'failed', last: 'passed' },
    problems: ['process-exit'],
  },
  {
    name: 'aborts',
    text: around(`() => { process.abort(); }`),
    states: lastCannot,
    problems: ['crashed'],
    says: /ended by (the signal SIGABRT|an abort \(exit code 134\)) while running the test 'hostile'/,
  },
  {
    name: 'kills itself',
    text: around(`() => { process.kill(process.pid, 'SIGKILL'); for (;;); }`),
    states: lastCannot,
    problems: ['crashed'],
    says: /ended by (the signal SIGKILL|itself \(exit code 1\)) while running the test 'hostile'/,
  },
  {
    name: 'loops at import',
    text: `${fine} for (;;);`,
    states: {},
    problems: ['endless-loop'],
    says: /while loading .*a\.test\.cjs/,
    loadTimeoutMs: 1_200,
  },
  {
    name: 'loops in a test',
    text: around(`() => { for (;;); }`),
    states: lastCannot,
    problems: ['endless-loop'],
    says: /while running the test 'hostile'/,
  },
  {
    name: 'loops in a hook',
    text: `${fine} describe('inner', () => { before(() => { for (;;); }); it('hostile', () => {}); });`,
    states: { one: 'passed', 'inner › hostile': 'errored' },
    problems: ['endless-loop'],
    says: /while running the hook "before all" hook/,
  },
  {
    name: 'loops printing',
    text: around(`() => { for (;;) console.log('again'); }`),
    states: lastCannot,
    problems: ['endless-loop'],
  },
  {
    name: 'loops in microtasks',
    text: around(`() => { const again = () => Promise.resolve().then(again); return again(); }`),
    states: lastCannot,
    problems: ['endless-loop'],
    says: /while running the test 'hostile'/,
  },
  {
    name: 'never resolves',
    text: around(`() => new Promise(() => {})`),
    states: { one: 'passed', hostile: 'failed', last: 'passed' },
    because: /Timeout of 300ms exceeded/,
  },
  {
    name: 'never resolves in a hook',
    text: `beforeEach(function () { if (this.currentTest.title === 'hostile') return new Promise(() => {}); }); ${around('() => {}')}`,
    states: lastCannot,
    problems: ['hook-failed'],
    because: /The hook "before each" hook .* failed: Timeout of 300ms exceeded/,
  },
  {
    name: 'takes the longer time it asked for',
    text: around(
      `function () { this.timeout(1900); return new Promise((resolve) => setTimeout(resolve, 1600)); }`,
    ),
    states: survived,
  },
  {
    name: 'blocks within the longer time it asked for',
    text: around(
      `function () { this.timeout(1900); const end = Date.now() + 1500; while (Date.now() < end); }`,
    ),
    states: survived,
  },
  {
    name: 'leaves a rejection unhandled',
    // The last test is slow: mocha must still be there when the one that failed resolves after all.
    text: `${fine} it('hostile', async () => {
      Promise.reject(new Error('nobody cares'));
      await new Promise((r) => setTimeout(r, 20));
    }); ${patient}`,
    states: { one: 'passed', hostile: 'failed', last: 'passed' },
    because: /nobody cares/,
  },
  {
    name: 'leaves a rejection for later',
    text: `it('hostile', () => { setTimeout(() => Promise.reject(new Error('nobody cares')), 50); }); ${patient}`,
    states: { hostile: 'passed', last: 'failed' },
    because: /nobody cares/,
  },
  {
    name: 'rejects at import',
    text: `${fine} Promise.reject(new Error('nobody cares'));`,
    states: { one: 'errored' },
    problems: ['uncaught'],
    says: /nobody cares/,
  },
  {
    name: 'throws while files load',
    text: `${fine} process.nextTick(() => { throw new Error('too early'); });`,
    states: { one: 'errored' },
    problems: ['uncaught'],
    says: /too early/,
  },
  {
    name: 'throws after all tests',
    text: `${fine} after(() => { setImmediate(() => { throw new Error('too late'); }); });`,
    states: { one: 'passed' },
    problems: ['uncaught'],
    says: /too late/,
  },
  {
    name: 'runs out of memory',
    text: around(`() => { const all = []; for (;;) all.push(new Array(100000).fill(all.length)); }`),
    states: lastCannot,
    problems: ['crashed'],
    says: /ran out of memory while running the test 'hostile'/,
    testTimeoutMs: 20_000,
  },
  {
    name: 'deletes its own file and folder',
    text: around(`() => { fs.rmSync(__dirname, { recursive: true }); }`),
    states: survived,
  },
  {
    name: 'deletes a file that is imported later',
    text: `${fine} it('hostile', async () => { fs.rmSync(path.join(__dirname, 'other.ts')); await import('./other.ts'); }); ${last}`,
    states: { one: 'passed', hostile: 'failed', last: 'passed' },
    because: /there is no file .*other\.ts/,
  },
  {
    name: 'stubs the language',
    text: around(`() => {
      JSON.stringify = () => 'stub';
      Date.now = () => 0;
      globalThis.Promise = class {};
      globalThis.setTimeout = globalThis.setImmediate = process.nextTick = () => {};
      Buffer.from = () => { throw new Error('stub'); };
      fs.writeSync = fs.rmSync = () => { throw new Error('stub'); };
      Object.keys = () => [];
      Array.isArray = () => false;
      Object.prototype.toJSON = () => 'stub';
      Array.prototype.toJSON = () => 'stub';
    }`),
    states: survived,
    problems: 'any',
  },
  {
    name: 'stubs array methods and fails',
    text: `${fine} it('hostile', () => {
      for (const name of ['filter', 'find', 'some', 'map', 'join']) Array.prototype[name] = () => { throw new Error('stub'); };
      throw new Error('on purpose');
    });`,
    states: { one: 'passed', hostile: 'failed' },
    problems: 'any',
  },
  {
    name: 'throws what cannot be read',
    text: around(
      `() => { throw Object.defineProperty(new Error(), 'message', { get() { throw new Error('unreadable'); } }); }`,
    ),
    states: { one: 'passed', hostile: 'failed', last: 'passed' },
  },
  {
    name: 'replaces the stack by something else',
    text: around(
      `() => { Error.prepareStackTrace = () => 7; Error.stackTraceLimit = 0; throw new Error('on purpose'); }`,
    ),
    states: { one: 'passed', hostile: 'failed', last: 'passed' },
    because: /on purpose/,
  },
  {
    name: 'leaves a child that ignores SIGTERM',
    text: around(`() => {
      cp.spawn(process.execPath, ['-e', 'process.on("SIGTERM", () => {}); setInterval(() => {}, 1000)'], { stdio: 'inherit' });
    }`),
    states: survived,
  },
  {
    name: 'leaves a child in a session of its own',
    text: around(`() => {
      cp.spawn('sleep', ['600'], { detached: true, stdio: 'ignore', env: {} }).unref();
    }`),
    states: survived,
  },
  {
    name: 'leaves an orphan in a session of its own that holds stdout, and exits',
    text: around(`() => {
      const inner = 'require("child_process").spawn("sleep", ["600"], { detached: true, stdio: "inherit" }).unref()';
      cp.spawnSync(process.execPath, ['-e', inner], { stdio: 'inherit' });
      process.exit(0);
    }`),
    states: lastCannot,
    problems: ['process-exit'],
  },
];
