import type { GoldenCase } from '../goldenCase.ts';

const action = 'verify-interceptor';

export const cases: readonly GoldenCase[] = [
  {
    name: 'a mail that is never sent',
    action,
    harm: 'false-pass',
    before: `import assert from 'node:assert/strict';
import nock from 'nock';

const users = ['ada'];

/** Has forgotten the mail. */
async function signUp(user = '') {
  users.push(user);
}

describe('registration', () => {
  afterEach(() => {
    nock.cleanAll();
  });

  it('welcomes a new user by mail', async () => {
    nock('http://mail.test')
      .post('/messages', { to: 'grace' })
      .reply(202); // accepted

    await signUp('grace');

    assert.equal(users.length, 2);
  });
});
`,
    after: `import assert from 'node:assert/strict';
import nock from 'nock';

const users = ['ada'];

/** Has forgotten the mail. */
async function signUp(user = '') {
  users.push(user);
}

describe('registration', () => {
  afterEach(() => {
    nock.cleanAll();
  });

  it('welcomes a new user by mail', async () => {
    const scope = nock('http://mail.test')
      .post('/messages', { to: 'grace' })
      .reply(202); // accepted

    await signUp('grace');

    assert.equal(users.length, 2);
    scope.done();
  });
});
`,
  },
  {
    // Both requests are made, so nothing goes wrong yet: the point is that the names differ.
    name: 'two requests of one test get two names',
    action,
    before: `import nock from 'nock';

/** Sends both. */
async function order() {
  await fetch('http://stock.test/reserve', { method: 'POST' });
  await fetch('http://post.test/labels', { method: 'POST' });
}

describe('an order', function () {
  teardown();

  it('is reserved and sent', async function () {
    nock('http://stock.test').post('/reserve').reply(204);
    nock('http://post.test').post('/labels').reply(201, {});
    await order();
  });
});

function teardown() {
  afterEach(nock.cleanAll);
}
`,
    after: `import nock from 'nock';

/** Sends both. */
async function order() {
  await fetch('http://stock.test/reserve', { method: 'POST' });
  await fetch('http://post.test/labels', { method: 'POST' });
}

describe('an order', function () {
  teardown();

  it('is reserved and sent', async function () {
    const scope = nock('http://stock.test').post('/reserve').reply(204);
    const scope2 = nock('http://post.test').post('/labels').reply(201, {});
    await order();
    scope.done();
    scope2.done();
  });
});

function teardown() {
  afterEach(nock.cleanAll);
}
`,
  },
  {
    name: 'a name that is taken, and a test on one line',
    action,
    harm: 'false-pass',
    before: `import assert from 'node:assert/strict';
import nock from 'nock';

const scope = 'orders';
const clear = async () => {};

describe('caches', () => {
  afterEach(() => nock.cleanAll());

  it('are cleared', async () => { nock('http://cache.test').delete('/').reply(204); await clear(); assert.ok(scope); });
});
`,
    after: `import assert from 'node:assert/strict';
import nock from 'nock';

const scope = 'orders';
const clear = async () => {};

describe('caches', () => {
  afterEach(() => nock.cleanAll());

  it('are cleared', async () => { const scope2 = nock('http://cache.test').delete('/').reply(204); await clear(); assert.ok(scope); scope2.done(); });
});
`,
  },
];
