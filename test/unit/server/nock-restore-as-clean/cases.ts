import type { GoldenCase } from '../goldenCase.ts';

const action = 'clean-instead-of-restore';

/** Each needs a process of its own: whoever restores nock, takes it from the files that follow. */
export const cases: readonly GoldenCase[] = [
  {
    name: 'the second test is not intercepted any more',
    action,
    harm: 'failing-test',
    alone: true,
    before: `import assert from 'node:assert/strict';
import nock from 'nock';

describe('weather', () => {
  afterEach(() => nock.restore());

  it('is sunny', async () => {
    nock('http://restored.test').get('/').reply(200, 'sun');
    const response = await fetch('http://restored.test/');
    assert.equal(await response.text(), 'sun');
  });

  it('rains', async () => {
    nock('http://restored.test').get('/').reply(200, 'rain');
    const response = await fetch('http://restored.test/');
    assert.equal(await response.text(), 'rain');
  });
});
`,
    after: `import assert from 'node:assert/strict';
import nock from 'nock';

describe('weather', () => {
  afterEach(() => nock.cleanAll());

  it('is sunny', async () => {
    nock('http://restored.test').get('/').reply(200, 'sun');
    const response = await fetch('http://restored.test/');
    assert.equal(await response.text(), 'sun');
  });

  it('rains', async () => {
    nock('http://restored.test').get('/').reply(200, 'rain');
    const response = await fetch('http://restored.test/');
    assert.equal(await response.text(), 'rain');
  });
});
`,
  },
  {
    name: 'goes where the hook cleans already, with its line but without the comments around it',
    action,
    harm: 'failing-test',
    alone: true,
    before: `import assert from 'node:assert/strict';
import nock from 'nock';

describe('weather', () => {
  beforeEach(() => {
    nock('http://cleaned.test').get('/').reply(200, 'sun');
  });

  afterEach(() => {
    // Nothing may be left.
    nock.cleanAll();
    nock.restore();
  });

  for (const day of ['today', 'tomorrow']) {
    it(\`is sunny \${day}\`, async () => {
      const response = await fetch('http://cleaned.test/');
      assert.equal(await response.text(), 'sun');
    });
  }
});
`,
    after: `import assert from 'node:assert/strict';
import nock from 'nock';

describe('weather', () => {
  beforeEach(() => {
    nock('http://cleaned.test').get('/').reply(200, 'sun');
  });

  afterEach(() => {
    // Nothing may be left.
    nock.cleanAll();
  });

  for (const day of ['today', 'tomorrow']) {
    it(\`is sunny \${day}\`, async () => {
      const response = await fetch('http://cleaned.test/');
      assert.equal(await response.text(), 'sun');
    });
  }
});
`,
  },
  {
    name: 'handed over, in a suite inside',
    action,
    harm: 'failing-test',
    alone: true,
    before: `import assert from 'node:assert/strict';
import nock from 'nock';

describe('weather', () => {
  afterEach(nock.restore); // after each

  it('is asked for', () => {});

  describe('today', () => {
    it('is sunny', async () => {
      nock('http://handed.test').get('/').reply(200, 'sun');
      const response = await fetch('http://handed.test/');
      assert.equal(await response.text(), 'sun');
    });
  });
});
`,
    after: `import assert from 'node:assert/strict';
import nock from 'nock';

describe('weather', () => {
  afterEach(nock.cleanAll); // after each

  it('is asked for', () => {});

  describe('today', () => {
    it('is sunny', async () => {
      nock('http://handed.test').get('/').reply(200, 'sun');
      const response = await fetch('http://handed.test/');
      assert.equal(await response.text(), 'sun');
    });
  });
});
`,
  },
];
