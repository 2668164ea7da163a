import assert from 'node:assert/strict';
import { bringVariableBack } from '../../../../src/server/actions/bringVariableBack.ts';
import { readTestFile } from '../../../../src/server/analysis/testFile.ts';
import { typescriptParser } from '../../../../src/server/analysis/typescriptParser.ts';
import { envNotRestored } from '../../../../src/server/rules/envNotRestored.ts';
import { findingsOf } from '../../../../src/server/rules/rule.ts';
import { assertReported } from '../expectedLines.ts';

const reported: Readonly<Record<string, string>> = {
  'beside an empty hook of the TDD interface': `suite('x', () => {
  teardown(() => {});
  suiteTeardown(() => {});
  test('a', () => {
    process.env.A = '1'; // ←
  });
});`,
  'once for each variable and outermost suite': `describe('x', () => {
  it('a', () => {
    process.env.A = '1'; // ←
    process.env.B = '1'; // ←
  });
  describe('y', () => { it('b', () => { process.env.A = '2'; }); });
});
describe('z', () => {
  beforeEach(() => { process.env.A = '3'; }); // ←
  it('c', () => {});
});`,
  'in a hook, in a suite and in a test outside any': `describe('x', () => {
  before(() => { process.env.A = '1'; }); // ←
  it('a', () => {});
});
describe('y', () => {
  process.env.B = '1'; // ←
  it('a', () => {});
});
it('b', () => { process.env.C = '1'; }); // ←`,
  'through functions of the file, by constant keys, under other names': `import { env } from 'node:process';
const key = 'B';
const use = (value) => {
  process.env.A = value; // ←
};
describe('x', () => {
  beforeEach(() => use('1'));
  it('a', () => {
    env[key] = '1'; // ←
    (process.env as any)['C'] = '1'; // ←
  });
});`,
  'only the suite that does not restore': `describe('x', () => {
  after(() => { delete process.env.A; });
  it('a', () => { process.env.A = '1'; });
});
describe('y', () => {
  it('a', () => { process.env.A = '1'; }); // ←
});`,
  'a value made of the old one': `describe('x', () => {
  before(() => {
    process.env.PATH = 'bin:' + process.env.PATH; // ←
  });
  it('a', () => {});
});`,
  'a teardown that is about something else': `import { closeServer } from './server.ts';
import sinon from 'sinon';
describe('x', () => {
  let sandbox;
  beforeEach(() => {
    sandbox = sinon.createSandbox();
    process.env.A = '1'; // ←
  });
  afterEach(() => { closeServer(); sandbox.restore(); sinon.restore(); delete process.env.B; });
  it('a', () => {});
});`,
};

const silent: Readonly<Record<string, string>> = {
  'brought back in a hook': `describe('x', () => {
  const saved = process.env.A;
  afterEach(() => { process.env.A = saved; });
  it('a', () => { process.env.A = '1'; });
});`,
  'deleted by a hook of an outer suite, or outside the suites': `afterEach(() => { delete process.env.B; });
describe('x', () => {
  after(() => { delete process.env.A; });
  describe('y', () => { it('a', () => { process.env.A = '1'; process.env.B = '1'; }); });
});`,
  'set to something else in a teardown hook': `describe('x', () => {
  before(() => { process.env.A = '1'; });
  after(() => { process.env.A = ''; });
  it('a', () => {});
});`,
  'brought back by a function of the file': `const clean = () => { for (const key of ['A', 'B']) delete process.env[key]; };
describe('x', () => {
  afterEach(clean);
  it('a', () => { process.env.A = '1'; process.env.B = '1'; });
});`,
  'brought back in a callback': `describe('x', () => {
  after(() => stop().then(() => { delete process.env.A; }));
  before(() => { process.env.A = '1'; });
  it('a', () => {});
});`,
  'brought back in the test': `describe('x', () => {
  it('a', () => { const home = process.env.HOME; process.env.HOME = '/x'; run(); process.env.HOME = home; });
  it('b', () => { process.env.A = '1'; try { run(); } finally { process.env.A = ''; } });
  it('c', () => { process.env.A = '1'; run(); delete process.env.A; });
  it('d', () => { process.env.NODE_ENV = 'production'; run(); process.env.NODE_ENV = 'development'; });
});`,
  'deleted before each test': `describe('x', () => {
  beforeEach(() => { delete process.env.A; });
  it('a', () => { process.env.A = '1'; });
});`,
  'all of it saved, replaced or stubbed': `describe('x', () => {
  const env = process.env;
  beforeEach(() => { process.env = { ...env }; });
  afterEach(() => { process.env = env; });
  it('a', () => { process.env.A = '1'; });
});`,
  'filled from a copy': `const copy = { ...process.env };
describe('x', () => {
  afterEach(() => { Object.assign(process.env, copy); });
  it('a', () => { process.env.A = '1'; });
});`,
  'a stubbed variable': `import sinon from 'sinon';
describe('x', () => {
  beforeEach(() => { sinon.stub(process.env, 'A').value('0'); });
  it('a', () => { process.env.A = '1'; });
});`,
  'an old value set again': `describe('x', () => {
  let before, saved;
  it('a', () => { process.env.A = saved.A; process.env.B = before; process.env.C = process.env.C || 'x'; });
});`,
  'helpers nobody can see into': `import { restoreEnv, useEnvironment, withEnv } from './helpers.ts';
import mockedEnv from 'mocked-env';
describe('w', () => { afterEach(restoreEnv); it('a', () => { process.env.A = '1'; }); });
describe('x', () => { afterEach(() => { restoreEnv(); }); it('a', () => { process.env.A = '1'; }); });
describe('y', () => { useEnvironment(); it('a', () => { process.env.A = '1'; }); });
describe('z', () => { it('a', () => withEnv(() => { process.env.A = '1'; })); });
describe('p', () => { let reset; before(() => { reset = mockedEnv({}); }); after(() => reset()); it('a', () => { process.env.A = '1'; }); });`,
  'set-up for the whole run': `process.env.A = '1';
before(() => { process.env.B = '1'; });
describe('x', () => { before(() => { process.env.NODE_ENV = 'test'; }); it('a', () => {}); });`,
  'a file with nothing but hooks': `describe('x', () => { before(() => { process.env.A = '1'; }); });`,
  'defaults, deletions and reads': `describe('x', () => { it('a', () => {
  process.env.A ??= '1'; process.env.B ||= '1'; delete process.env.C; run(process.env.D, { env: process.env });
}); });`,
  'another process': `describe('x', () => { it('a', () => { const process = { env: {} }; process.env.A = '1'; }); });`,
  'a key known only at run time': `describe('x', () => { it('a', () => { for (const key of keys) process.env[key] = '1'; }); });`,
  'a function of the program under test': `export function load() { process.env.A = '1'; }
describe('x', () => { it('a', () => load()); });`,
  'syntax errors': `describe('x', () => { it('a', () => { process.env.A = '1'; ); });`,
};

