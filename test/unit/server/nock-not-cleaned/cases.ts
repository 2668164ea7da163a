import type { GoldenCase } from '../goldenCase.ts';

const action = 'clean-nock';

export const cases: readonly GoldenCase[] = [
  {
    name: 'an interceptor nobody uses answers the next test',
    action,
    harm: 'failing-test',
    before: `import assert from 'node:assert/strict';
import nock from 'nock';

describe('weather', () => {
  it('is asked for', () => {
    nock('http://weather.test').get('/').reply(200, 'old');
  });

  it('is sunny', async () => {
    nock('http://weather.test').get('/').reply(200, 'new');
    const response = await fetch('http://weather.test/');
    assert.equal(await response.text(), 'new');
  });
});
`,
    after: `import assert from 'node:assert/strict';
import nock from 'nock';

describe('weather', () => {
  afterEach(() => {
    nock.abortPendingRequests();
    nock.cleanAll();
  });

  it('is asked for', () => {
    nock('http://weather.test').get('/').reply(200, 'old');
  });

  it('is sunny', async () => {
    nock('http://weather.test').get('/').reply(200, 'new');
    const response = await fetch('http://weather.test/');
    assert.equal(await response.text(), 'new');
  });
});
`,
  },
  {
    name: 'the outermost suite cleans for the inner ones, after what is set up',
    action,
    harm: 'failing-test',
    before: `import assert from 'node:assert/strict';
import nock from 'nock';

/** Made for both suites. */
function stubWeather(text = 'old') {
  nock('http://nested.test').get('/').reply(200, text);
}

describe('weather', () => {
  let asked = 0;
  beforeEach(() => {
    asked = 0;
  });
  describe('when asked for', () => {
    it('is asked for', () => {
      stubWeather();
    });
  });
  describe('when sunny', () => {
    it('is sunny', async () => {
      stubWeather('new');
      const response = await fetch('http://nested.test/');
      asked += 1;
      assert.equal(await response.text(), 'new');
    });
  });
});
`,
    after: `import assert from 'node:assert/strict';
import nock from 'nock';

/** Made for both suites. */
function stubWeather(text = 'old') {
  nock('http://nested.test').get('/').reply(200, text);
}

describe('weather', () => {
  let asked = 0;
  beforeEach(() => {
    asked = 0;
  });
  afterEach(() => {
    nock.abortPendingRequests();
    nock.cleanAll();
  });
  describe('when asked for', () => {
    it('is asked for', () => {
      stubWeather();
    });
  });
  describe('when sunny', () => {
    it('is sunny', async () => {
      stubWeather('new');
      const response = await fetch('http://nested.test/');
      asked += 1;
      assert.equal(await response.text(), 'new');
    });
  });
});
`,
  },
  {
    name: 'joins a hook that looks at interceptors, behind it',
    action,
    harm: 'failing-test',
    before: `import assert from 'node:assert/strict';
import nock from 'nock';

describe('weather', () => {
  afterEach(() => assert.equal(nock.isActive(), true));

  it('is asked for', () => {
    nock('http://looked.test').get('/').reply(200, 'old');
  });

  it('is sunny', async () => {
    nock('http://looked.test').get('/').reply(200, 'new');
    const response = await fetch('http://looked.test/');
    assert.equal(await response.text(), 'new');
  });
});
`,
    after: `import assert from 'node:assert/strict';
import nock from 'nock';

describe('weather', () => {
  afterEach(() => {
    assert.equal(nock.isActive(), true);
    nock.abortPendingRequests();
    nock.cleanAll();
  });

  it('is asked for', () => {
    nock('http://looked.test').get('/').reply(200, 'old');
  });

  it('is sunny', async () => {
    nock('http://looked.test').get('/').reply(200, 'new');
    const response = await fetch('http://looked.test/');
    assert.equal(await response.text(), 'new');
  });
});
`,
  },
  {
    name: 'interceptors made once for all tests are cleaned once',
    action,
    harm: undefined,
    before: `import assert from 'node:assert/strict';
import nock from 'nock';

describe('weather', () => {
  before(() => {
    nock('http://once.test').persist().get('/').reply(200, 'sun');
  });

  it('is sunny', async () => {
    const response = await fetch('http://once.test/');
    assert.equal(await response.text(), 'sun');
  });

  it('is still sunny', async () => {
    const response = await fetch('http://once.test/');
    assert.equal(await response.text(), 'sun');
  });
});
`,
    after: `import assert from 'node:assert/strict';
import nock from 'nock';

describe('weather', () => {
  before(() => {
    nock('http://once.test').persist().get('/').reply(200, 'sun');
  });

  after(() => {
    nock.abortPendingRequests();
    nock.cleanAll();
  });

  it('is sunny', async () => {
    const response = await fetch('http://once.test/');
    assert.equal(await response.text(), 'sun');
  });

  it('is still sunny', async () => {
    const response = await fetch('http://once.test/');
    assert.equal(await response.text(), 'sun');
  });
});
`,
  },
];
