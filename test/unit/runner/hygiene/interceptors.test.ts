import assert from 'node:assert/strict';
import { failures, observe, places } from './observe.ts';

describe('hygiene: interceptors', function () {
  this.timeout(20_000);

  it('finds those that were never used, and those that stay active', async () => {
    const seen = await observe(`import assert from 'node:assert/strict';
import nock from 'nock';
describe('interceptors', () => {
  it('never asks', () => {
    nock('https://api.example.com').get('/never').reply(200);
  });
  it('asks one of two', async () => {
    nock('https://api.example.com')
      .get('/asked')
      .reply(200, 'yes')
      .post('/unasked', { id: 1 })
      .reply(201);
    assert.equal(await (await fetch('https://api.example.com/asked')).text(), 'yes');
  });
  it('persists', async () => {
    nock('https://api.example.com').persist().get('/always').reply(200, 'yes');
    assert.equal((await fetch('https://api.example.com/always')).status, 200);
  });
  it('is optional', () => {
    nock('https://api.example.com').get('/maybe').optionally().reply(200);
  });
});
`);
    assert.deepEqual(failures(seen), []);
    const rule = 'pending-interceptors';
    assert.deepEqual(places(seen), [
      [rule, 'never asks', "nock('https://api.example.com').get('/never').reply(200);"],
      [rule, 'asks one of two', ".post('/unasked', { id: 1 })"],
      [rule, 'persists', "nock('https://api.example.com').persist().get('/always').reply(200, 'yes');"],
      [rule, 'is optional', "nock('https://api.example.com').get('/maybe').optionally().reply(200);"],
    ]);
    const messages = seen.findings.map(({ message }) => message);
    assert.match(
      messages[0] ?? '',
      /GET https:\/\/api\.example\.com:443\/never was never used.*nock\.cleanAll/,
    );
    assert.match(messages[2] ?? '', /is still active.*nock\.cleanAll/);
    assert.match(messages[3] ?? '', /maybe is still active/);
  });

  it('finds nothing once all are used or taken away, and gives each round a fresh nock', async () => {
    const seen = await observe(
      `import assert from 'node:assert/strict';
import http from 'node:http';
import { once } from 'node:events';
import nock from 'nock';
describe('interceptors', () => {
  before(() => {
    assert.equal(nock.isActive(), true);
    nock.disableNetConnect();
    nock('https://api.example.com').persist().get('/shared').reply(200);
  });
  after(() => {
    nock.cleanAll();
    nock.restore();
  });
  it('uses one up', async () => {
    nock('http://api.example.com').get('/once').reply(200, 'yes');
    const [response] = await once(http.get('http://api.example.com/once'), 'response');
    response.resume();
    await once(response, 'end');
  });
  it('removes one', () => {
    const interceptor = nock('http://api.example.com').get('/removed');
    interceptor.reply(200);
    nock.removeInterceptor(interceptor);
    nock('http://api.example.com').get('/never-replied');
  });
});
`,
      { rounds: 2 },
    );
    assert.deepEqual(failures(seen), []);
    assert.deepEqual(places(seen), []);
    assert.deepEqual(seen.clean, [true, true]);
  });

  it('does not let what one round leaves reach into the next', async () => {
    const seen = await observe(
      `import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import nock from 'nock';
describe('interceptors', () => {
  it('leaves one', async () => {
    nock.disableNetConnect();
    assert.deepEqual(nock.pendingMocks(), []);
    assert.deepEqual(readdirSync(tmpdir()), []);
    nock('http://api.example.com').get('/left').reply(200);
    mkdtempSync(join(tmpdir(), 'left-'));
    await assert.rejects(fetch('http://other.example.com/'));
  });
});
`,
      { rounds: 2 },
    );
    assert.deepEqual(failures(seen), []);
    const rules = ['temp-files', 'pending-interceptors', 'real-network'];
    assert.deepEqual(
      seen.findings.map(({ rule }) => rule),
      [...rules, ...rules],
    );
    assert.deepEqual(seen.clean, [true, true], 'the process is used again');
  });
});
