import assert from 'node:assert/strict';
import { applied, assertRefused } from '../offeredEdit.ts';

const action = 'extract-builder';

function inTest(statement: string, head = ''): string {
  return `${head}describe('x', () => {\n  let suites = 1;\n  it('a', async () => {\n    const own = 1;\n    ${statement}\n  });\n});\n`;
}

const js = { path: 'a.test.js' };

describe(action, () => {
  it('wants an object with three plain properties', () => {
    const least = 'Put the cursor into an object with at least three properties.';
    assertRefused(action, inTest('▮f();'), least);
    assertRefused(action, inTest('f({ a: 1,▮ b: 2 });'), least);
    assertRefused(action, inTest('f({ a: 1,▮ ...b, c: 3 });'), 'This object is made of another one already.');
    assertRefused(action, inTest('f({ a() {},▮ b: 2, c: 3 });'), 'The object has methods or computed keys.');
    assertRefused(action, inTest('f({ [a]: 1,▮ b: 2, c: 3 });'), 'The object has methods or computed keys.');
    assertRefused(
      action,
      inTest('f({ a: 1,▮ b: 2, c: 3 } as const);'),
      'An object `as const` cannot come from a function.',
    );
    assertRefused(
      action,
      inTest('({ a: x.a, ▮b: x.b, c: x.c } = own);'),
      'This is a list of names to fill, not an object.',
    );
    assertRefused(action, inTest('f({ a: 1, // ▮\n b: 2, c: 3 });'), 'The cursor is in a comment.');
    assertRefused(
      action,
      inTest('f({ a: own,▮ b: suites, c: this.c });'),
      'Every value in this object is known only here.',
    );
    assertRefused(
      action,
      inTest('const data = { a: 1,▮ b: 2, c: 3 };', 'const buildData = 1, buildDataData = 2;\n'),
      'The name `buildData` is taken in this file.',
    );
    assertRefused(
      action,
      inTest('const own = { a: 1,▮ b: 2, c: () => own };'),
      'The object refers to itself.',
    );
    for (const type of ['unknown', 'A | undefined', '{ a: number }', 'A[]']) {
      const statement = `const data: ${type} = { a: 1,▮ b: 2, c: 3 };`;
      assertRefused(action, inTest(statement), 'Give the type of this object a name first.');
    }
    assertRefused(
      action,
      inTest('f({ a: 1,▮ b: 2, c: 3 });', 'f(); '),
      'Statements of the file share a line. Give each a line of its own first.',
    );
  });

  it('leaves TypeScript the types that come from where the object is used', () => {
    const typed =
      'The type of this object comes from where it is used. Give it a variable with that type first.';
    assertRefused(action, inTest("f(() => ({ state: 'new',▮ b: 2, c: 3 }));"), typed);
    assertRefused(action, inTest('f({ each: (x) => x,▮ b: 2, c: 3 });'), typed);
    for (const statement of [
      'f(() => ({ state: 1,▮ b: 2, c: 3 }));',
      "f({ state: 'new',▮ b: 2, c: () => 3 });",
      "const data: Data = { state: 'new',▮ each: (x) => x, c: 3 };",
    ]) {
      assert.match(applied(action, inTest(statement)), /^const buildData = /m);
    }
    const result = applied(action, inTest("f(() => ({ state: 'new',▮ b: 2, c: 3 }));"), js);
    assert.match(result, /f\(\(\) => buildData\(\)\);/);
  });

  it('names the builder by what the object is', () => {
    const names = new Map([
      ['const validUser = { a: 1,▮ b: 2, c: 3 };', 'buildUser'],
      ['users.push({ a: 1,▮ b: 2, c: 3 });', 'buildData'],
      ['createUser({ a: 1,▮ b: 2, c: 3 });', 'buildUser'],
      ['app.createUser({ a: 1,▮ b: 2, c: 3 });', 'buildUser'],
      ['new User({ a: 1,▮ b: 2, c: 3 });', 'buildUser'],
      ['const users = [{ a: 1,▮ b: 2, c: 3 }];', 'buildUser'],
      ['fetch(url, { body: JSON.stringify({ a: 1,▮ b: 2, c: 3 }) });', 'buildData'],
      ['f({ user: { a: 1,▮ b: 2, c: 3 } });', 'buildUser'],
    ]);
    for (const [statement, name] of names) {
      const result = applied(action, inTest(statement), js);
      assert.equal(/^const (\w+) = \(overrides/m.exec(result)?.[1], name, statement);
    }
  });

  it('hands over what only the test knows, also what changes while it runs', () => {
    const values = 'id: own, at: suites, waited: await f(), each: (x) => x, b';
    const result = applied(action, inTest(`f({ ${values},▮ c: 3 });`, 'const b = 1;\n'), js);
    assert.match(
      result,
      /^const buildData = \(overrides = \{\}\) => \(\{ each: \(x\) => x, b, c: 3, \.\.\.overrides \}\);$/m,
    );
    assert.match(result, /f\(buildData\(\{ id: own, at: suites, waited: await f\(\) \}\)\);/);
  });

  it('keeps every comment and comma', () => {
    const result = applied(
      action,
      inTest('f({\n      a: 1, b: 2,▮ // two\n      /* three */ c: own,\n      d: own // four\n    });'),
      js,
    );
    assert.match(
      result,
      /^const buildData = \(overrides = \{\}\) => \(\{\n {2}a: 1, b: 2, \/\/ two\n {2}\/\* three \*\/ *\n {2}\/\/ four\n {2}\.\.\.overrides\n\}\);$/m,
    );
  });
});
