import type { GoldenCase } from '../goldenCase.ts';

const action = 'insert-child-process-fixture';

/** Nothing is wrong before: there is no harm to show. `alone`: the program gets the test's standard streams. */
export const cases: readonly GoldenCase[] = [
  {
    name: 'a program that runs until it is ended',
    action,
    alone: true,
    files: { 'src/main.js': 'setInterval(() => {}, 1000);\n' },
    before: `import assert from 'node:assert/strict';

describe('the program', () => {
  ▮it('adds up', () => {
    assert.equal(1 + 1, 2);
  });
});
`,
    after: `import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { ChildProcess } from 'node:child_process';

describe('the program', () => {
  let child: ChildProcess;

  before(async () => {
    child = spawn(process.execPath, ['src/main.js'], { stdio: 'inherit' });
    await once(child, 'spawn');
  });

  after(async () => {
    if (child?.exitCode === null && child.signalCode === null) {
      const exited = once(child, 'exit');
      child.kill();
      await exited;
    }
  });

  it('adds up', () => {
    assert.equal(1 + 1, 2);
  });
});
`,
  },
  {
    name: 'a program that has ended by itself, beside a teardown without a block',
    action,
    alone: true,
    files: { 'src/main.js': '' },
    before: `import { suite, suiteTeardown, test } from 'mocha';
import { once } from 'node:events';

suite('the program', () => {
  suiteTeardown(() => console.assert(once.name === 'once'));
▮
  test('takes its time', (done) => {
    setTimeout(done, 150);
  });
});
`,
    after: `import { suite, suiteTeardown, test, suiteSetup } from 'mocha';
import { once } from 'node:events';
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';

suite('the program', () => {
  let child: ChildProcess;

  suiteSetup(async () => {
    child = spawn(process.execPath, ['src/main.js'], { stdio: 'inherit' });
    await once(child, 'spawn');
  });

  suiteTeardown(async () => {
    if (child?.exitCode === null && child.signalCode === null) {
      const exited = once(child, 'exit');
      child.kill();
      await exited;
    }
    return console.assert(once.name === 'once');
  });

  test('takes its time', (done) => {
    setTimeout(done, 150);
  });
});
`,
  },
];
