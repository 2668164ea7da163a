import type { GoldenCase } from '../goldenCase.ts';

const action = 'fake-clock';

/** Nothing is wrong before: there is no harm to show. Sinon is not installed here; reasons.test.ts looks at its text. */
export const cases: readonly GoldenCase[] = [
  {
    name: 'by node:test',
    action,
    before: `import assert from 'node:assert/strict';

describe('invoices', () => {
  ▮it('has a date', () => {
    assert.ok(Date.now() > 0);
  });
});
`,
    after: `import assert from 'node:assert/strict';
import { mock } from 'node:test';

describe('invoices', () => {
  beforeEach(() => {
    mock.timers.enable({ apis: ['Date'], now: new Date('2030-01-01T12:00:00Z') });
  });

  afterEach(() => {
    mock.timers.reset();
  });

  it('has a date', () => {
    assert.ok(Date.now() > 0);
  });
});
`,
  },
  {
    name: 'beside a variable and a teardown of the suite',
    action,
    before: `import assert from 'node:assert/strict';
import * as runner from 'node:test';

describe('invoices', () => {
  let sent: string[] = [];
▮
  afterEach(() => {
    sent = [];
  });

  it('has a date', () => {
    sent.push(new Date().toISOString());
    assert.equal(typeof runner.mock, 'object');
  });
});
`,
    after: `import assert from 'node:assert/strict';
import * as runner from 'node:test';

describe('invoices', () => {
  let sent: string[] = [];

  beforeEach(() => {
    runner.mock.timers.enable({ apis: ['Date'], now: new Date('2030-01-01T12:00:00Z') });
  });

  afterEach(() => {
    sent = [];
    runner.mock.timers.reset();
  });

  it('has a date', () => {
    sent.push(new Date().toISOString());
    assert.equal(typeof runner.mock, 'object');
  });
});
`,
  },
];
