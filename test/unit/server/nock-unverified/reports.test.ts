import assert from 'node:assert/strict';
import { lintText } from '../../../../src/server/lint.ts';
import { assertReported } from '../expectedLines.ts';

const rule = 'nock-unverified';
const head = `import assert from 'node:assert/strict';
import nock from 'nock';
import { send, mail } from '../src/mail.ts';
`;

/** The body of a test in a suite. */
function inTest(body: string): string {
  return `describe('mail', () => {
  it('is sent', async () => {
    ${body}
  });
});`;
}

const reported: Readonly<Record<string, string>> = {
  'an empty answer, and a call whose result nobody looks at':
    inTest(`nock('http://a.test').post('/').reply(202); // ←
    await send();`),
  'beside assertions about something else': inTest(`nock('http://a.test').post('/').reply(204); // ←
    await mail.send('ada');
    assert.equal(mail.count, 1);`),
  'without a status': inTest(`nock('http://a.test').delete('/').reply(); // ←
    await send();`),
  'with a body that is compared': inTest(`const wanted = { to: 'ada' };
    nock('http://a.test').post('/', wanted).query({ a: 1 }).reply(200, {}); // ←
    await send();`),
  'beside one that is verified': inTest(`const scope = nock('http://a.test').get('/').reply(200);
    nock('http://b.test').post('/').reply(200); // ←
    await send();
    scope.done();`),
  'outside any suite': `it('a', async () => {
  nock('http://a.test').post('/').reply(202); // ←
  await send();
});`,
  'with function callbacks, in the interface tdd': `suite('x', function () {
  test('a', async function () {
    nock('http://a.test').post('/').reply(202); // ←
    await send();
  });
});`,
  'a suite whose neighbour checks': `describe('x', () => {
  afterEach(() => { assert.ok(nock.isDone()); });
  it('a', async () => { nock('http://a.test').post('/').reply(202); await send(); });
});
describe('y', () => {
  it('a', async () => {
    nock('http://a.test').post('/').reply(202); // ←
    await send();
  });
});`,
};

const silent: Readonly<Record<string, string>> = {
  'an answer that a test can see': inTest(`nock('http://a.test').get('/').reply(200, { n: 1 });
    await send();`),
  'a failure that the code has to see': inTest(`nock('http://a.test').post('/').reply(503);
    await assert.rejects(send());`),
  'a failure, with a call whose result nobody looks at': inTest(`nock('http://a.test').post('/').reply(503);
    await send();`),
  'a status known only at run time': inTest(`nock('http://a.test').post('/').reply(mail.status);
    await send();`),
  'a result that is looked at': inTest(`nock('http://a.test').post('/').reply(202);
    const sent = await send();
    assert.equal(sent, true);`),
  'one result of several that is looked at': inTest(`nock('http://a.test').post('/').reply(202);
    await mail.open();
    const sent = await send();
    assert.equal(sent, true);`),
  'a promise whose result is looked at': inTest(`nock('http://a.test').post('/').reply(202);
    send().then((sent) => { assert.equal(sent, true); });
    await mail.flush();`),
  'a result that is asserted in place': inTest(`nock('http://a.test').head('/').reply(200);
    assert.equal(await send(), true);`),
  'a status that is compared': inTest(`nock('http://a.test').post('/').reply(202);
    await send();
    assert.equal(mail.last, 202);`),
  'an answer that a function makes': inTest(`const sent = [];
    nock('http://a.test').post('/').reply((uri, body) => { sent.push(body); return [202]; });
    await send();`),
  'a body that a function keeps': inTest(`let sent;
    nock('http://a.test').post('/', (body) => { sent = body; return true; }).reply(202);
    await send();`),
  'a body that an unknown function may keep':
    inTest(`nock('http://a.test').post('/', mail.keep).query(send).reply(202);
    await send();`),
  'an optional request': inTest(`nock('http://a.test').post('/').optionally().reply(202);
    await send();`),
  'a lasting answer': inTest(`nock('http://a.test').persist().post('/').reply(202);
    await send();`),
  'a late answer': inTest(`nock('http://a.test').post('/').delay(50).reply(202);
    await send();`),
  'a scope that is kept': inTest(`const scope = nock('http://a.test').post('/').reply(202);
    await send();
    scope.done();`),
  'nock asked in the test': inTest(`nock('http://a.test').post('/').reply(202);
    await send();
    assert.ok(nock.isDone());`),
  'nock asked in a hook': `describe('x', () => {
  afterEach(() => { assert.deepEqual(nock.pendingMocks(), []); });
  describe('y', () => { it('a', async () => { nock('http://a.test').post('/').reply(202); await send(); }); });
});`,
  'nock asked by a function of another file': `import { assertNoPendingMocks } from './network.ts';
describe('x', () => {
  afterEach(() => { assertNoPendingMocks(); });
  it('a', async () => { nock('http://a.test').post('/').reply(202); await send(); });
});`,
  'a set-up of the project': `import { useNock } from './network.ts';
describe('x', () => {
  useNock();
  it('a', async () => { nock('http://a.test').post('/').reply(202); await send(); });
});`,
  'a default for all tests': `describe('x', () => {
  beforeEach(() => { nock('http://a.test').post('/').reply(202); });
  it('a', async () => { await send(); });
});`,
  'a helper of the file': `function answer() { nock('http://a.test').post('/').reply(202); }
describe('x', () => { it('a', async () => { answer(); await send(); }); });`,
  'a request of supertest': `import request from 'supertest';
${inTest(`nock('http://a.test').post('/').reply(202);
    await request(mail).get('/').expect(204);`)}`,
  'a helper that by its name looks': `import { verifySent } from './mail.ts';
${inTest(`nock('http://a.test').post('/').reply(202);
    await verifySent();`)}`,
  'a function of the file that looks': `async function run() { assert.ok(await send()); }
${inTest(`nock('http://a.test').post('/').reply(202);
    await run();`)}`,
  'a test that calls back': `describe('x', () => {
  it('a', (done) => {
    nock('http://a.test').post('/').reply(202);
    send(done);
  });
});`,
  'a promise that is returned': inTest(`nock('http://a.test').post('/').reply(202);
    return send();`),
  'an event that tells':
    inTest(`nock('http://a.test').post('/').reply(202).on('request', () => { mail.count += 1; });
    await send();`),
  'only sometimes': inTest(`if (mail.on) nock('http://a.test').post('/').reply(202);
    await send();`),
  'nothing done behind it': inTest(`await send();
    nock('http://a.test').post('/').reply(202);`),
  'another function of that name': `it('a', async (nock) => { nock('http://a.test').post('/').reply(202); await send(); });`,
};

describe(rule, () => {
  describe('reports requests that nobody would miss', () => {
    for (const [name, text] of Object.entries(reported)) {
      it(name, () => {
        assertReported(rule, head + text);
      });
    }
  });

  describe('is silent where something may notice', () => {
    for (const [name, text] of Object.entries(silent)) {
      it(name, () => {
        assertReported(rule, head + text);
      });
    }

    it('a file that mocha loads first', () => {
      const text = head + inTest("nock('http://a.test').post('/').reply(202); await send();");
      const project = { setupText: 'if (!nock.isDone()) throw new Error();' };
      assert.ok(!lintText('a.test.ts', text, { project }).some((finding) => finding.rule === rule));
      assert.ok(lintText('a.test.ts', text).some((finding) => finding.rule === rule));
    });
  });
});
