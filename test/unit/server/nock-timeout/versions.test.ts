import assert from 'node:assert/strict';
import { nockTimeout } from '../../../../src/server/actions/nockTimeout.ts';
import { readTestFile } from '../../../../src/server/analysis/testFile.ts';
import { typescriptParser } from '../../../../src/server/analysis/typescriptParser.ts';
import { applyChanges } from '../../../../src/server/edits/textChange.ts';

/** What the action makes of a text where this version of nock is installed. `▮` is the cursor. */
function timedOut(text: string, version: string | undefined): string {
  const cursor = text.indexOf('▮');
  const before = text.replace('▮', '');
  const file = readTestFile(typescriptParser, 'a.test.ts', before, { version: () => version });
  const edit = nockTimeout.offers(file, { start: cursor, end: cursor })[0]?.edit();
  if (edit === undefined) return 'nothing was offered';
  return edit.possible ? applyChanges(before, edit.changes) : edit.reason;
}

const cleaned = `import nock from 'nock';

describe('weather', () => {
  afterEach(() => {
    nock.abortPendingRequests();
    nock.cleanAll();
  });

  it('is late', () => {
    nock('http://a.test')
      .get('/▮')
      .reply(200);
  });
});
`;

describe('nock-timeout, by the version of nock', () => {
  for (const version of ['13.5.6', '14.0.17']) {
    it(`answers late in ${version}`, () => {
      assert.equal(
        timedOut(cleaned, version),
        cleaned.replace('/▮', '/').replace('      .reply', '      .delay(5000)\n      .reply'),
      );
    });
  }

  for (const version of ['15.0.2', '16.0.0-beta.1', undefined, 'next']) {
    it(`fails with ETIMEDOUT at once in ${version ?? 'an unknown version'}`, () => {
      assert.equal(
        timedOut(cleaned, version),
        cleaned
          .replace('/▮', '/')
          .replace(
            'reply(200)',
            "replyWithError(Object.assign(new Error('timed out'), { code: 'ETIMEDOUT' }))",
          ),
      );
    });
  }

  it('lets the teardown end the delay, in the hook that cleans', () => {
    const text = cleaned.replace('    nock.abortPendingRequests();\n', '');
    assert.equal(
      timedOut(text, '14.0.17'),
      text
        .replace('/▮', '/')
        .replace('nock.cleanAll();', 'nock.cleanAll();\n    nock.abortPendingRequests();')
        .replace('      .reply', '      .delay(5000)\n      .reply'),
    );
  });

  it('makes the teardown hook where there is none, and an answer where there is none', () => {
    const text = `import nock from 'nock';
describe('weather', () => {
  it('is late', () => {
    nock('http://a.test').get('/▮');
  });
});
`;
    assert.equal(
      timedOut(text, '14.0.17'),
      `import nock from 'nock';
describe('weather', () => {
  afterEach(() => {
    nock.abortPendingRequests();
    nock.cleanAll();
  });

  it('is late', () => {
    nock('http://a.test').get('/').delay(5000).reply(200);
  });
});
`,
    );
  });

  it('refuses where no hook could end the delay, and what is late already', () => {
    assert.match(
      timedOut(
        "import nock from 'nock';\nit('a', () => { nock('http://a.test').get('/▮').reply(200); });\n",
        '14.0.0',
      ),
      /no teardown hook/,
    );
    assert.match(timedOut(cleaned.replace('.reply', '.delay(9).reply'), '14.0.0'), /late already/);
  });
});
