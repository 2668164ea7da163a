import type { GoldenCase } from '../goldenCase.ts';

const action = 'await-assertion';
const harm = 'false-pass';

export const cases: readonly GoldenCase[] = [
  {
    name: 'a rejection that does not come',
    action,
    harm,
    before: `import assert from 'node:assert/strict';

describe('payments', () => {
  it('are declined', () => {
    assert.rejects(Promise.resolve('paid')); // it is not
  });
});
`,
    after: `import assert from 'node:assert/strict';

describe('payments', () => {
  it('are declined', async () => {
    await assert.rejects(Promise.resolve('paid')); // it is not
  });
});
`,
  },
  {
    name: 'in a function that is async already, by a named import',
    action,
    harm,
    before: `import { rejects } from 'node:assert/strict';

describe('payments', function () {
  it('are declined', async function () {
    const paid = await Promise.resolve('paid');
    rejects(async () => paid);
  });
});
`,
    after: `import { rejects } from 'node:assert/strict';

describe('payments', function () {
  it('are declined', async function () {
    const paid = await Promise.resolve('paid');
    await rejects(async () => paid);
  });
});
`,
  },
  {
    name: 'assertions behind then, in the other vocabulary',
    action,
    harm,
    before: `import { suite, test } from 'mocha';
import assert from 'node:assert/strict';

suite('payments', () => {
  test('have a total', () => {
    Promise.resolve(41).then((total) => {
      assert.equal(total, 42);
    });
  });
});
`,
    after: `import { suite, test } from 'mocha';
import assert from 'node:assert/strict';

suite('payments', () => {
  test('have a total', async () => {
    await Promise.resolve(41).then((total) => {
      assert.equal(total, 42);
    });
  });
});
`,
  },
  {
    name: 'a check of the file that is async',
    action,
    harm,
    before: `import assert from 'node:assert/strict';

const checkTotal = async () => {
  assert.equal(await Promise.resolve(41), 42);
};

describe('payments', () => {
  it('have a total', () => {
    checkTotal();
  });
});
`,
    after: `import assert from 'node:assert/strict';

const checkTotal = async () => {
  assert.equal(await Promise.resolve(41), 42);
};

describe('payments', () => {
  it('have a total', async () => {
    await checkTotal();
  });
});
`,
  },
  {
    name: 'two in one test, with a written return type',
    action,
    harm,
    onlyLanguages: ['typescript'],
    before: `import assert from 'node:assert/strict';

describe('payments', () => {
  it('are declined', (): void => {
    assert.doesNotReject(Promise.resolve(1));
    assert.rejects(Promise.resolve(1));
  });
});
`,
    after: `import assert from 'node:assert/strict';

describe('payments', () => {
  it('are declined', async (): Promise<void> => {
    await assert.doesNotReject(Promise.resolve(1));
    await assert.rejects(Promise.resolve(1));
  });
});
`,
  },
  {
    name: 'a catch that only says that it was reached',
    action,
    harm,
    before: `import assert from 'node:assert/strict';

const pay = async (cents = 0) => cents;

describe('payments', () => {
  it('are declined', () => {
    pay(1).catch(() => assert.ok(true));
  });
});
`,
    after: `import assert from 'node:assert/strict';

const pay = async (cents = 0) => cents;

describe('payments', () => {
  it('are declined', async () => {
    await pay(1).then(() => assert.fail('It should have failed.'), () => assert.ok(true));
  });
});
`,
  },
  {
    name: 'a catch that looks at an error which does not come',
    action,
    harm,
    before: `import { equal } from 'node:assert/strict';

const pay = async (cents = 0) => ({ cents });

describe('payments', function () {
  it('are declined', function () {
    pay(1).then(({ cents }) => cents).catch((error) => {
      // by the bank
      equal(error.message, 'declined');
    });
  });
});
`,
    after: `import { equal } from 'node:assert/strict';
import assert from 'node:assert/strict';

const pay = async (cents = 0) => ({ cents });

describe('payments', function () {
  it('are declined', async function () {
    await pay(1).then(({ cents }) => cents).then(() => assert.fail('It should have failed.'), (error) => {
      // by the bank
      equal(error.message, 'declined');
    });
  });
});
`,
  },
  {
    name: 'a catch that says no error should come',
    action,
    harm,
    before: `import assert from 'node:assert/strict';

describe('payments', () => {
  it('are made', () => {
    Promise.reject(new Error('declined')).catch((error) => assert.ifError(error));
  });
});
`,
    after: `import assert from 'node:assert/strict';

describe('payments', () => {
  it('are made', async () => {
    await Promise.reject(new Error('declined')).catch((error) => assert.ifError(error));
  });
});
`,
  },
];
