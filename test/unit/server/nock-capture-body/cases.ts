import type { GoldenCase } from '../goldenCase.ts';

const action = 'nock-capture-body';

/** Without the change nothing goes wrong: the test only cannot see what was sent. */
export const cases: readonly GoldenCase[] = [
  {
    name: 'over several lines',
    action,
    before: `import assert from 'node:assert/strict';
import nock from 'nock';

describe('mail', () => {
  before(() => nock.disableNetConnect());
  afterEach(() => nock.cleanAll());
  after(() => nock.enableNetConnect());

  it('is sent', async () => {
    const scope = nock('http://captured.test')
      .post('/mess▮ages') // the letter
      .reply(202);

    const response = await fetch('http://captured.test/messages', { method: 'POST', body: 'Hello' });

    assert.equal(response.status, 202);
    scope.done();
  });
});
`,
    after: `import assert from 'node:assert/strict';
import nock from 'nock';

describe('mail', () => {
  before(() => nock.disableNetConnect());
  afterEach(() => nock.cleanAll());
  after(() => nock.enableNetConnect());

  it('is sent', async () => {
    let sent: unknown;
    const scope = nock('http://captured.test')
      .post('/messages', (body) => {
        sent = body;
        return true;
      }) // the letter
      .reply(202);

    const response = await fetch('http://captured.test/messages', { method: 'POST', body: 'Hello' });

    assert.equal(response.status, 202);
    scope.done();
  });
});
`,
  },
  {
    name: 'on one line, with a name that is taken, by intercept',
    action,
    before: `import assert from 'node:assert/strict';
import nock from 'nock';

describe('mail', () => {
  before(() => nock.disableNetConnect());
  afterEach(() => nock.cleanAll());
  after(() => nock.enableNetConnect());

  it('is changed', async () => {
    const sent = 'Hello';
    nock('http://changed.test').intercept('/messages/1', 'PATCH')▮.reply(200, 'done');
    const response = await fetch('http://changed.test/messages/1', { method: 'PATCH', body: sent });
    assert.equal(await response.text(), 'done');
  });
});
`,
    after: `import assert from 'node:assert/strict';
import nock from 'nock';

describe('mail', () => {
  before(() => nock.disableNetConnect());
  afterEach(() => nock.cleanAll());
  after(() => nock.enableNetConnect());

  it('is changed', async () => {
    const sent = 'Hello';
    let sentBody: unknown;
    nock('http://changed.test').intercept('/messages/1', 'PATCH', (body) => {
      sentBody = body;
      return true;
    }).reply(200, 'done');
    const response = await fetch('http://changed.test/messages/1', { method: 'PATCH', body: sent });
    assert.equal(await response.text(), 'done');
  });
});
`,
  },
];
