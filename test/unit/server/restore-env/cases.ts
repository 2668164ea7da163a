import type { GoldenCase } from '../goldenCase.ts';

const action = 'restore-env';

/** `▮` is the cursor. The variables are named for their case, so that all can share a process. */
export const cases: readonly GoldenCase[] = [
  {
    name: 'a variable that a test sets',
    action,
    harm: 'failing-test',
    before: `import assert from 'node:assert/strict';

describe('mail', () => {
  it('is sent to the server of the environment', () => {
    process.env.GOLDEN_SET_▮URL = 'http://mail.test';
    assert.equal(process.env.GOLDEN_SET_URL, 'http://mail.test');
  });

  it('stays here without one', () => {
    assert.equal(process.env.GOLDEN_SET_URL ?? 'none', 'none');
  });
});
`,
    after: `import assert from 'node:assert/strict';

describe('mail', () => {
  const savedGoldenSetUrl = process.env.GOLDEN_SET_URL;

  afterEach(() => {
    if (savedGoldenSetUrl === undefined) delete process.env.GOLDEN_SET_URL;
    else process.env.GOLDEN_SET_URL = savedGoldenSetUrl;
  });

  it('is sent to the server of the environment', () => {
    process.env.GOLDEN_SET_URL = 'http://mail.test';
    assert.equal(process.env.GOLDEN_SET_URL, 'http://mail.test');
  });

  it('stays here without one', () => {
    assert.equal(process.env.GOLDEN_SET_URL ?? 'none', 'none');
  });
});
`,
  },
  {
    name: 'a variable that a test only reads',
    action,
    harm: 'failing-test',
    before: `import assert from 'node:assert/strict';

describe('mail', () => {
  it('has a server', () => {
    assert.equal(▮process.env.GOLDEN_READ_URL ?? 'none', 'value');
  });
});
`,
    after: `import assert from 'node:assert/strict';

describe('mail', () => {
  const savedGoldenReadUrl = process.env.GOLDEN_READ_URL;

  beforeEach(() => {
    process.env.GOLDEN_READ_URL = 'value';
  });

  afterEach(() => {
    if (savedGoldenReadUrl === undefined) delete process.env.GOLDEN_READ_URL;
    else process.env.GOLDEN_READ_URL = savedGoldenReadUrl;
  });

  it('has a server', () => {
    assert.equal(process.env.GOLDEN_READ_URL ?? 'none', 'value');
  });
});
`,
  },
  {
    name: 'joins the hooks that are there, in front of what may need it',
    action,
    harm: 'failing-test',
    before: `import assert from 'node:assert/strict';
import { env } from 'node:process';

describe('mail', () => {
  let server: string | undefined;

  beforeEach(() => {
    // from outside
    server = env['GOLDEN_JOINED_▮URL'];
  });

  it('has a server', () => {
    assert.equal(server, 'value');
  });

  afterEach(() => {
    server = '';
  });
});
`,
    after: `import assert from 'node:assert/strict';
import { env } from 'node:process';

describe('mail', () => {
  let server: string | undefined;
  const savedGoldenJoinedUrl = env['GOLDEN_JOINED_URL'];

  beforeEach(() => {
    env['GOLDEN_JOINED_URL'] = 'value';

    // from outside
    server = env['GOLDEN_JOINED_URL'];
  });

  it('has a server', () => {
    assert.equal(server, 'value');
  });

  afterEach(() => {
    server = '';
    if (savedGoldenJoinedUrl === undefined) delete env['GOLDEN_JOINED_URL'];
    else env['GOLDEN_JOINED_URL'] = savedGoldenJoinedUrl;
  });
});
`,
  },
  {
    name: 'read by another hook, mocha imported in its other vocabulary',
    action,
    harm: 'failing-test',
    before: `import assert from 'node:assert/strict';
import { setup, suite, test } from 'mocha';

suite('mail', () => {
  suite('of a customer', () => {
    let server: string | undefined;
    assert.equal(server, undefined);

    setup(() => (server = process.env.GOLDEN_HOOK_URL▮));

    test('has a server', () => {
      assert.equal(server, 'value');
    });
  });
});
`,
    after: `import assert from 'node:assert/strict';
import { setup, suite, test, teardown } from 'mocha';

suite('mail', () => {
  suite('of a customer', () => {
    let server: string | undefined;
    const savedGoldenHookUrl = process.env.GOLDEN_HOOK_URL;
    setup(() => {
      process.env.GOLDEN_HOOK_URL = 'value';
    });
    assert.equal(server, undefined);

    setup(() => (server = process.env.GOLDEN_HOOK_URL));

    teardown(() => {
      if (savedGoldenHookUrl === undefined) delete process.env.GOLDEN_HOOK_URL;
      else process.env.GOLDEN_HOOK_URL = savedGoldenHookUrl;
    });

    test('has a server', () => {
      assert.equal(server, 'value');
    });
  });
});
`,
  },
  {
    name: 'read once for the suite',
    action,
    harm: 'failing-test',
    before: `import assert from 'node:assert/strict';

describe('mail', () => {
  let server: string | undefined;

  before(function () {
    server = process.env.▮GOLDEN_ONE_URL;
  });

  it('has a server', function () {
    assert.equal(server, 'value');
  });
});
`,
    after: `import assert from 'node:assert/strict';

describe('mail', () => {
  let server: string | undefined;
  const savedGoldenOneUrl = process.env.GOLDEN_ONE_URL;

  before(function () {
    process.env.GOLDEN_ONE_URL = 'value';

    server = process.env.GOLDEN_ONE_URL;
  });

  after(function () {
    if (savedGoldenOneUrl === undefined) delete process.env.GOLDEN_ONE_URL;
    else process.env.GOLDEN_ONE_URL = savedGoldenOneUrl;
  });

  it('has a server', function () {
    assert.equal(server, 'value');
  });
});
`,
  },
];
