import assert from 'node:assert/strict';
import { applied, assertRefused } from '../offeredEdit.ts';

const action = 'fake-clock';
const installed = { resolves: (name: string) => name === 'sinon' };

describe(action, () => {
  it('uses Sinon where the file does, or where it is installed', () => {
    const text =
      "import assert from 'node:assert/strict';\n\ndescribe('x', () => {▮\n  it('a', () => {});\n});\n";
    assert.equal(
      applied(action, text, { project: installed }),
      `import assert from 'node:assert/strict';
import sinon from 'sinon';

describe('x', () => {
  let clock: sinon.SinonFakeTimers;

  beforeEach(() => {
    clock = sinon.useFakeTimers({ now: new Date('2030-01-01T12:00:00Z'), toFake: ['Date'] });
  });

  afterEach(() => {
    clock?.restore();
  });

  it('a', () => {});
});
`,
    );
    assert.match(applied(action, text), /mock\.timers\.enable/);
    assert.match(applied(action, `import * as fakes from 'sinon';\n${text}`), /clock = fakes\.useFakeTimers/);
    assert.match(
      applied(action, `const sinon = require('sinon');\ndescribe('x', () => {▮\n});\n`, {
        path: 'a.test.cts',
      }),
      /let clock: ReturnType<typeof sinon\.useFakeTimers>;/,
    );
  });

  it('says why it cannot apply', () => {
    const already = 'The suite has a fake clock already: line 2.';
    const suite = (call: string): string =>
      `import { mock } from 'node:test'; import sinon from 'sinon'; import * as timers from '@sinonjs/fake-timers';
describe('x', () => { beforeEach(() => { ${call}; }); describe('y', () => { ▮ }); });`;
    assertRefused(action, suite("mock.timers.enable({ apis: ['Date'] })"), already);
    assertRefused(action, suite('sinon.useFakeTimers()'), already);
    assertRefused(action, suite('timers.install()'), already);
    assertRefused(
      action,
      "const mock = 1; describe('x', () => { ▮ });",
      'The name `mock` is taken in this file.',
    );
    assertRefused(
      action,
      "const sinon = 1; describe('x', () => { ▮ });",
      'The name `sinon` is taken in this file.',
      { project: installed },
    );
    assertRefused(
      action,
      "const clock = 1, fakeClock = 2; describe('x', () => { ▮ });",
      'The names `clock` and `fakeClock` are taken in this suite.',
      { project: installed },
    );
  });
});
