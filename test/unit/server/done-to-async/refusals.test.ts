import assert from 'node:assert/strict';
import { doneToAsync } from '../../../../src/server/actions/doneToAsync.ts';
import { readTestFile } from '../../../../src/server/analysis/testFile.ts';
import { typescriptParser } from '../../../../src/server/analysis/typescriptParser.ts';
import { applyChanges } from '../../../../src/server/edits/textChange.ts';

/** The test that is left, or the reason why there is none; undefined when nothing is offered. */
function converted(callback: string, imports = ''): string | undefined {
  const text = `${imports}it('a', ${callback});`;
  const file = readTestFile(typescriptParser, 'a.test.js', text, {});
  const at = imports.length + 8;
  const edit = doneToAsync.offers(file, { start: at, end: at })[0]?.edit();
  if (edit === undefined) return undefined;
  return edit.possible ? applyChanges(text, edit.changes).slice(imports.length + 8, -2) : edit.reason;
}

describe('done-to-async', () => {
  it('awaits what supertest and fs do', () => {
    const supertest = `import request from 'supertest';\n`;
    assert.equal(
      converted("(done) => { request(app).get('/').expect(200, done); }", supertest),
      "async () => { await request(app).get('/').expect(200); }",
    );
    assert.equal(
      converted("(done) => { request(app).get('/').expect(200).end(done); }", supertest),
      "async () => { await request(app).get('/').expect(200); }",
    );
    assert.equal(
      converted(
        `(done) => {
  request(app)
    .get('/')
    .end((err, res) => {
      if (err) {
        return done(err);
      }
      assert.ok(res.body); // all of it
      return done();
    });
}`,
        supertest,
      ),
      `async () => {
  const res = await request(app)
    .get('/');
  assert.ok(res.body); // all of it
}`,
    );
    assert.equal(
      converted("done => { fs.rm('x', done); }", `const fs = require('fs');\n`),
      "async () => { await fs.promises.rm('x'); }",
    );
  });

  it('is not offered where no test ends by done', () => {
    assert.equal(converted('() => { load(); }'), undefined);
    assert.equal(converted('async (done) => { load().then(() => done()); }'), undefined);
    assert.equal(converted('withUser((user) => { load(user); })'), undefined);
  });

  it('says why it is not possible', () => {
    const reasons: Readonly<Record<string, string>> = {
      '(done) => { setTimeout(done, 5); }':
        'What the test waits for is no promise, no request of supertest and no call of `fs`.',
      '(done) => { load().then(() => done()); more(); }':
        'What the test waits for is no promise, no request of supertest and no call of `fs`.',
      '(done) => { other(done); load().then(() => done()); }': '`done` is used elsewhere too: line 1.',
      '(done) => { load().then(() => { done(); more(); }); }': '`done()` is not the last statement.',
      '(done) => { load().then(() => { if (x) return done(); more(); done(); }); }':
        '`done` is called in more than one place.',
      '(done) => { load().then(() => { if (x) return; done(); }); }':
        'The callback returns early, or has a `this` of its own.',
      '(done) => { load().then(function () { this.x(); done(); }); }':
        'The callback returns early, or has a `this` of its own.',
      '(done) => { const user = 1; load(user).then((user) => { use(user); done(); }); }':
        '`user` would be declared twice in the test.',
      '(done) => { load(user).then((user) => { use(user); done(); }); }':
        '`user` would be declared twice in the test.',
      '(done) => { load().then(() => { done(1); }); }': '`done` is handed on, or called with an error.',
      '(done) => { load().then(more, done); }': 'The function that gets the result is written elsewhere.',
      '(done) => { load().then(() => done(), (error) => { assert.ok(error); done(); }); }':
        'The failure is not only handed to `done`.',
      '(done) => { load() /* soon */ .then(() => { done(); }); }': 'There is a comment that would be lost.',
    };
    for (const [callback, reason] of Object.entries(reasons))
      assert.equal(converted(callback), reason, callback);
    assert.equal(
      converted(
        "(done) => { fs.stat('x', (err, found) => { assert.ok(err); done(); }); }",
        `const fs = require('fs');\n`,
      ),
      'The test looks at the error of the callback.',
    );
  });
});
