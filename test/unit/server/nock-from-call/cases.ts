import type { GoldenCase } from '../goldenCase.ts';

const action = 'nock-from-call';

export const cases: readonly GoldenCase[] = [
  {
    name: 'a file that does not use nock yet gets all that goes with it',
    action,
    harm: 'failing-test',
    before: `import assert from 'node:assert/strict';

describe('weather', () => {
  it('is read', async () => {
    const response = await fetch('http://new.test/curr▮ent?city=Phoenix&unit-of=F');

    assert.equal(response.status, 200);
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

  afterEach(() => {
    nock.abortPendingRequests();
    nock.cleanAll();
  });

  after(() => {
    nock.enableNetConnect();
  });

  it('is read', async () => {
    nock('http://new.test')
      .get('/current')
      .query({ city: 'Phoenix', 'unit-of': 'F' })
      .reply(200, {});
    const response = await fetch('http://new.test/current?city=Phoenix&unit-of=F');

    assert.equal(response.status, 200);
  });
});
`,
  },
  {
    name: 'a method, a body and a path with pieces known only at run time',
    action,
    harm: 'failing-test',
    before: `import assert from 'node:assert/strict';
import nock from 'nock';

const id = 7;

describe('orders', () => {
  before(() => nock.disableNetConnect());
  afterEach(() => nock.cleanAll());
  after(() => nock.enableNetConnect());

  it('are paid', async () => {
    const amount = 5;

    // Pays.
    const response = await fetch(\`http://paid.test/orders/\${id}/payments\`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ amount: 5, card: ['visa', nu▮ll] }),
    });

    assert.equal(response.status, 200, String(amount));
  });
});
`,
    after: `import assert from 'node:assert/strict';
import nock from 'nock';

const id = 7;

describe('orders', () => {
  before(() => nock.disableNetConnect());
  afterEach(() => nock.cleanAll());
  after(() => nock.enableNetConnect());

  it('are paid', async () => {
    const amount = 5;
    nock('http://paid.test')
      .post(/^\\/orders\\/[^/]+\\/payments$/, { amount: 5, card: ['visa', null] })
      .reply(200, {});

    // Pays.
    const response = await fetch(\`http://paid.test/orders/\${id}/payments\`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ amount: 5, card: ['visa', null] }),
    });

    assert.equal(response.status, 200, String(amount));
  });
});
`,
  },
  {
    name: 'an address that begins with a name, in a hook, by http.request',
    action,
    harm: 'failing-test',
    before: `import assert from 'node:assert/strict';
import { once } from 'node:events';
import http from 'node:http';
import nock from 'nock';

describe('orders', () => {
  const base = ['http://', 'request.test', '/v1'].join('');
  const statuses = [0];

  before(() => nock.disableNetConnect());

  beforeEach(async () => {
    const request = http.req▮uest(\`\${base}/orders/\${statuses.length}\`, { method: 'HEAD' }).end();
    const [response] = await once(request, 'response');
    statuses.push(response.statusCode);
    response.resume();
  });

  afterEach(() => nock.cleanAll());

  after(() => nock.enableNetConnect());

  it('are there', () => {
    assert.deepEqual(statuses, [0, 200]);
  });
});
`,
    after: `import assert from 'node:assert/strict';
import { once } from 'node:events';
import http from 'node:http';
import nock from 'nock';

describe('orders', () => {
  const base = ['http://', 'request.test', '/v1'].join('');
  const statuses = [0];

  before(() => nock.disableNetConnect());

  beforeEach(async () => {
    nock(base).head(/\\/orders\\/[^/]+$/).reply(200);
    const request = http.request(\`\${base}/orders/\${statuses.length}\`, { method: 'HEAD' }).end();
    const [response] = await once(request, 'response');
    statuses.push(response.statusCode);
    response.resume();
  });

  afterEach(() => nock.cleanAll());

  after(() => nock.enableNetConnect());

  it('are there', () => {
    assert.deepEqual(statuses, [0, 200]);
  });
});
`,
  },
  {
    name: 'a URL object in a constant, and a query with pieces known only at run time',
    action,
    harm: 'failing-test',
    before: `import assert from 'node:assert/strict';
import nock from 'nock';

const city = 'Phoenix';
const current = new URL('/current', 'http://object.test');
const forecast = \`http://object.test/forecast?city=\${city}&days=3\`;

describe('weather', function () {
  before(() => nock.disableNetConnect());
  afterEach(() => nock.cleanAll());
  after(() => nock.enableNetConnect());

  it('is read', async function () {
    nock('http://object.test').get('/current').reply(200, {});
    const responses = [await fetch(current), await fe▮tch(forecast)];
    assert.equal(responses.length, 2);
  });
});
`,
    after: `import assert from 'node:assert/strict';
import nock from 'nock';

const city = 'Phoenix';
const current = new URL('/current', 'http://object.test');
const forecast = \`http://object.test/forecast?city=\${city}&days=3\`;

describe('weather', function () {
  before(() => nock.disableNetConnect());
  afterEach(() => nock.cleanAll());
  after(() => nock.enableNetConnect());

  it('is read', async function () {
    nock('http://object.test').get('/current').reply(200, {});
    nock('http://object.test').get('/forecast').query(true).reply(200, {});
    const responses = [await fetch(current), await fetch(forecast)];
    assert.equal(responses.length, 2);
  });
});
`,
  },
];
