import type { GoldenCase } from '../goldenCase.ts';

const action = 'assert-in-tests';

export const cases: readonly GoldenCase[] = [
  {
    name: 'a test that skips itself',
    action,
    harm: 'failing-test',
    // It asks nock for what is pending in the whole process.
    alone: true,
    before: `import assert from 'node:assert/strict';
import nock from 'nock';

const isOnline = process.argv.includes('--online');

describe('weather', () => {
  afterEach(() => {
    assert.deepEqual(nock.pendingMocks(), []);

    nock.abortPendingRequests();
    nock.cleanAll();
  });

  it('is asked for', async function () {
    nock('http://weather.test').get('/').reply(200, 'sun');
    if (!isOnline) this.skip();
    await fetch('http://weather.test/');
  });

  it('is sunny', async () => {
    nock('http://weather.test').get('/').reply(200, 'sun');
    const response = await fetch('http://weather.test/');
    assert.equal(await response.text(), 'sun'); // at last
  });
});
`,
    after: `import assert from 'node:assert/strict';
import nock from 'nock';

const isOnline = process.argv.includes('--online');

describe('weather', () => {
  afterEach(() => {
    nock.abortPendingRequests();
    nock.cleanAll();
  });

  it('is asked for', async function () {
    nock('http://weather.test').get('/').reply(200, 'sun');
    if (!isOnline) this.skip();
    await fetch('http://weather.test/');
    assert.deepEqual(nock.pendingMocks(), []);
  });

  it('is sunny', async () => {
    nock('http://weather.test').get('/').reply(200, 'sun');
    const response = await fetch('http://weather.test/');
    assert.equal(await response.text(), 'sun'); // at last
    assert.deepEqual(nock.pendingMocks(), []);
  });
});
`,
  },
  {
    name: 'the whole hook, with an await, into tests of inner suites',
    action,
    harm: 'failing-test',
    before: `import assert from 'node:assert/strict';

describe('jobs', () => {
  const jobs: Promise<number>[] = [];

  afterEach(async () => {
    assert.deepEqual(
      await Promise.all(jobs),
      [1],
    );
    assert.ok(jobs);
  });

  describe('of today', () => {
    it('are skipped', function () {
      if (jobs.length === 0) this.skip();
    });

    it('are done', () => {
      jobs.push(Promise.resolve(1));
    });
  });
});
`,
    after: `import assert from 'node:assert/strict';

describe('jobs', () => {
  const jobs: Promise<number>[] = [];

  describe('of today', () => {
    it('are skipped', async function () {
      if (jobs.length === 0) this.skip();
      assert.deepEqual(
        await Promise.all(jobs),
        [1],
      );
      assert.ok(jobs);
    });

    it('are done', async () => {
      jobs.push(Promise.resolve(1));
      assert.deepEqual(
        await Promise.all(jobs),
        [1],
      );
      assert.ok(jobs);
    });
  });
});
`,
  },
  {
    name: 'an expression, into an empty test',
    action,
    // It holds for the only test, so nothing is lost yet.
    before: `import assert from 'node:assert/strict';
import { suite, teardown, test } from 'mocha';

suite('jobs', () => {
  let count = 0;
  teardown(() => assert.equal(count, 0));
  test('are none', () => {});
  suite('later', () => {});
  count += 0;
});
`,
    after: `import assert from 'node:assert/strict';
import { suite, teardown, test } from 'mocha';

suite('jobs', () => {
  let count = 0;
  test('are none', () => { assert.equal(count, 0); });
  suite('later', () => {});
  count += 0;
});
`,
  },
];
