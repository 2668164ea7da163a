import assert from 'node:assert/strict';
import { expectError } from '../../../../src/server/actions/expectError.ts';
import { readTestFile } from '../../../../src/server/analysis/testFile.ts';
import { typescriptParser } from '../../../../src/server/analysis/typescriptParser.ts';
import { findingsOf } from '../../../../src/server/rules/rule.ts';
import { swallowedAssertion } from '../../../../src/server/rules/swallowedAssertion.ts';
import { assertReported } from '../expectedLines.ts';

const head = `import assert from 'node:assert/strict';
import { expect } from 'chai';
import { load } from '../src/app.ts';
`;

const reported: Readonly<Record<string, string>> = {
  'a rejection that may not come': `it('a', async () => {
  try { // ←
    await load();
  } catch (error) {
    assert.equal(error.message, 'no');
  }
});`,
  'code that may not throw': `it('a', () => {
  try { load(); } catch (e) { assert.ok(e); } // ←
  try { load(); } catch (e) { expect(e).to.be.an('error'); } // ←
  try { load(); } catch (e) { e.message.should.equal('no'); } // ←
});`,
  'with other work behind it': `it('a', async () => {
  try { // ←
    await load();
  } catch (error) {
    assert(error instanceof TypeError);
  }
  assert.equal(await load(), 1);
});`,
  'for each bad input': `it('a', async () => {
  for (const x of ['', ' ']) {
    try { await load(x); } catch (error) { assert.match(error.message, /empty/); } // ←
  }
});`,
  'a success is handed to what only takes it': `const keep = (value) => { kept.push(value); };
it('a', async () => {
  try { // ←
    await load().then(keep);
  } catch (error) { assert.equal(error.code, 1); }
});`,
};

const silent: Readonly<Record<string, string>> = {
  'what should be left as it was is asserted behind': `it('a', () => {
  const store = load();
  try { store.add(1); } catch (e) { e.code.should.equal('no'); }
  assert.deepEqual(store.all(), []);
});`,
  'a failure in the try': `it('a', async () => { try { await load(); assert.fail('no error came'); } catch (error) { assert.equal(error.code, 1); } });
it('b', async () => { try { await load(); expect.fail(); } catch (error) { assert.equal(error.code, 1); } });
it('c', async () => { try { await load(); throw new Error('no'); } catch (error) { assert.equal(error.code, 1); } });
it('d', async () => { try { await load(); shouldNotGetHere(); } catch (error) { assert.equal(error.code, 1); } });
it('e', async () => { try { await load(); assert(false); } catch (error) { assert.equal(error.code, 1); } });`,
  'an assertion in the try: either may be right': `it('a', async () => {
  try { assert.equal(await load(), 1); } catch (error) { assert.equal(error.code, 1); }
});`,
  'a command that complained and went well': `it('a', async () => {
  try { await load(); } catch (error) { assert.equal(error.exitCode, 0); }
});`,
  'an error that should not come': `it('a', async () => { try { await load(); } catch (error) { assert.fail(error.message); } });
it('b', async () => { try { await load(); } catch (error) { assert.ifError(error); } });
it('c', async () => { try { await load(); } catch (error) { assert.ok(false, error.message); } });
it('d', async () => { try { await load(); } catch (error) { expect(error).to.be.undefined; expect(error).to.not.exist; } });
it('e', async () => { try { await load(); } catch (error) { assert.equal(error, null); } });
it('f', async () => { try { await load(); } catch (error) { expect(true).to.equal(false); } });
it('g', async () => { try { await load(); } catch (error) { throw error; } });`,
  'an assertion library by the name of a file': `const should = require('./init');
it('a', async () => {
  try { const x = await load(); should.not.exist(x, 'it should have thrown'); } catch (error) { error.code.should.eql(1); }
});
it('b', async () => {
  try { const x = await load(); t.fail.unless(x); } catch (error) { assert.equal(error.code, 1); }
});`,
  'a flag or the error is looked at later': `it('a', async () => {
  let thrown = false;
  try { await load(); } catch (error) { thrown = true; assert.equal(error.code, 1); }
  assert.ok(thrown);
});
it('b', async () => {
  const errors = [];
  let result;
  try { result = await load(); } catch (error) { assert.equal(error.code, 1); }
  assert.equal(result, undefined);
});`,
  'a failure behind it': `it('a', async () => {
  try { await load(); } catch (error) { assert.equal(error.code, 1); return; }
  assert.fail('no error came');
});
it('b', async () => {
  try { await load(); } catch (error) { assert.equal(error.code, 1); return; }
  throw new Error('no error came');
});`,
  'a planned number of assertions': `it('a', async () => {
  expect.assertions(1);
  try { await load(); } catch (error) { expect(error.code).to.equal(1); }
});`,
  'a success is handed to what throws': `import { refuse, shouldNotBeCalled } from './helpers.ts'; function unexpected() { throw new Error('no'); }
it('a', async () => { try { await load().then(refuse); } catch (error) { assert.equal(error.code, 1); } });
it('b', async () => { try { load(1, shouldNotBeCalled); } catch (error) { assert.equal(error.code, 1); } });
it('c', async () => { try { await load().then(unexpected); } catch (error) { assert.equal(error.code, 1); } });`,
  'a test that ends by done': `it('a', (done) => {
  try { load(); } catch (error) { assert.equal(error.code, 1); done(); }
});`,
  'tried again until it works': `it('a', async () => {
  for (let round = 0; round < 3; round += 1) {
    try { await load(); break; } catch (error) { assert.equal(error.code, 'EBUSY'); }
  }
  while (true) { try { await load(); break; } catch (error) { assert.equal(error.code, 'EBUSY'); } }
});`,
  'clean-up and helpers': `afterEach(async () => { try { await load(); } catch (error) { assert.equal(error.code, 'ENOENT'); } });
async function tidy() { try { await load(); } catch (error) { assert.equal(error.code, 'ENOENT'); } }
it('a', async () => { await tidy(); assert.ok(1); });`,
  'nothing asserted about the error': `it('a', async () => { try { await load(); } catch { /* fine */ } });
it('b', async () => { try { await load(); } catch (error) { console.log(error); } });
it('c', async () => { try { await load(); } finally { assert.ok(1); } });`,
  'syntax errors': `it('a', async () => { try { await load(); } catch (error) { assert.ok(error.code); } `,
};