describe('env-not-restored', () => {
  describe('reports a value that stays', () => {
    for (const [name, text] of Object.entries(reported)) {
      it(name, () => {
        assertReported('env-not-restored', text);
      });
    }
  });

  describe('is silent where the old one comes back, or may', () => {
    for (const [name, text] of Object.entries(silent)) {
      it(name, () => {
        assertReported('env-not-restored', text);
        const { broken } = readTestFile(typescriptParser, 'a.test.ts', text, {});
        assert.equal(broken, name === 'syntax errors', 'A broken text would be silent for that alone.');
      });
    }
  });

  it('names the hook, and the other places', () => {
    const text = `suite('x', () => { suiteSetup(() => { process.env.A = '1'; }); test('a', () => { process.env.A = '2'; }); });`;
    const [finding] = findingsOf(envNotRestored, readTestFile(typescriptParser, 'a.test.ts', text, {}));
    assert.match(finding?.message ?? '', /^`A` keeps this value .* in `suiteTeardown`\.$/);
    assert.deepEqual(
      finding?.related.map((place) => text.slice(place.start, place.end)),
      [`process.env.A = '2'`],
    );
  });

  it('offers no fix, and says why, where none would be right', () => {
    const reasons = {
      noSuite: `it('a', () => { process.env.A = '1'; });`,
      names: `describe('x', () => { const savedA = 1, originalA = 2; let ABeforeTests;
  it('a', () => { process.env.A = '1'; }); });`,
      rootHook: `before(() => { process.env.A = '0'; });
describe('x', () => { it('a', () => { process.env.A = '1'; }); });`,
      declaration: `describe('x', () => { const value = (process.env.A = '1'); it('a', () => value); });`,
      shadowed: `describe('x', () => { const afterEach = 1; it('a', () => { process.env.A = '1'; }); });`,
    };
    const said = Object.values(reasons).map((text) => {
      const file = readTestFile(typescriptParser, 'a.test.ts', text, {});
      const edits = findingsOf(envNotRestored, file).flatMap((finding) =>
        bringVariableBack.offers(file, finding).map((offer) => offer.edit()),
      );
      return edits.map((edit) => (edit.possible ? 'possible' : edit.reason));
    });
    assert.deepEqual(said, [
      [
        'These tests are in no suite of their own, and a hook outside a suite would run for other files as well.',
      ],
      ['The names `savedA`, `originalA`, `ABeforeTests` are taken in this suite.'],
      [
        '`A` is also set by a hook outside the suites, in line 1: what to bring back is not known when the suite is defined.',
      ],
      ['It is changed by a declaration at the start of the suite, before it could be saved.'],
      ['`afterEach` means something else here: line 1.'],
    ]);
  });
});
