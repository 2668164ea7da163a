import { assertRefused } from '../offeredEdit.ts';

const action = 'insert-child-process-fixture';

describe(action, () => {
  it('says why it cannot apply', () => {
    assertRefused(
      action,
      "import * as processes from 'child_process';\nconst run = () => processes.fork('a.js');\ndescribe('x', () => { const child = processes.fork('a.js'); ▮ });",
      'The suite starts a process already: line 3.',
    );
    assertRefused(
      action,
      "const child = 1, childProcess = 2; describe('x', () => { ▮ const program = 3; });",
      'The names `child`, `childProcess` and `program` are all taken in this suite.',
    );
    assertRefused(
      action,
      "import { spawn } from '../src/fish.ts'; describe('x', () => { ▮ });",
      'The name `spawn` is taken in this file.',
    );
  });
});
