import assert from 'node:assert/strict';
import { allActions } from '../../../src/server/actions/index.ts';
import { readTestFile } from '../../../src/server/analysis/testFile.ts';
import { typescriptParser } from '../../../src/server/analysis/typescriptParser.ts';

/** Why an action does not apply at `▮`. */
function reasonOf(id: string, text: string): string {
  const cursor = text.indexOf('▮');
  const file = readTestFile(typescriptParser, 'a.test.ts', text.replace('▮', ''), {});
  const offers =
    allActions.find((action) => action.id === id)?.offers(file, { start: cursor, end: cursor }) ?? [];
  const edit = offers[0]?.edit();
  if (edit === undefined) return 'nothing was offered';
  return edit.possible ? 'it applies' : edit.reason;
}

/** The body of a test in a suite that uses nock. */
function inTest(body: string): string {
  return `import assert from 'node:assert/strict';
import nock from 'nock';
describe('x', () => {
  it('a', async () => {
    ${body}
  });
});
`;
}

const refused: Readonly<Record<string, readonly (readonly [string, string, RegExp])[]>> = {
  'nock-server-error': [
    [
      'no interceptor at the cursor',
      inTest("nock('http://a.test').get('/').reply(200); ▮load();"),
      /Put the cursor/,
    ],
    ['a scope alone', inTest("noc▮k('http://a.test');"), /no request yet/],
    [
      'several requests',
      inTest("noc▮k('http://a.test').get('/').reply(200).get('/b').reply(200);"),
      /several requests/,
    ],
    ['a server error', inTest("nock('http://a.test').g▮et('/').reply(500);"), /already/],
    ['an answer by a function', inTest("nock('http://a.test').g▮et('/').reply(() => [200]);"), /function/],
    ['a comment in the answer', inTest("nock('http://a.test').g▮et('/').reply(200 /* fine */);"), /comment/],
    ['a broken file', inTest("nock('http://a.test').g▮et('/').reply(200;"), /syntax errors/],
    ['a file without nock', "it('a', () => { ▮ });", /nothing was offered/],
  ],
  'nock-connection-error': [
    [
      'a refusal',
      inTest(
        "nock('http://a.test').g▮et('/').replyWithError(Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }));",
      ),
      /already/,
    ],
  ],
  'nock-capture-body': [
    ['a GET request', inTest("nock('http://a.test').g▮et('/').reply(200);"), /GET request has no body/],
    [
      'a body that is compared',
      inTest("nock('http://a.test').po▮st('/', { a: 1 }).reply(200);"),
      /compares the body/,
    ],
    ['an unknown method', inTest("nock('http://a.test').inter▮cept('/', method).reply(200);"), /run time/],
    ['a deeper block', inTest("if (a) { nock('http://a.test').po▮st('/').reply(200); }"), /top of the test/],
    [
      'a helper',
      `${inTest('stub();')}function stub() { nock('http://a.test').po▮st('/').reply(200); }\n`,
      /not in a test/,
    ],
  ],
  'nock-verify-scope': [
    [
      'a scope that is asked',
      inTest("const s = nock('http://a.test').g▮et('/').reply(200); s.done();"),
      /asked already/,
    ],
    ['an optional request', inTest("nock('http://a.test').g▮et('/').optionally().reply(200);"), /optional/],
    [
      'a test that returns',
      inTest("nock('http://a.test').g▮et('/').reply(200); return load();"),
      /ends with a `return`/,
    ],
    ['a scope that is handed on', inTest("keep(nock('http://a.test').g▮et('/').reply(200));"), /handed on/],
    [
      'one that is made only sometimes',
      inTest("if (a) nock('http://a.test').g▮et('/').reply(200);"),
      /(handed on|each time)/,
    ],
    [
      'a test that calls back',
      "import nock from 'nock';\nit('a', (done) => { nock('http://a.test').g▮et('/').reply(200); load(done); });\n",
      /callback/,
    ],
    [
      'a hook',
      "import nock from 'nock';\nbeforeEach(() => { nock('http://a.test').g▮et('/').reply(200); });\nit('a', () => {});\n",
      /in no test/,
    ],
    [
      'a scope of several tests',
      "import nock from 'nock';\nconst s = nock('http://a.test');\nit('a', () => { s.g▮et('/').reply(200); });\n",
      /several tests/,
    ],
  ],
  'nock-network-guard': [
    [
      'a network that is closed',
      inTest("nock('http://a.test'); nock.disableNetConnect();▮"),
      /closed already: line 5/,
    ],
    ['no suite', "import nock from 'nock';\nit('a', () => { nock('http://a.test');▮ });\n", /into a suite/],
  ],
  'error-path-test': [
    [
      'no interceptor',
      `${inTest("nock('http://a.test').get('/').reply(200);")}it('b', () => { ▮ });\n`,
      /no interceptor/,
    ],
    ['a failure', inTest("nock('http://a.test').g▮et('/').reply(404); await load();"), /failure already/],
    [
      'a rejection',
      inTest("nock('http://a.test').g▮et('/').reply(200); await assert.rejects(load());"),
      /failure already/,
    ],
    ['nothing awaited', inTest("nock('http://a.test').g▮et('/').reply(200); load();"), /no awaited call/],
    [
      'several interceptors',
      inTest("▮nock('http://a.test').get('/').reply(200); nock('http://b.test').get('/').reply(200);"),
      /(several interceptors|no awaited call)/,
    ],
    [
      'a request that is compared where it is sent',
      inTest("nock('http://a.test').g▮et('/').reply(200); await request(app).get('/').expect(200);"),
      /compared where it is sent/,
    ],
  ],
};

describe('refactorings about nock say why they do not apply', () => {
  for (const [id, cases] of Object.entries(refused)) {
    describe(id, () => {
      for (const [name, text, reason] of cases) {
        it(name, () => {
          assert.match(reasonOf(id, text), reason);
        });
      }
    });
  }

  it('writes a title with a quote in it', () => {
    const text = `import assert from 'node:assert/strict';
import nock from 'nock';
describe('x', () => {
  it("is Ada's", async () => {
    nock('http://a.test').get('/').reply(200);
    await load();
  });
});
`;
    const at = text.indexOf('nock(');
    const file = readTestFile(typescriptParser, 'a.test.ts', text, {});
    const edit = allActions
      .find((action) => action.id === 'error-path-test')
      ?.offers(file, { start: at, end: at })[0]
      ?.edit();
    assert.ok(edit?.possible);
    assert.match(
      edit.changes.map((change) => change.text).join(''),
      /it\('is Ada\\'s, when the server answers/,
    );
  });
});
