import assert from 'node:assert/strict';
import { applied, assertRefused } from '../offeredEdit.ts';

const action = 'inline-setup';

function suite(hook: string, test: string, more = ''): string {
  return `describe('x', () => {
  let user: string;

  ${hook}
${more}
  ${test}
});
`;
}

const setsUser = 'beforeEach(() => {▮\n    user = load();\n  });';
const reads = "it('a', () => {\n    use(user);\n  });";

describe(action, () => {
  it('wants a hook of a suite that is written where it stands', () => {
    assertRefused(
      action,
      suite(setsUser.replace('▮', ''), `▮${reads}`),
      'Put the cursor into a hook that runs before each test.',
    );
    assertRefused(
      action,
      suite('beforeEach(load▮);', reads),
      'The function of this hook is written elsewhere.',
    );
    assertRefused(
      action,
      suite('beforeEach((done) => { load(done);▮ });', reads),
      'This hook calls `done`. Make it async first.',
    );
    assertRefused(
      action,
      `beforeEach(() => { f();▮ });\n${reads}\ndescribe('y', () => {});`,
      'This hook is in no suite, so it runs for other files as well.',
    );
    assertRefused(action, suite('beforeEach(() => {▮});', reads), 'This hook does nothing.');
    assertRefused(
      action,
      suite('const h = beforeEach(() => {▮ f(); });', reads),
      'This hook is part of a larger expression.',
    );
  });

  it('wants one test', () => {
    assertRefused(action, suite(setsUser, ''), 'The suite has no test.');
    const several = '2 tests run this hook, and more than one may need what it does.';
    assertRefused(action, suite(setsUser, `${reads}\n  it('b', () => {});`), several);
    assertRefused(action, suite(setsUser.replace('load()', "'Ada'"), `${reads}\n  ${reads}`), several);
    assertRefused(
      action,
      suite(
        setsUser.replace('load()', "'Ada'"),
        `${reads}\n  it('b', () => {});`,
        '  afterEach(() => use(user));',
      ),
      several,
    );
    assertRefused(
      action,
      suite(setsUser, `for (const one of all) {\n    ${reads}\n  }`),
      'The test is made in a loop, so it is several tests.',
    );
    assertRefused(
      action,
      suite(setsUser, `describe('y', () => {\n    it('a', () => use(user));\n  });`),
      'The test has no block that the statements could go into.',
    );
  });

  it('keeps the order of hooks', () => {
    assertRefused(
      action,
      suite(setsUser, reads, '  beforeEach(() => use(user));'),
      'The hook in line 7 runs after it, and would come first.',
    );
    assertRefused(
      action,
      suite(setsUser, `describe('y', () => {\n    beforeEach(() => use(user));\n    ${reads}\n  });`),
      'The hook in line 9 runs after it, and would come first.',
    );
    assert.match(
      applied(action, `describe('w', () => {\n  beforeEach(() => f());\n${suite(setsUser, reads)}});`),
      /const user: string = load\(\);/,
    );
  });

  it('keeps what the statements mean', () => {
    assertRefused(
      action,
      suite('beforeEach(function () {▮\n    this.timeout(9);\n  });', reads),
      'This hook uses `this`, which is another one in the test.',
    );
    assertRefused(
      action,
      suite('beforeEach(() => {▮\n    if (f()) return;\n    g();\n  });', reads),
      'The hook may return early: line 5.',
    );
    assertRefused(
      action,
      suite(
        'beforeEach(() => {▮\n    const id = 1;\n    user = f(id);\n  });',
        "it('a', () => {\n    const id = 2;\n    use(user, id);\n  });",
      ),
      'The test has a `id` too: line 10.',
    );
    assertRefused(
      action,
      suite(
        'beforeEach(() => {▮\n    const id = 1;\n    user = f(id);\n  });',
        "it('a', () => {\n    use(user, id);\n  });",
      ),
      'The test has a `id` too: line 10.',
    );
    assertRefused(
      action,
      suite(setsUser, "it('a', () => {\n    const load = 1;\n    use(user, load);\n  });"),
      '`load` means something else in the test.',
    );
    assertRefused(
      action,
      suite(setsUser, "it('a', () => { const user = 1; });"),
      '`user` means something else in the test.',
    );
    assertRefused(
      action,
      suite('beforeEach(async () => {▮\n    await f();\n  });', "it('a', (done) => {\n    done();\n  });"),
      'The test calls `done`, and cannot wait for a promise besides.',
    );
    assertRefused(
      action,
      suite('beforeEach(() => {▮\n    f(); // why\n    g();\n  });', "it('a', () => { h(); });"),
      'The statements of the test share a line. Give each a line of its own first.',
    );
  });

  it('waits for what the hook waits for', () => {
    const result = applied(action, suite('beforeEach(() => f(▮));', reads));
    assert.match(result, /it\('a', async \(\) => \{\n {4}await f\(\);\n {4}use\(user\);/);
    const assigned = applied(action, suite('beforeEach(() => (user = f(▮)));', reads));
    assert.match(assigned, /it\('a', \(\) => \{\n {4}user = f\(\);\n/);
  });

  it('leaves a variable that others use where it is', () => {
    const result = applied(action, suite(setsUser, reads, '  afterEach(() => forget(user));'));
    assert.match(result, /let user: string;\n\n+ {2}afterEach/);
    assert.match(result, /it\('a', \(\) => \{\n {4}user = load\(\);\n {4}use\(user\);/);
  });

  it('declares a variable only where it gets its first value', () => {
    const early = suite('beforeEach(() => {▮\n    if (!user) f();\n    user = load();\n  });', reads);
    assert.match(applied(action, early), /let user: string;\n[^]*\n {4}user = load\(\);\n {4}use\(user\);/);
  });
});
