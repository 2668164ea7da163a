import assert from 'node:assert/strict';
import { lintText } from '../../../../src/server/lint.ts';
import { assertReported } from '../expectedLines.ts';

const head = `import assert from 'node:assert/strict';
import { expect } from 'chai';
import request from 'supertest';
import { app, load } from '../src/app.ts';
`;

/** What is reported, by the situation. `// ←` marks the lines. */
const reported: Readonly<Record<string, string>> = {
  'assert.rejects and its opposite': `it('a', () => {
  assert.rejects(load()); // ←
  assert.doesNotReject(load()); // ←
  assert.strict.rejects(load()); // ←
});`,
  'in a hook, a branch, a loop and a try': `describe('x', () => {
  beforeEach(async () => {
    if (app) assert.rejects(load()); // ←
    for (const x of [1]) { assert.rejects(load(x)); } // ←
    try { assert.rejects(load()); } finally { await load(); } // ←
  });
  it('a', () => {});
});`,
  'in a callback that nobody waits for either': `it('a', () => {
  [1].forEach((x) => {
    assert.rejects(load(x)); // ←
  });
});`,
  'in a helper of the file': `function refuses(x) {
  assert.rejects(load(x)); // ←
}
it('a', () => { refuses(1); });`,
  'other libraries': `it('a', () => {
  expect(load()).to.eventually.equal(1); // ←
  expect(load()).to.be.rejectedWith(TypeError); // ←
  load().should.be.rejected; // ←
  load().should.eventually.equal(1); // ←
});
it('b', () => {
  const { expect } = require('expect');
  expect(load()).rejects.toThrow(); // ←
  expect(load()).resolves.toBe(1); // ←
});`,
  'an expect that a setup file makes global': `const { expect: chai } = { expect: 1 };
it('a', () => {
  globalExpect(chai);
});
it('b', () => {
  sinon.assert.called(load);
  should(load()).be.rejectedWith('x'); // ←
});`,
  'a request that is never sent': `const api = request(app);
let agent;
before(() => { agent = request.agent(app); });
it('a', () => {
  request(app).get('/').expect(200); // ←
  api.post('/').send({}).expect(201).expect({ id: 1 }); // ←
  agent.get('/').expect(200, { a: 1 }); // ←
});`,
  'assertions behind then': `it('a', () => {
  load().then((value) => { assert.equal(value, 1); }); // ←
  load().then((value) => value).catch((error) => expect(error).to.exist); // ←
  fetch('http://localhost').then(check); // ←
});
function check(response) { assert.ok(response.ok); }`,
  'an async check of the file': `async function check() { assert.equal(await load(), 1); }
it('a', () => {
  check(); // ←
});`,
  'in a function that somebody else runs': `import { withUser } from './users.ts';
it('a', withUser(async (user) => {
  assert.rejects(load(user)); // ←
}));`,
};

/** What is not reported, and why. */
const silent: Readonly<Record<string, string>> = {
  'awaited, returned or handed back by an arrow': `it('a', async () => { await assert.rejects(load()); });
it('b', () => { return assert.rejects(load()); });
it('c', () => assert.rejects(load()));
it('d', () => load().then((value) => assert.equal(value, 1)));
it('e', async () => { await load().then((value) => { assert.equal(value, 1); }); });`,
  'kept, and awaited later': `it('a', async () => {
  const refused = assert.rejects(load());
  await refused;
});
it('b', async () => { await Promise.all([assert.rejects(load()), assert.rejects(load(2))]); });`,
  'dropped on purpose': `it('a', () => { void assert.rejects(load()); });`,
  'a test that ends by done': `it('a', (done) => { load().then((value) => { assert.equal(value, 1); done(); }, done); });
it('b', (done) => { assert.rejects(load()).then(() => done(), done); });
it('c', (done) => { request(app).get('/').expect(200, done); });
it('d', (done) => { assert.rejects(load()); app.once('end', done); });`,
  'chai-as-promised that tells done': `it('a', (done) => { expect(load()).to.be.rejected.notify(done); });`,
  'assertions that decide at once': `it('a', () => {
  assert.equal(1, 1);
  assert.throws(() => load());
  expect(1).to.equal(1);
  (1).should.equal(1);
});`,
  'a request with an end or a callback': `it('a', () => {
  request(app).get('/').expect(200).end(() => {});
  request(app).get('/').expect(200, () => {});
});
const check = (cb) => { request(app).get('/').expect(200, cb); };
it('b', () => { check(() => {}); });`,
  'a chain without assertions': `it('a', () => { load().then((value) => { app.value = value; }); assert.ok(app); });`,
  'waited for below': `it('a', async () => {
  load().then((value) => { assert.equal(value, 1); });
  await app.idle();
});
it('b', () => {
  load().then((value) => { assert.equal(value, 1); });
  return app.idle();
});
it('c', async () => {
  serve();
  await load();
});
async function serve() { assert.ok(await load()); }`,
  'settled by a call, as in AngularJS': `it('a', () => {
  load().then((value) => { assert.equal(value, 1); });
  app.$digest();
});`,
  'commands that a tool puts in a queue': `it('a', () => {
  cy.get('button').then((button) => { expect(button).to.exist; });
  cy.request('/').its('status').then((status) => { assert.equal(status, 200); });
});`,
  'in a promise that is made here': `it('a', () => new Promise((resolve) => {
  load().then((value) => { assert.equal(value, 1); resolve(); });
}));`,
  'a function of that name': `const rejects = (value) => value;
const checks = { rejects };
it('a', () => { checks.rejects(load()); rejects(load()); assert.ok(1); });`,
  'a generator that somebody else runs': `it('a', function* () { assert.rejects(load()); });`,
  'outside tests': `describe('x', () => { it('a', () => {}); assert.rejects(load()); });
assert.rejects(load());`,
  'another test runner': `import { test } from 'node:test';
test('a', () => { assert.rejects(load()); });`,
  'switched off': `it('a', () => {
  // itlab-disable-next-line floating-assertion -- shown on purpose
  assert.rejects(load());
});`,
};

describe('floating-assertion', () => {
  describe('reports an assertion that nobody waits for', () => {
    for (const [name, text] of Object.entries(reported)) {
      it(name, () => {
        assertReported('floating-assertion', head + text);
      });
    }
  });

  describe('is silent where somebody waits, or may', () => {
    for (const [name, text] of Object.entries(silent)) {
      it(name, () => {
        assertReported('floating-assertion', head + text);
      });
    }
  });

  it('goes on in broken text', () => {
    assertReported(
      'floating-assertion',
      `${head}it('a', () => {\n  assert.rejects(load()); // ←\n  const x = (;\n`,
    );
  });

  it('offers no fix where `await` would help nobody', () => {
    const text = `${head}it('a', () => { [1].forEach((x) => { assert.rejects(load(x)); }); });`;
    assert.deepEqual(
      lintText('a.test.ts', text).map(({ rule, fixable }) => [rule, fixable]),
      [['floating-assertion', false]],
    );
  });
});
