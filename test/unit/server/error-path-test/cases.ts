import type { GoldenCase } from '../goldenCase.ts';

const action = 'error-path-test';

/** Without the new test nothing goes wrong yet: the failure is only not tested. */
export const cases: readonly GoldenCase[] = [
  {
    name: 'a response, by its status',
    action,
    before: `import assert from 'node:assert/strict';
import nock from 'nock';

describe('weather', () => {
  before(() => nock.disableNetConnect());
  afterEach(() => nock.cleanAll());
  after(() => nock.enableNetConnect());

  it('is sunny', async () => {
    // The provider knows one city.
    nock('http://copied.test')
      .get('/current')
      .query({ city: 'Phoenix' })
      .reply(200, { sky: 'sun' });
    const url = 'http://copied.test/current?city=Phoenix';

    const response = await fetch(url);
    const body = await resp▮onse.json();

    assert.equal(response.status, 200);
    assert.deepEqual(body, { sky: 'sun' });
  });

  it('ends', () => {});
});
`,
    after: `import assert from 'node:assert/strict';
import nock from 'nock';

describe('weather', () => {
  before(() => nock.disableNetConnect());
  afterEach(() => nock.cleanAll());
  after(() => nock.enableNetConnect());

  it('is sunny', async () => {
    // The provider knows one city.
    nock('http://copied.test')
      .get('/current')
      .query({ city: 'Phoenix' })
      .reply(200, { sky: 'sun' });
    const url = 'http://copied.test/current?city=Phoenix';

    const response = await fetch(url);
    const body = await response.json();

    assert.equal(response.status, 200);
    assert.deepEqual(body, { sky: 'sun' });
  });

  it('is sunny, when the server answers with an error', async () => {
    // The provider knows one city.
    nock('http://copied.test')
      .get('/current')
      .query({ city: 'Phoenix' })
      .reply(500);
    const url = 'http://copied.test/current?city=Phoenix';

    const response = await fetch(url);
    assert.equal(response.status, 500);
  });

  it('ends', () => {});
});
`,
  },
  {
    name: 'a call of the code under test, by its rejection, with the scope',
    action,
    before: `import assert from 'node:assert/strict';
import nock from 'nock';

async function temperature(city = '') {
  const response = await fetch(\`http://rejected.test/\${city}\`);
  if (!response.ok) throw new Error(\`The provider answered \${response.status}.\`);
  return response.json();
}

describe('weather', function () {
  before(() => nock.disableNetConnect());
  afterEach(() => nock.cleanAll());
  after(() => nock.enableNetConnect());

  it('is read', async function () {
    const scope = nock('http://rejected.test').get('/Phoenix')▮.reply(200, '105');
    assert.equal(await temperature('Phoenix'), 105);
    scope.done();
  });
});
`,
    after: `import assert from 'node:assert/strict';
import nock from 'nock';

async function temperature(city = '') {
  const response = await fetch(\`http://rejected.test/\${city}\`);
  if (!response.ok) throw new Error(\`The provider answered \${response.status}.\`);
  return response.json();
}

describe('weather', function () {
  before(() => nock.disableNetConnect());
  afterEach(() => nock.cleanAll());
  after(() => nock.enableNetConnect());

  it('is read', async function () {
    const scope = nock('http://rejected.test').get('/Phoenix').reply(200, '105');
    assert.equal(await temperature('Phoenix'), 105);
    scope.done();
  });

  it('is read, when the server answers with an error', async function () {
    const scope = nock('http://rejected.test').get('/Phoenix').reply(500);
    await assert.rejects(temperature('Phoenix'));
    scope.done();
  });
});
`,
  },
  {
    name: 'a result that is not a response, and a missing import of assert',
    action,
    before: `import nock from 'nock';

async function load() {
  const response = await fetch('http://expected.test/');
  if (!response.ok) throw new Error(\`The provider answered \${response.status}.\`);
  return response.text();
}

function isSun(text = '') {
  if (text !== 'sun') throw new Error(text);
}

describe('weather', () => {
  before(() => nock.disableNetConnect());
  afterEach(() => nock.cleanAll());
  after(() => nock.enableNetConnect());

  it('is the sun', async () => ▮{
    nock('http://expected.test').get('/').reply(200, 'sun');
    const text = await load();
    isSun(text);
  });
});
`,
    after: `import nock from 'nock';
import assert from 'node:assert/strict';

async function load() {
  const response = await fetch('http://expected.test/');
  if (!response.ok) throw new Error(\`The provider answered \${response.status}.\`);
  return response.text();
}

function isSun(text = '') {
  if (text !== 'sun') throw new Error(text);
}

describe('weather', () => {
  before(() => nock.disableNetConnect());
  afterEach(() => nock.cleanAll());
  after(() => nock.enableNetConnect());

  it('is the sun', async () => {
    nock('http://expected.test').get('/').reply(200, 'sun');
    const text = await load();
    isSun(text);
  });

  it('is the sun, when the server answers with an error', async () => {
    nock('http://expected.test').get('/').reply(500);
    await assert.rejects(load());
  });
});
`,
  },
];