describe('swallowed-assertion', () => {
  describe('reports assertions that run only when an error comes', () => {
    for (const [name, text] of Object.entries(reported)) {
      it(name, () => {
        assertReported('swallowed-assertion', head + text);
      });
    }
  });

  describe('is silent where a missing error is noticed, or none is expected', () => {
    for (const [name, text] of Object.entries(silent)) {
      it(name, () => {
        assertReported('swallowed-assertion', head + text);
        assert.equal(
          readTestFile(typescriptParser, 'a.test.ts', head + text, {}).broken,
          name === 'syntax errors',
        );
      });
    }
  });

  it('offers no fix, or says why, where none would be right', () => {
    const said = (text: string): readonly string[] => {
      const file = readTestFile(typescriptParser, 'a.test.ts', text, {});
      return findingsOf(swallowedAssertion, file)
        .flatMap((finding) => expectError.offers(file, finding))
        .map((offer) => offer.edit())
        .map((edit) => (edit.possible ? 'possible' : edit.reason));
    };
    const body = (check: string): string => `it('a', async () => {
  try { await load(); } ${check}
});`;
    assert.deepEqual(said(head + body('catch (e) { assert.ok(e.code); }')), ['possible']);
    assert.deepEqual(said(head + body('catch (e) { assert.ok(await load(e)); }')), []);
    assert.deepEqual(said(head + body('catch (e) { assert.ok(e); } finally { load(); }')), []);
    assert.deepEqual(said(head + body('/* maybe */ catch (e) { assert.ok(e); }')), [
      'There is a comment at `catch` that would be lost.',
    ]);
    const atOnce = body('catch (e) { assert.ok(e); }').replace('await ', '');
    assert.deepEqual(said(`import { assert } from 'chai';\n${atOnce}`), [
      'What the file asserts with cannot expect an error here. Import `node:assert` by a name of its own.',
    ]);
  });
});
