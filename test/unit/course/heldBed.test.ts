import assert from 'node:assert/strict';
import { sampleSolution } from '../../support/sampleCourse.ts';
import { gradeSample } from '../../support/sampleGrades.ts';
import { useScratch } from '../../support/scratch.ts';

/** A test that fails on the correct system, so that a grade is right about it only while nobody fools it. */
const false1 = `import assert from 'node:assert/strict';\nit('is false', () => { assert.equal(1, 2); });\n`;

describe('the test bed of a grade', function () {
  this.timeout(120_000);
  const scratch = useScratch();
  const gradeOf = (files: Record<string, string>): ReturnType<typeof gradeSample> =>
    gradeSample(scratch, files);

  for (const [what, code] of Object.entries({
    'the word it': `globalThis.it = Object.assign(() => {}, globalThis.it);`,
    'the word it, by a definition': `Object.defineProperty(globalThis, 'it', { get: () => () => {} });`,
    'it.only': `it.only = () => {};`,
    'an assertion': `import a from 'node:assert/strict';\na.equal = () => {};`,
    'an assertion of the other module': `import a from 'node:assert';\na.strict.equal = () => {};`,
    'how mocha runs a test': `import Mocha from 'mocha';\nMocha.Runnable.prototype.run = (done) => done();`,
    'how mocha runs a test, by inheritance': `import Mocha from 'mocha';\nMocha.Test.prototype.run = (done) => done();`,
    'how mocha takes in a test': `import Mocha from 'mocha';\nconst add = Mocha.Suite.prototype.addTest;\nMocha.Suite.prototype.addTest = function (test) { test.fn = () => {}; return add.call(this, test); };`,
    'a prototype of a prototype': `import Mocha from 'mocha';\nObject.setPrototypeOf(Mocha.Test.prototype, { run: (done) => done() });`,
    'what all maps do': `Map.prototype.get = () => undefined;`,
  })) {
    it(`cannot be changed: ${what}`, async () => {
      const { complete, tests, problems } = await gradeOf({
        'tests/a.test.ts': `${code}\n`,
        'tests/b.test.ts': false1,
      });
      assert.equal(complete, false);
      assert.deepEqual(
        tests.map(({ title, state }) => [title, state]),
        [['is false', 'failed']],
      );
      assert.ok(
        problems.some(({ code: one, message }) => one === 'load-error' && message.includes('a.test.ts')),
        JSON.stringify(problems),
      );
    });
  }

  for (const [how, code] of Object.entries({
    'the function of a test': `before(function () { this.test.parent.root ? 0 : 0; for (const test of this.test.parent.tests) test.fn = () => {}; });`,
    'how one test runs': `before(function () { for (const test of this.test.parent.tests) test.run = (done) => done(); });`,
    'how one test runs, for a moment': `beforeEach(function () { const test = this.currentTest; test.run = (done) => { delete test.run; done(); }; });`,
    'what tells of the end': `import { EventEmitter } from 'node:events';
const emit = EventEmitter.prototype.emit;
EventEmitter.prototype.emit = function (name, ...args) {
  return emit.call(this, name === 'fail' ? 'pass' : name, ...args);
};`,
    'how functions are called': `const call = Function.prototype.call;
Function.prototype.call = function (...args) {
  if (String(this).includes('assert.equal(1, 2)') || this.length === 0 && this.name === '') return undefined;
  return Reflect.apply(call, this, args);
};`,
  })) {
    it(`believes no test that did not run to its end, whoever changes ${how}`, async () => {
      const { complete, tests } = await gradeOf({
        'tests/a.test.ts': `${code}\n${false1}`.replace(/^([\s\S]*?)(import assert[^\n]*\n)/, '$2$1'),
      });
      assert.equal(complete, false);
      assert.ok(
        tests.every(({ state }) => state !== 'passed'),
        JSON.stringify(tests),
      );
    });
  }

  it('keeps the order that was asked for', async () => {
    const { complete, problems } = await gradeOf({
      'tests/a.test.ts': `before(function () {
  const { tests } = this.test.parent;
  tests.sort((one, other) => (one.title < other.title ? -1 : 1));
});
${sampleSolution}
let ready = false;
it('1 prepares', () => { ready = true; });
it('2 needs it', () => { if (!ready) throw new Error('not ready'); });
`,
    });
    assert.equal(complete, false);
    assert.ok(
      problems.some(({ code }) => code === 'test-bed-changed'),
      JSON.stringify(problems),
    );
  });

  for (const code of [
    `import { Session } from 'node:inspector'; new Session().connect();`,
    `const { Session } = await import('inspector'); new Session().connect();`,
    `process.getBuiltinModule('node:inspector').open(0);`,
    `import { createRequire } from 'node:module'; createRequire(import.meta.url)('inspector').open(0);`,
    `import v8 from 'node:v8'; v8.getHeapSnapshot();`,
    `import { writeHeapSnapshot } from 'node:v8'; writeHeapSnapshot();`,
    `import { registerHooks } from 'node:module'; registerHooks({});`,
    `process.binding('fs');`,
  ]) {
    it(`shows nobody what judges: ${code}`, async () => {
      const { problems } = await gradeOf({ 'tests/a.test.ts': `${code}\nit('x', () => {});\n` });
      assert.ok(
        problems.some(
          ({ code: one, message }) =>
            one === 'load-error' && /not available while tests are graded/.test(message),
        ),
        JSON.stringify(problems),
      );
    });
  }

  it('does not show by a message of a round which system it has', async () => {
    const { faults, tests, complete } = await gradeOf({
      'tests/a.test.ts': `import { StringDecoder } from 'node:string_decoder';
import { Socket } from 'node:net';
globalThis.heard ??= '';
const write = StringDecoder.prototype.write;
StringDecoder.prototype.write = function (bytes) { const text = write.call(this, bytes); globalThis.heard = text; return text; };
const { on } = Socket.prototype;
it('fails when a message names a file of the system', () => {
  if (/src/.test(globalThis.heard)) throw new Error(globalThis.heard);
});
`,
    });
    assert.equal(complete, false);
    assert.deepEqual(
      tests.map(({ state }) => state),
      ['passed'],
    );
    assert.deepEqual(
      faults.filter(({ caught }) => caught),
      [],
    );
  });

  it('leaves everything free that honest tests replace for a while', async () => {
    const { problems, hygiene, tests, complete } = await gradeOf({
      'tests/a.test.ts': sampleSolution,
      'tests/b.test.ts': `import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import { mock } from 'node:test';
afterEach(() => mock.restoreAll());
it('replaces functions', () => {
  mock.method(Date, 'now', () => 5);
  mock.method(Math, 'random', () => 0.5);
  mock.method(console, 'log', () => {});
  mock.method(globalThis, 'fetch', async () => new Response('x'));
  mock.method(JSON, 'parse', () => 1);
  const emitter = new EventEmitter();
  mock.method(emitter, 'emit', () => true);
  emitter.on = () => emitter;
  console.log('nothing');
  assert.equal(Date.now() + Math.random() + JSON.parse('2'), 6.5);
});
it('extends what is there', () => {
  class Own extends Map { get(key) { return super.get(key) ?? 0; } }
  class OwnError extends assert.AssertionError { name = 'OwnError'; }
  assert.equal(new Own().get('x'), 0);
  assert.equal(new OwnError({ message: 'm' }).name, 'OwnError');
  const error = new Error('x');
  error.name = 'Other';
});
it('calls back', (done) => { setTimeout(done, 1); });
it('is tried again', function () { this.timeout(500); this.slow(10); });
`,
    });
    assert.deepEqual(problems, []);
    assert.deepEqual(hygiene, []);
    assert.ok(
      tests.every(({ state }) => state === 'passed'),
      JSON.stringify(tests),
    );
    assert.equal(complete, true);
  });
});
