import type { GoldenCase } from '../goldenCase.ts';

const action = 'delete-variable';
// The variables are named for their case, so that all can share a process.

export const cases: readonly GoldenCase[] = [
  {
    name: 'a variable that a test takes away',
    action,
    harm: 'failing-test',
    before: `import assert from 'node:assert/strict';

describe('mail', () => {
  it('is not sent without an address', () => {
    process.env.GOLDEN_MAIL_URL = undefined; // nowhere
    assert.equal(process.env.GOLDEN_MAIL_URL ?? 'off', 'off');
  });
});
`,
    after: `import assert from 'node:assert/strict';

describe('mail', () => {
  it('is not sent without an address', () => {
    delete process.env.GOLDEN_MAIL_URL; // nowhere
    assert.equal(process.env.GOLDEN_MAIL_URL ?? 'off', 'off');
  });
});
`,
  },
  {
    name: 'in a teardown hook, by a name in brackets and by an import',
    action,
    harm: 'failing-test',
    before: `import assert from 'node:assert/strict';
import { env } from 'node:process';

describe('mail', () => {
  afterEach(() => (process.env['GOLDEN_POST_URL'] = undefined));
  afterEach(function () {
    env.GOLDEN_POST_FROM = void 0;
  });

  it('is sent', () => {
    env.GOLDEN_POST_FROM = 'ada@mail.test';
    process.env['GOLDEN_POST_URL'] = 'http://mail.test';
  });

  it('is not sent without an address', () => {
    assert.equal(env.GOLDEN_POST_FROM ?? 'off', 'off');
    assert.equal(process.env['GOLDEN_POST_URL'] ?? 'off', 'off');
  });
});
`,
    after: `import assert from 'node:assert/strict';
import { env } from 'node:process';

describe('mail', () => {
  afterEach(() => (delete process.env['GOLDEN_POST_URL']));
  afterEach(function () {
    delete env.GOLDEN_POST_FROM;
  });

  it('is sent', () => {
    env.GOLDEN_POST_FROM = 'ada@mail.test';
    process.env['GOLDEN_POST_URL'] = 'http://mail.test';
  });

  it('is not sent without an address', () => {
    assert.equal(env.GOLDEN_POST_FROM ?? 'off', 'off');
    assert.equal(process.env['GOLDEN_POST_URL'] ?? 'off', 'off');
  });
});
`,
  },
];
