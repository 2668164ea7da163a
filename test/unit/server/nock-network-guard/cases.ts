import type { GoldenCase } from '../goldenCase.ts';

const action = 'nock-network-guard';

/** What an open network does is shown for the rule nock-net-open, whose quick fix makes the same edit. */
export const cases: readonly GoldenCase[] = [
  {
    name: 'from inside a test, around the outermost suite',
    action,
    before: `import assert from 'node:assert/strict';
import nock from 'nock';

describe('weather', () => {
  afterEach(() => nock.cleanAll());

  describe('today', () => {
    it('is sunny', async () => {
      no▮ck('http://guarded.test').get('/').reply(200, 'sun');
      const response = await fetch('http://guarded.test/');
      assert.equal(await response.text(), 'sun');
    });
  });
});
`,
    after: `import assert from 'node:assert/strict';
import nock from 'nock';

describe('weather', () => {
  before(() => {
    nock.disableNetConnect();
    nock.enableNetConnect('127.0.0.1');
  });

  afterEach(() => nock.cleanAll());

  after(() => {
    nock.enableNetConnect();
  });

  describe('today', () => {
    it('is sunny', async () => {
      nock('http://guarded.test').get('/').reply(200, 'sun');
      const response = await fetch('http://guarded.test/');
      assert.equal(await response.text(), 'sun');
    });
  });
});
`,
  },
];
