import type { GoldenCase } from '../goldenCase.ts';

const action = 'nock-connection-error';

export const cases: readonly GoldenCase[] = [
  {
    name: 'an answer becomes a refusal',
    action,
    harm: 'failing-test',
    before: `import assert from 'node:assert/strict';
import nock from 'nock';

describe('weather', () => {
  before(() => nock.disableNetConnect());
  afterEach(() => nock.cleanAll());
  after(() => nock.enableNetConnect());

  it('is not known while the provider is away', async () => {
    nock('http://refused.test').get('/current').rep▮ly(200, { temperature: 72 });

    await assert.rejects(fetch('http://refused.test/current'));
  });
});
`,
    after: `import assert from 'node:assert/strict';
import nock from 'nock';

describe('weather', () => {
  before(() => nock.disableNetConnect());
  afterEach(() => nock.cleanAll());
  after(() => nock.enableNetConnect());

  it('is not known while the provider is away', async () => {
    nock('http://refused.test').get('/current').replyWithError(Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }));

    await assert.rejects(fetch('http://refused.test/current'));
  });
});
`,
  },
  {
    name: 'in a helper, for a client that looks at the code',
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

  function providerIsAway() {
    nock('http://away.test')
      .get('/current')
      .matchHeader('accept', 'text/plain')
      .reply(▮);
  }

  it('is not known', async () => {
    providerIsAway();
    const request = http.get('http://away.test/current', { headers: { accept: 'text/plain' } });
    await assert.rejects(once(request, 'response'), { code: 'ECONNREFUSED' });
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

  function providerIsAway() {
    nock('http://away.test')
      .get('/current')
      .matchHeader('accept', 'text/plain')
      .replyWithError(Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }));
  }

  it('is not known', async () => {
    providerIsAway();
    const request = http.get('http://away.test/current', { headers: { accept: 'text/plain' } });
    await assert.rejects(once(request, 'response'), { code: 'ECONNREFUSED' });
  });
});
`,
  },
];
