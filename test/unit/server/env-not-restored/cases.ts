import type { GoldenCase } from '../goldenCase.ts';

const action = 'bring-variable-back';
// The variables are named for their case, so that all can share a process.
const harm = 'failing-test';

export const cases: readonly GoldenCase[] = [
  {
    name: 'set by a test',
    action,
    harm,
    before: `import assert from 'node:assert/strict';

describe('mail', () => {
  it('is sent to the server of the environment', () => {
    process.env.GOLDEN_TEST_URL = 'http://mail.test'; // ours
    assert.equal(process.env.GOLDEN_TEST_URL, 'http://mail.test');
  });

  it('stays here without one', () => {
    assert.equal(process.env.GOLDEN_TEST_URL ?? 'none', 'none');
  });
});
`,
    after: `import assert from 'node:assert/strict';

describe('mail', () => {
  const savedGoldenTestUrl = process.env.GOLDEN_TEST_URL;

  afterEach(() => {
    if (savedGoldenTestUrl === undefined) delete process.env.GOLDEN_TEST_URL;
    else process.env.GOLDEN_TEST_URL = savedGoldenTestUrl;
  });

  it('is sent to the server of the environment', () => {
    process.env.GOLDEN_TEST_URL = 'http://mail.test'; // ours
    assert.equal(process.env.GOLDEN_TEST_URL, 'http://mail.test');
  });

  it('stays here without one', () => {
    assert.equal(process.env.GOLDEN_TEST_URL ?? 'none', 'none');
  });
});
`,
  },
  {
    name: 'set once for a suite, seen by the next one',
    action,
    harm,
    before: `import assert from 'node:assert/strict';

describe('mail', function () {
  let sent = 0;

  before(function () {
    process.env['GOLDEN_ONCE_URL'] = 'http://mail.test';
  });

  it('is sent', function () {
    sent += 1;
    assert.equal(sent, 1);
  });
});

describe('letters', function () {
  it('need no server', function () {
    assert.equal(process.env['GOLDEN_ONCE_URL'], undefined);
  });
});
`,
    after: `import assert from 'node:assert/strict';

describe('mail', function () {
  let sent = 0;
  const savedGoldenOnceUrl = process.env['GOLDEN_ONCE_URL'];

  before(function () {
    process.env['GOLDEN_ONCE_URL'] = 'http://mail.test';
  });

  after(function () {
    if (savedGoldenOnceUrl === undefined) delete process.env['GOLDEN_ONCE_URL'];
    else process.env['GOLDEN_ONCE_URL'] = savedGoldenOnceUrl;
  });

  it('is sent', function () {
    sent += 1;
    assert.equal(sent, 1);
  });
});

describe('letters', function () {
  it('need no server', function () {
    assert.equal(process.env['GOLDEN_ONCE_URL'], undefined);
  });
});
`,
  },
  {
    name: 'two variables in one hook that is there, one of them saved already',
    action,
    harm,
    alone: true,
    before: `import assert from 'node:assert/strict';
import { env } from 'node:process';

const zone = env.TZ;

describe('dates', () => {
  let count = 0;

  afterEach(() => {
    count += 1;
  });

  it('are read in another place', () => {
    env.TZ = 'Asia/Tokyo';
    env.GOLDEN_LANGUAGE = 'ja';
    assert.equal(count, 0);
  });

  it('are read here', () => {
    assert.equal(env.TZ, zone);
  });
});
`,
    after: `import assert from 'node:assert/strict';
import { env } from 'node:process';

const zone = env.TZ;

describe('dates', () => {
  let count = 0;
  const savedGoldenLanguage = env.GOLDEN_LANGUAGE;

  afterEach(() => {
    count += 1;
    if (zone === undefined) delete env.TZ;
    else env.TZ = zone;
    if (savedGoldenLanguage === undefined) delete env.GOLDEN_LANGUAGE;
    else env.GOLDEN_LANGUAGE = savedGoldenLanguage;
  });

  it('are read in another place', () => {
    env.TZ = 'Asia/Tokyo';
    env.GOLDEN_LANGUAGE = 'ja';
    assert.equal(count, 0);
  });

  it('are read here', () => {
    assert.equal(env.TZ, zone);
  });
});
`,
  },
  {
    name: 'in inner suites and functions of the file, mocha imported in its other vocabulary',
    action,
    harm,
    before: `import assert from 'node:assert/strict';
import { setup, suite, test } from 'mocha';

function useServer(name: string) {
  process.env.GOLDEN_INNER_URL = name;
}

suite('mail', () => {
  suite('of a customer', () => {
    setup(() => useServer('http://mail.test'));

    test('is sent', () => {
      assert.equal(process.env.GOLDEN_INNER_URL, 'http://mail.test');
    });
  });

  suite('of a guest', () => {
    test('is not sent', () => {
      assert.equal(process.env.GOLDEN_INNER_URL, undefined);
      process.env.GOLDEN_INNER_URL = 'http://other.test';
    });
  });
});
`,
    after: `import assert from 'node:assert/strict';
import { setup, suite, test, teardown } from 'mocha';

function useServer(name: string) {
  process.env.GOLDEN_INNER_URL = name;
}

suite('mail', () => {
  const savedGoldenInnerUrl = process.env.GOLDEN_INNER_URL;

  teardown(() => {
    if (savedGoldenInnerUrl === undefined) delete process.env.GOLDEN_INNER_URL;
    else process.env.GOLDEN_INNER_URL = savedGoldenInnerUrl;
  });

  suite('of a customer', () => {
    setup(() => useServer('http://mail.test'));

    test('is sent', () => {
      assert.equal(process.env.GOLDEN_INNER_URL, 'http://mail.test');
    });
  });

  suite('of a guest', () => {
    test('is not sent', () => {
      assert.equal(process.env.GOLDEN_INNER_URL, undefined);
      process.env.GOLDEN_INNER_URL = 'http://other.test';
    });
  });
});
`,
    onlyLanguages: ['typescript'],
  },
  {
    name: 'everything on one line',
    action,
    harm,
    before: `import assert from 'node:assert/strict';
describe('mail', () => { before(() => { process.env.GOLDEN_A = 'b'; }); it('is sent', () => { assert.ok(process.env.GOLDEN_A); }); });
describe('letters', () => { it('are sent', () => { assert.equal(process.env.GOLDEN_A, undefined); }); });
`,
    after: `import assert from 'node:assert/strict';
describe('mail', () => { const savedGoldenA = process.env.GOLDEN_A; before(() => { process.env.GOLDEN_A = 'b'; }); after(() => { if (savedGoldenA === undefined) delete process.env.GOLDEN_A; else process.env.GOLDEN_A = savedGoldenA; }); it('is sent', () => { assert.ok(process.env.GOLDEN_A); }); });
describe('letters', () => { it('are sent', () => { assert.equal(process.env.GOLDEN_A, undefined); }); });
`,
  },
];
