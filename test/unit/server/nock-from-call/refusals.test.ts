import assert from 'node:assert/strict';
import { nockFromCall } from '../../../../src/server/actions/nockFromCall.ts';
import { readTestFile } from '../../../../src/server/analysis/testFile.ts';
import type { ProjectFacts } from '../../../../src/server/analysis/testFile.ts';
import { typescriptParser } from '../../../../src/server/analysis/typescriptParser.ts';
import { applyChanges } from '../../../../src/server/edits/textChange.ts';

/** What the action makes of a text, or why it does not. `▮` is the cursor. */
function made(text: string, project: ProjectFacts = {}, path = 'a.test.ts'): string {
  const cursor = text.indexOf('▮');
  const before = text.replace('▮', '');
  const file = readTestFile(typescriptParser, path, before, project);
  const edit = nockFromCall.offers(file, { start: cursor, end: cursor })[0]?.edit();
  if (edit === undefined) return 'nothing was offered';
  return edit.possible ? applyChanges(before, edit.changes) : edit.reason;
}

/** The body of a test. */
function inTest(body: string, head = ''): string {
  return `${head}describe('x', () => {\n  it('a', async () => {\n    ${body}\n  });\n});\n`;
}

describe('nock-from-call', () => {
  const refused: Readonly<Record<string, readonly [string, RegExp]>> = {
    'no request at the cursor': [
      inTest("▮await load('http://a.test'); await fetch('http://a.test/');"),
      /Put the cursor on a call/,
    ],
    'another fetch': [
      inTest("await fet▮ch('http://a.test/');", "import { fetch } from './f.ts';\n"),
      /nothing was offered/,
    ],
    'an unknown address': [inTest('await fet▮ch(address());'), /address is not written/],
    'a variable that changes': [
      inTest("let a = 'http://a.test/'; a += 'b'; await fet▮ch(a);"),
      /address is not/,
    ],
    'an unknown method': [inTest("await fet▮ch('http://a.test/', { method });"), /method/],
    'unknown options': [inTest("await fet▮ch('http://a.test/', options);"), /method/],
    'a server of the test': [inTest("await fet▮ch('http://127.0.0.1:8080/');"), /this machine/],
    'a request of a helper': [
      `const load = () => fet▮ch('http://a.test/');\n${inTest('await load();')}`,
      /no test and no hook/,
    ],
    'a test without a block': ["it('a', () => fet▮ch('http://a.test/'));\n", /no block/],
    'a taken name': [inTest("await fet▮ch('http://a.test/');", 'const nock = 1;\n'), /name `nock` is taken/],
    'a broken file': [inTest("await fet▮ch('http://a.test/'; "), /syntax errors/],
  };
  for (const [name, [text, reason]] of Object.entries(refused)) {
    it(`refuses ${name}`, () => {
      assert.match(made(text), reason);
    });
  }

  const text = inTest("await fet▮ch('http://a.test/');");

  it('refuses where nock is not installed, with the command', () => {
    assert.match(made(text, { resolves: () => false }), /npm install --save-dev nock/);
  });

  it('refuses fetch where nock is too old to see it, but not http', () => {
    const old: ProjectFacts = { version: () => '13.5.6' };
    assert.match(made(text, old), /nock 13 does not see/);
    const http = inTest("http.g▮et('http://a.test/');", "import http from 'node:http';\n");
    assert.match(made(http, old), /nock\('http:\/\/a\.test'\)\.get\('\/'\)\.reply\(200, \{\}\);/);
  });

  it('loads the default export of nock 15 in CommonJS, and the module itself in older or unknown ones', () => {
    const loading = (version: string | undefined): string =>
      made(text, { version: () => version }, 'a.test.cjs').split('\n')[0] ?? '';
    assert.equal(loading('15.0.2'), "const nock = require('nock').default;");
    assert.equal(loading('14.0.17'), "const nock = require('nock');");
    assert.equal(loading(undefined), "const nock = require('nock');");
  });

  it('takes over what axios sends', () => {
    const head =
      "import axios from 'axios';\nimport nock from 'nock';\nnock.disableNetConnect();\nafterEach(nock.cleanAll);\n";
    assert.match(
      made(inTest("await axios.po▮st('https://a.test/orders', { n: 1 }, { params: { dry: true } });", head)),
      /nock\('https:\/\/a\.test'\)\.post\('\/orders', \{ n: 1 \}\)\.query\(\{ dry: true \}\)\.reply\(200, \{\}\);/,
    );
  });

  it('compares no body that is known only at run time', () => {
    assert.match(
      made(inTest("await fet▮ch('http://a.test/', { method: 'PUT', body: JSON.stringify({ id }) });")),
      /\.put\('\/'\)\.reply/,
    );
  });

  it('writes an unusual method by `intercept`', () => {
    assert.match(
      made(inTest("await fet▮ch('http://a.test/', { method: 'purge' });")),
      /\.intercept\('\/', 'PURGE'\)\.reply/,
    );
  });
});
