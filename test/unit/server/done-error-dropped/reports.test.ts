import assert from 'node:assert/strict';
import { passErrorToDone } from '../../../../src/server/actions/passErrorToDone.ts';
import { readTestFile } from '../../../../src/server/analysis/testFile.ts';
import { typescriptParser } from '../../../../src/server/analysis/typescriptParser.ts';
import { applyChanges } from '../../../../src/server/edits/textChange.ts';
import { doneErrorDropped } from '../../../../src/server/rules/doneErrorDropped.ts';
import { findingsOf } from '../../../../src/server/rules/rule.ts';
import { assertReported } from '../expectedLines.ts';

const head = `import assert from 'node:assert/strict';
import { exec } from 'node:child_process';
`;

const reported: Readonly<Record<string, string>> = {
  'a result that is looked at': `it('a', (done) => {
  load('x', (err, value) => { // ←
    assert.ok(value);
    done();
  });
});`,
  'in a hook, by other names': `describe('x', function () {
  beforeEach(function (ready) {
    load(function (error, rows) { this.rows = rows; ready(); }); // ←
  });
  it('a', () => {});
});`,
  'in a callback of a callback': `it('a', (done) => {
  load((e, user) => { // ←
    user.save((err) => { assert.ifError(err); done(); });
  });
});`,
  'a request of supertest': `it('a', (done) => {
  request(app).get('/').expect(200).end((err, res) => { // ←
    assert.ok(res.body.id);
    setImmediate(() => done());
  });
});`,
  'from helpers of the file that may fail': `function one(callback) { load(callback); }
const two = (callback) => { load((err) => (err ? callback(err) : callback(null, 1))); };
const three = (callback) => { load((err, value) => callback(err, value)); };
it('a', (done) => { one((err, value) => { // ←
  assert.ok(value); done(); }); });
it('b', (done) => { two((err, value) => { // ←
  assert.ok(value); done(); }); });
it('c', (done) => { three((err, value) => { // ←
  assert.ok(value); done(); }); });`,
};

const silent: Readonly<Record<string, string>> = {
  'looked at, handed on or asserted': `it('a', (done) => { load((err, value) => { if (err) return done(err); assert.ok(value); done(); }); });
it('b', (done) => { load((err, value) => { assert.ifError(err); assert.ok(value); done(); }); });
it('c', (done) => { load((err, value) => { assert.ok(err); done(); }); });
it('d', (done) => { load((err, value) => { done(err); }); });`,
  'dropped on purpose': `it('a', (done) => { load((_err, value) => { assert.ok(value); done(); }); });
it('b', (done) => { load((_, value) => { assert.ok(value); done(); }); });`,
  'an event or a rejection': `it('a', (done) => { load().on('error', (err, more) => { done(); }); });
it('b', (done) => { load().once('end', (err, more) => { done(); }); });
it('c', (done) => { load().catch((err, more) => { done(); }); });
it('d', (done) => { on('error', (err, more) => { done(); }); });`,
  'an error alone, which may be what is wanted': `it('a', (done) => { load((err) => { done(); }); });`,
  'a failure that is asserted otherwise': `it('a', (done) => { get('/', (err, res) => { assert.equal(res.status, 404); done(); }); });
it('b', (done) => { exec('x', (err, out) => { assert.ok(out); done(); }); });
it('c', (done) => { run((err, stdout, stderr) => { assert.ok(stderr); done(); }); });`,
  'a test that makes something fail': `it('is not called on failed create', (done) => { load((err, value) => { done(); }); });
it('b', (done) => { app.create = (cb) => cb(new TypeError('no')); load((err, value) => { app.reset(); done(); }); });`,
  'a helper of the file that has no error to give': `function wait(callback) { setTimeout(callback.bind(null, null, 1), 5); }
const count = (callback) => { callback(null, 1); };
it('a', (done) => { wait((err, value) => { assert.ok(value); done(); }); });
it('b', (done) => { count((err, value) => { assert.ok(value); done(); }); });`,
  'a suite in which things fail': `describe('with an invalid name', () => {
  it('a', (done) => { load((err, value) => { assert.equal(status, 1); done(); }); });
});`,
  'clean-up': `afterEach((done) => { load((err, value) => { done(); }); });`,
  'done handed on, or not called': `it('a', (done) => { load((err, value) => { value.end(done); }); });
it('b', (done) => { load((err, value) => { assert.ok(value); }); done(); });
it('c', (done) => { load((err, value) => { done(value); }); });`,
  'a test that ends otherwise': `it('a', () => { load((err, value) => { finish(); }); });
it('b', async () => { const done = () => {}; load((err, value) => { done(); }); });`,
  'no error first': `it('a', (done) => { load((value, err) => { assert.ok(value); done(); }); });`,
  'no callback of a call': `it('a', (done) => { const f = (err, value) => { done(); }; load(f, 1); });
it('b', (done) => { load((err, value) => { done(); }, 1); });`,
};

describe('done-error-dropped', () => {
  describe('reports an error that is lost', () => {
    for (const [name, text] of Object.entries(reported)) {
      it(name, () => {
        assertReported('done-error-dropped', head + text);
      });
    }
  });

  describe('is silent where it is seen, wanted, or dropped on purpose', () => {
    for (const [name, text] of Object.entries(silent)) {
      it(name, () => {
        assertReported('done-error-dropped', head + text);
      });
    }
  });

  it('says that the test passes only where nothing looks at the result', () => {
    const messageOf = (callback: string): string | undefined => {
      const text = `it('a', (done) => { load(${callback}); });`;
      return findingsOf(doneErrorDropped, readTestFile(typescriptParser, 'a.test.ts', text, {}))[0]?.message;
    };
    assert.match(messageOf('(err, v) => done()') ?? '', /says that all is well/);
    assert.match(messageOf('(err, v) => { check(v.id); done(); }') ?? '', /nobody learns the cause/);
  });

  it('puts the error where it fits', () => {
    const results: readonly (readonly [string, string | undefined])[] = [
      ['(err, v) => done()', '(err, v) => done(err)'],
      ['(err, v) => { done(); }', '(err, v) => { done(err); }'],
      ['(err, v) => use(v, done())', '(err, v) => err ? done(err) : use(v, done())'],
      ['(err, v) => { use(v); done(); }', '(err, v) => { if (err) return done(err); use(v); done(); }'],
    ];
    for (const [before, after] of results) {
      const file = readTestFile(
        typescriptParser,
        'a.test.ts',
        `it('a', (done) => { load(${before}); });`,
        {},
      );
      const [finding] = findingsOf(doneErrorDropped, file);
      assert.ok(finding, before);
      const edit = passErrorToDone.offers(file, finding)[0]?.edit();
      const text = edit?.possible === true ? applyChanges(file.text, edit.changes) : undefined;
      assert.equal(text, `it('a', (done) => { load(${after}); });`);
    }
  });
});
