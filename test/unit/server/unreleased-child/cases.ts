import type { GoldenCase } from '../goldenCase.ts';

const action = 'end-child-process';
const harm = 'keeps-running';

/** Every child ends by itself in the end, so that a run of these texts leaves nothing behind. */
export const cases: readonly GoldenCase[] = [
  {
    name: 'started before each test',
    action,
    harm,
    before: `import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';

describe('orders', () => {
  let child: ChildProcess;

  beforeEach(() => {
    child = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 2000)']); // a server
  });

  it('has a process', () => {
    String(child.pid);
  });
});
`,
    after: `import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';

describe('orders', () => {
  let child: ChildProcess;

  beforeEach(() => {
    child = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 2000)']); // a server
  });

  afterEach(async () => {
    if (child?.exitCode === null && child.signalCode === null) {
      const exited = once(child, 'exit');
      child.kill();
      await exited;
    }
  });

  it('has a process', () => {
    String(child.pid);
  });
});
`,
    onlyLanguages: ['typescript'],
  },
  {
    name: 'started once, in a file that waits for events already and joins a hook',
    action,
    harm,
    before: `import { fork, spawn } from 'node:child_process';
import events, { once } from 'node:events';

describe('orders', function () {
  const names: string[] = [];
  before(async function () {
    const child = spawn(process.execPath, ['-e', 'console.log(1); setTimeout(() => {}, 2000)']);
    child.stdout.setEncoding('utf8');
    await once(child.stdout, 'data');
    names.push(fork.name, events.name);
  });
  after(function () {
    names.pop();
  });
  it('has a process', function () {});
});
`,
    after: `import { fork, spawn } from 'node:child_process';
import events, { once } from 'node:events';
import type { ChildProcessWithoutNullStreams } from 'node:child_process';

describe('orders', function () {
  const names: string[] = [];
  let child: ChildProcessWithoutNullStreams;
  before(async function () {
    child = spawn(process.execPath, ['-e', 'console.log(1); setTimeout(() => {}, 2000)']);
    child.stdout.setEncoding('utf8');
    await once(child.stdout, 'data');
    names.push(fork.name, events.name);
  });
  after(async function () {
    names.pop();
    if (child?.exitCode === null && child.signalCode === null) {
      const exited = once(child, 'exit');
      child.kill();
      await exited;
    }
  });
  it('has a process', function () {});
});
`,
    onlyLanguages: ['typescript'],
  },
  {
    name: 'constants in two tests share one variable and one hook, and the import is added',
    action,
    harm,
    before: `import childProcess from 'node:child_process';

describe('orders', () => {
  it('has a process', () => {
    const child = childProcess.spawn(process.execPath, ['-e', 'setTimeout(() => {}, 2000)']);
    String(child.pid);
  });

  it('has another', () => {
    const child = childProcess.spawn(process.execPath, ['-e', 'setTimeout(() => {}, 2000)']);
    String(child.pid);
  });
});
`,
    after: `import childProcess from 'node:child_process';
import { once } from 'node:events';

describe('orders', () => {
  let child;

  afterEach(async () => {
    if (child?.exitCode === null && child.signalCode === null) {
      const exited = once(child, 'exit');
      child.kill();
      await exited;
    }
  });

  it('has a process', () => {
    child = childProcess.spawn(process.execPath, ['-e', 'setTimeout(() => {}, 2000)']);
    String(child.pid);
  });

  it('has another', () => {
    child = childProcess.spawn(process.execPath, ['-e', 'setTimeout(() => {}, 2000)']);
    String(child.pid);
  });
});
`,
    onlyLanguages: ['esm', 'commonjs'],
  },
  {
    name: 'a constant of the suite, in a file that loads modules by their plain names',
    action,
    harm,
    before: `import { spawn } from 'child_process';

describe('orders', () => {
  const child = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 2000)'], { stdio: 'ignore' });

  it('has a process', () => {
    String(child.pid);
  });
});
`,
    after: `import { spawn } from 'child_process';
import { once } from 'events';

describe('orders', () => {
  const child = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 2000)'], { stdio: 'ignore' });

  after(async () => {
    if (child.exitCode === null && child.signalCode === null) {
      const exited = once(child, 'exit');
      child.kill();
      await exited;
    }
  });

  it('has a process', () => {
    String(child.pid);
  });
});
`,
  },
  {
    name: 'without a name, with the streams its options make',
    action,
    harm,
    before: `import { spawn } from 'node:child_process';

describe('orders', () => {
  it('has a process', () => {
    spawn(process.execPath, ['-e', 'setTimeout(() => {}, 2000)'], { stdio: ['ignore', 'pipe', 'inherit'] });
  });
});
`,
    after: `import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { ChildProcessByStdio } from 'node:child_process';
import type { Readable } from 'node:stream';

describe('orders', () => {
  let child: ChildProcessByStdio<null, Readable, null>;

  afterEach(async () => {
    if (child?.exitCode === null && child.signalCode === null) {
      const exited = once(child, 'exit');
      child.kill();
      await exited;
    }
  });

  it('has a process', () => {
    child = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 2000)'], { stdio: ['ignore', 'pipe', 'inherit'] });
  });
});
`,
    onlyLanguages: ['typescript'],
  },
  {
    name: 'a test outside any suite: a finally block',
    action,
    harm,
    before: `import { spawn } from 'node:child_process';

it('has a process', () => {
  const child = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 2000)']);
  String(child.pid);
});
`,
    after: `import { spawn } from 'node:child_process';
import { once } from 'node:events';

it('has a process', async () => {
  const child = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 2000)']);
  try {
    String(child.pid);
  } finally {
    if (child.exitCode === null && child.signalCode === null) {
      const exited = once(child, 'exit');
      child.kill();
      await exited;
    }
  }
});
`,
  },
];
