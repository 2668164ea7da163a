import type { GoldenCase } from '../goldenCase.ts';

const action = 'nock-timeout';

/** The version of nock is not known here, so the template is the one that every version can run. */
export const cases: readonly GoldenCase[] = [
  {
    name: 'a connection that times out',
    action,
    harm: 'failing-test',
    before: `import assert from 'node:assert/strict';
import { once } from 'node:events';
import http from 'node:http';
import nock from 'nock';

describe('weather', () => {
  before(() => nock.disableNetConnect());
  afterEach(() => nock.cleanAll());
  after(() => nock.enableNetConnect());

  it('is not known while the provider is slow', async () => {
    n▮ock('http://slow.test').get('/current').reply(200, 'sun');

    const request = http.get('http://slow.test/current');
    await assert.rejects(once(request, 'response'), { code: 'ETIMEDOUT' });
  });
});
`,
    after: `import assert from 'node:assert/strict';
import { once } from 'node:events';
import http from 'node:http';
import nock from 'nock';

describe('weather', () => {
  before(() => nock.disableNetConnect());
  afterEach(() => nock.cleanAll());
  after(() => nock.enableNetConnect());

  it('is not known while the provider is slow', async () => {
    nock('http://slow.test').get('/current').replyWithError(Object.assign(new Error('timed out'), { code: 'ETIMEDOUT' }));

    const request = http.get('http://slow.test/current');
    await assert.rejects(once(request, 'response'), { code: 'ETIMEDOUT' });
  });
});
`,
  },
];
