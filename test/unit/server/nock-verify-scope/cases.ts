import type { GoldenCase } from '../goldenCase.ts';

const action = 'nock-verify-scope';

export const cases: readonly GoldenCase[] = [
  {
    name: 'an interceptor without a name',
    action,
    harm: 'false-pass',
    before: `import assert from 'node:assert/strict';
import nock from 'nock';

/** Asks nobody. */
async function temperature() {
  return 72;
}

describe('weather', () => {
  before(() => nock.disableNetConnect());
  afterEach(() => nock.cleanAll());
  after(() => nock.enableNetConnect());

  it('is asked for', async () => {
    nock('http://asked.test').get('/current')▮.reply(200, { temperature: 72 });

    assert.equal(await temperature(), 72); // by chance
  });
});
`,
    after: `import assert from 'node:assert/strict';
import nock from 'nock';

/** Asks nobody. */
async function temperature() {
  return 72;
}

describe('weather', () => {
  before(() => nock.disableNetConnect());
  afterEach(() => nock.cleanAll());
  after(() => nock.enableNetConnect());

  it('is asked for', async () => {
    const scope = nock('http://asked.test').get('/current').reply(200, { temperature: 72 });

    assert.equal(await temperature(), 72); // by chance
    scope.done();
  });
});
`,
  },
  {
    name: 'a scope that has a name',
    action,
    harm: 'false-pass',
    before: `import assert from 'node:assert/strict';
import nock from 'nock';

describe('weather', function () {
  before(function () {
    nock.disableNetConnect();
  });

  afterEach(function () {
    nock.cleanAll();
  });

  after(function () {
    nock.enableNetConnect();
  });

  it('is asked for', async function () {
    const provider = nock('http://known.test');
    prov▮ider.get('/current').reply(200, 'sun');
    provider.get('/forecast').reply(200, 'rain');
    const response = await fetch('http://known.test/current');
    assert.equal(await response.text(), 'sun');
  });
});
`,
    after: `import assert from 'node:assert/strict';
import nock from 'nock';

describe('weather', function () {
  before(function () {
    nock.disableNetConnect();
  });

  afterEach(function () {
    nock.cleanAll();
  });

  after(function () {
    nock.enableNetConnect();
  });

  it('is asked for', async function () {
    const provider = nock('http://known.test');
    provider.get('/current').reply(200, 'sun');
    provider.get('/forecast').reply(200, 'rain');
    const response = await fetch('http://known.test/current');
    assert.equal(await response.text(), 'sun');
    provider.done();
  });
});
`,
  },
];
