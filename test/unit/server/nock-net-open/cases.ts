import type { GoldenCase } from '../goldenCase.ts';

const action = 'guard-network';

/** The cases without a harm make no request to another host: only where the hooks come is their point. */
export const cases: readonly GoldenCase[] = [
  {
    name: 'a request that no interceptor answers arrives somewhere',
    action,
    harm: 'failing-test',
    before: `import assert from 'node:assert/strict';
import { once } from 'node:events';
import http from 'node:http';
import type { LookupFunction } from 'node:net';
import nock from 'nock';

describe('weather', () => {
  afterEach(() => {
    nock.cleanAll();
  });

  it('asks nobody else', async () => {
    nock('http://weather.test').get('/').reply(200, 'sun');
    // A company whose name leads here, so what is not intercepted really arrives.
    const company = http.createServer((_request, response) => response.end('paid')).listen(0, '127.0.0.1');
    await once(company, 'listening');
    const address = company.address();
    assert.ok(address !== null && typeof address === 'object');
    const lookup: LookupFunction = (_host, _options, found) => found(null, [{ address: '127.0.0.1', family: 4 }]);
    try {
      const request = http.get({ host: 'company.test', port: address.port, lookup });
      await assert.rejects(once(request, 'response'), /Disallowed net connect/);
    } finally {
      company.closeAllConnections();
      company.close();
    }
  });
});
`,
    after: `import assert from 'node:assert/strict';
import { once } from 'node:events';
import http from 'node:http';
import type { LookupFunction } from 'node:net';
import nock from 'nock';

describe('weather', () => {
  before(() => {
    nock.disableNetConnect();
    nock.enableNetConnect('127.0.0.1');
  });

  afterEach(() => {
    nock.cleanAll();
  });

  after(() => {
    nock.enableNetConnect();
  });

  it('asks nobody else', async () => {
    nock('http://weather.test').get('/').reply(200, 'sun');
    // A company whose name leads here, so what is not intercepted really arrives.
    const company = http.createServer((_request, response) => response.end('paid')).listen(0, '127.0.0.1');
    await once(company, 'listening');
    const address = company.address();
    assert.ok(address !== null && typeof address === 'object');
    const lookup: LookupFunction = (_host, _options, found) => found(null, [{ address: '127.0.0.1', family: 4 }]);
    try {
      const request = http.get({ host: 'company.test', port: address.port, lookup });
      await assert.rejects(once(request, 'response'), /Disallowed net connect/);
    } finally {
      company.closeAllConnections();
      company.close();
    }
  });
});
`,
  },
  {
    name: 'a suite without hooks gets both in one place, and localhost stays reachable',
    action,
    before: `import assert from 'node:assert/strict';
import nock from 'nock';

const own = 'http://localhost:8080';

describe('weather', () => {
  it('is sunny', async () => {
    assert.ok(own);
    const scope = nock('http://plain.test').get('/').reply(200, 'sun');
    await fetch('http://plain.test/');
    scope.done();
  });
});
`,
    after: `import assert from 'node:assert/strict';
import nock from 'nock';

const own = 'http://localhost:8080';

describe('weather', () => {
  before(() => {
    nock.disableNetConnect();
    nock.enableNetConnect(/^(127\\.0\\.0\\.1|localhost)(:|$)/);
  });

  after(() => {
    nock.enableNetConnect();
  });

  it('is sunny', async () => {
    assert.ok(own);
    const scope = nock('http://plain.test').get('/').reply(200, 'sun');
    await fetch('http://plain.test/');
    scope.done();
  });
});
`,
  },
  {
    name: 'joins the hooks that are there, first in the one and last in the other',
    action,
    before: `import assert from 'node:assert/strict';
import nock from 'nock';

describe('weather', function () {
  let city = '';

  // Told once.
  before(function () {
    city = 'Phoenix'; // the warm one
  });

  after(function () {
    city = '';
  });

  describe('in a city', function () {
    afterEach(function () {
      nock.cleanAll();
    });

    it('is sunny', async function () {
      nock('http://joined.test').get('/').reply(200, city);
      const response = await fetch('http://joined.test/');
      assert.equal(await response.text(), 'Phoenix');
    });
  });
});
`,
    after: `import assert from 'node:assert/strict';
import nock from 'nock';

describe('weather', function () {
  let city = '';

  // Told once.
  before(function () {
    nock.disableNetConnect();
    nock.enableNetConnect('127.0.0.1');

    city = 'Phoenix'; // the warm one
  });

  after(function () {
    city = '';
    nock.enableNetConnect();
  });

  describe('in a city', function () {
    afterEach(function () {
      nock.cleanAll();
    });

    it('is sunny', async function () {
      nock('http://joined.test').get('/').reply(200, city);
      const response = await fetch('http://joined.test/');
      assert.equal(await response.text(), 'Phoenix');
    });
  });
});
`,
  },
  {
    name: 'extends the import of mocha once',
    action,
    before: `import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'mocha';
import intercept from 'nock';

describe('weather', () => {
  afterEach(() => intercept.cleanAll());

  it('is sunny', async () => {
    intercept('http://imported.test').get('/').reply(200, 'sun');
    const response = await fetch('http://imported.test/');
    assert.equal(await response.text(), 'sun');
  });
});

describe('time', () => {
  it('passes', () => {});
});
`,
    after: `import assert from 'node:assert/strict';
import { afterEach, describe, it, before, after } from 'mocha';
import intercept from 'nock';

describe('weather', () => {
  before(() => {
    intercept.disableNetConnect();
    intercept.enableNetConnect('127.0.0.1');
  });

  afterEach(() => intercept.cleanAll());

  after(() => {
    intercept.enableNetConnect();
  });

  it('is sunny', async () => {
    intercept('http://imported.test').get('/').reply(200, 'sun');
    const response = await fetch('http://imported.test/');
    assert.equal(await response.text(), 'sun');
  });
});

describe('time', () => {
  it('passes', () => {});
});
`,
  },
];
