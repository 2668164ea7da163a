import type { GoldenCase } from '../goldenCase.ts';

const action = 'nock-server-error';

export const cases: readonly GoldenCase[] = [
  {
    name: 'an answer with a body',
    action,
    harm: 'failing-test',
    before: `import assert from 'node:assert/strict';
import nock from 'nock';

async function temperature() {
  const response = await fetch('http://broken.test/current');
  if (!response.ok) throw new Error(\`The provider answered \${response.status}.\`);
  return response.json();
}

describe('weather', () => {
  before(() => nock.disableNetConnect());
  afterEach(() => nock.cleanAll());
  after(() => nock.enableNetConnect());

  it('does not take an outage for cool weather', async () => {
    nock('http://broken.test').get('/current')▮.reply(200, { temperature: 72 }); // an outage

    await assert.rejects(temperature(), /503/);
  });
});
`,
    after: `import assert from 'node:assert/strict';
import nock from 'nock';

async function temperature() {
  const response = await fetch('http://broken.test/current');
  if (!response.ok) throw new Error(\`The provider answered \${response.status}.\`);
  return response.json();
}

describe('weather', () => {
  before(() => nock.disableNetConnect());
  afterEach(() => nock.cleanAll());
  after(() => nock.enableNetConnect());

  it('does not take an outage for cool weather', async () => {
    nock('http://broken.test').get('/current').reply(503); // an outage

    await assert.rejects(temperature(), /503/);
  });
});
`,
  },
  {
    name: 'the one of several requests that the cursor is on, over several lines',
    action,
    harm: 'failing-test',
    before: `import assert from 'node:assert/strict';
import nock from 'nock';

describe('weather', () => {
  before(() => nock.disableNetConnect());
  afterEach(() => nock.cleanAll());
  after(() => nock.enableNetConnect());

  it('fails the second time', async () => {
    const scope = nock('http://twice.test')
      .get('/first')
      .reply(200, 'sun')
      .get('/sec▮ond')
      .query({ city: 'Phoenix' })
      .reply(200, {
        temperature: 105,
      });

    const first = await fetch('http://twice.test/first');
    const second = await fetch('http://twice.test/second?city=Phoenix');

    assert.deepEqual([first.status, second.status], [200, 503]);
    scope.done();
  });
});
`,
    after: `import assert from 'node:assert/strict';
import nock from 'nock';

describe('weather', () => {
  before(() => nock.disableNetConnect());
  afterEach(() => nock.cleanAll());
  after(() => nock.enableNetConnect());

  it('fails the second time', async () => {
    const scope = nock('http://twice.test')
      .get('/first')
      .reply(200, 'sun')
      .get('/second')
      .query({ city: 'Phoenix' })
      .reply(503);

    const first = await fetch('http://twice.test/first');
    const second = await fetch('http://twice.test/second?city=Phoenix');

    assert.deepEqual([first.status, second.status], [200, 503]);
    scope.done();
  });
});
`,
  },
  {
    name: 'a scope with a name, and an answer that is not written yet',
    action,
    harm: 'failing-test',
    before: `import assert from 'node:assert/strict';
import nock from 'nock';

describe('weather', () => {
  const api = nock('http://named.test');

  before(() => nock.disableNetConnect());
  after(() => {
    nock.cleanAll();
    nock.enableNetConnect();
  });

  it('is broken', async () => {
    api.get('/curr▮ent');

    const response = await fetch('http://named.test/current');

    assert.equal(response.status, 503);
  });
});
`,
    after: `import assert from 'node:assert/strict';
import nock from 'nock';

describe('weather', () => {
  const api = nock('http://named.test');

  before(() => nock.disableNetConnect());
  after(() => {
    nock.cleanAll();
    nock.enableNetConnect();
  });

  it('is broken', async () => {
    api.get('/current').reply(503);

    const response = await fetch('http://named.test/current');

    assert.equal(response.status, 503);
  });
});
`,
  },
];
