import type { GoldenCase } from '../goldenCase.ts';

const action = 'use-for-of';
const harm = 'false-pass';

export const cases: readonly GoldenCase[] = [
  {
    name: 'a parameter that is written to',
    action,
    harm,
    before: `import assert from 'node:assert/strict';

describe('numbers', () => {
  it('are small', () => {
    [1, 2].forEach(async (n, index) => {
      n += index;
      await Promise.resolve();
      assert.ok(n < 3);
    });
  });
});
`,
    after: `import assert from 'node:assert/strict';

describe('numbers', () => {
  it('are small', async () => {
    for (let [index, n] of [1, 2].entries()) {
      n += index;
      await Promise.resolve();
      assert.ok(n < 3);
    }
  });
});
`,
  },
  {
    name: 'assertions in the callback',
    action,
    harm,
    before: `import assert from 'node:assert/strict';

const double = async (n = 0) => n * 2;

describe('double', () => {
  it('doubles', () => {
    [1, 2].forEach(async (n) => {
      // both of them
      assert.equal(await double(n), n);
    });
  });
});
`,
    after: `import assert from 'node:assert/strict';

const double = async (n = 0) => n * 2;

describe('double', () => {
  it('doubles', async () => {
    for (const n of [1, 2]) {
      // both of them
      assert.equal(await double(n), n);
    }
  });
});
`,
  },
  {
    name: 'with an index, a pattern and an early end',
    action,
    harm,
    before: `import assert from 'node:assert/strict';

describe('double', () => {
  const cases = [{ given: 1, expected: 2 }, { given: 2, expected: 5 }];

  it('doubles', async () => {
    cases.forEach(async function ({ given, expected }, index) {
      if (index === 0) return;
      await assert.doesNotReject(async () => assert.equal(given * 2, expected));
    });
  });
});
`,
    after: `import assert from 'node:assert/strict';

describe('double', () => {
  const cases = [{ given: 1, expected: 2 }, { given: 2, expected: 5 }];

  it('doubles', async () => {
    for (const [index, { given, expected }] of cases.entries()) {
      if (index === 0) continue;
      await assert.doesNotReject(async () => assert.equal(given * 2, expected));
    }
  });
});
`,
  },
  {
    name: 'a short arrow',
    action,
    harm,
    before: `import assert from 'node:assert/strict';

describe('numbers', () => {
  it('are refused', () => {
    [1, 2].forEach(async (n) => assert.rejects(Promise.resolve(n)));
  });
});
`,
    after: `import assert from 'node:assert/strict';

describe('numbers', () => {
  it('are refused', async () => {
    for (const n of [1, 2]) {
      await assert.rejects(Promise.resolve(n));
    }
  });
});
`,
  },
  {
    name: 'a callback that cannot be a loop runs for all at once',
    action,
    harm,
    before: `import assert from 'node:assert/strict';

describe('numbers', () => {
  it('are even', () => {
    [1, 2].forEach(async (n, index, all) => {
      assert.equal((await Promise.resolve(n)) % 2, 0, \`\${index} of \${all.length}\`);
    });
  });
});
`,
    after: `import assert from 'node:assert/strict';

describe('numbers', () => {
  it('are even', async () => {
    await Promise.all([1, 2].map(async (n, index, all) => {
      assert.equal((await Promise.resolve(n)) % 2, 0, \`\${index} of \${all.length}\`);
    }));
  });
});
`,
  },
  {
    name: 'a setup that is not waited for',
    action,
    harm: 'failing-test',
    before: `import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';

describe('users', () => {
  const users: string[] = [];

  before(function () {
    ['ada', 'bo'].forEach(async (name) => {
      await sleep(5);
      users.push(name);
    });
  });

  it('are there', () => {
    assert.equal(users.length, 2);
  });
});
`,
    after: `import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';

describe('users', () => {
  const users: string[] = [];

  before(async function () {
    for (const name of ['ada', 'bo']) {
      await sleep(5);
      users.push(name);
    }
  });

  it('are there', () => {
    assert.equal(users.length, 2);
  });
});
`,
  },
];
