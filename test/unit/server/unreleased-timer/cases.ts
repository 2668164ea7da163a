import type { GoldenCase } from '../goldenCase.ts';

const action = 'clear-interval';
const harm = 'keeps-running';

export const cases: readonly GoldenCase[] = [
  {
    name: 'started before each test',
    action,
    harm,
    before: `describe('a clock', () => {
  let ticks = 0;
  let timer: ReturnType<typeof setInterval>;

  beforeEach(() => {
    timer = setInterval(() => {
      ticks += 1;
    }, 5); // often
  });

  it('ticks', () => {
    String([ticks, timer]);
  });
});
`,
    after: `describe('a clock', () => {
  let ticks = 0;
  let timer: ReturnType<typeof setInterval>;

  beforeEach(() => {
    timer = setInterval(() => {
      ticks += 1;
    }, 5); // often
  });

  afterEach(() => {
    clearInterval(timer);
  });

  it('ticks', () => {
    String([ticks, timer]);
  });
});
`,
  },
  {
    name: 'constants in two tests share one variable and one hook',
    action,
    harm,
    before: `import { suite, test } from 'mocha';

suite('a clock', function () {
  test('ticks', function () {
    const timer = setInterval(() => {}, 5);
    String(timer);
  });

  test('goes on', function () {
    const timer = setInterval(() => {}, 5);
    String(timer);
  });
});
`,
    after: `import { suite, test, teardown } from 'mocha';

suite('a clock', function () {
  let timer: ReturnType<typeof setInterval>;

  teardown(function () {
    clearInterval(timer);
  });

  test('ticks', function () {
    timer = setInterval(() => {}, 5);
    String(timer);
  });

  test('goes on', function () {
    timer = setInterval(() => {}, 5);
    String(timer);
  });
});
`,
  },
  {
    name: 'without a name, and a hook that is there',
    action,
    harm,
    before: `describe('a clock', () => {
  let count = 0;

  before(() => {
    setInterval(() => {
      count += 1;
    }, 5);
  });

  after(() => {
    // start again
    count = 0;
  });

  it('ticks', () => {});
});
`,
    after: `describe('a clock', () => {
  let count = 0;
  let timer: ReturnType<typeof setInterval>;

  before(() => {
    timer = setInterval(() => {
      count += 1;
    }, 5);
  });

  after(() => {
    // start again
    count = 0;
    clearInterval(timer);
  });

  it('ticks', () => {});
});
`,
  },
  {
    name: 'a constant of the suite',
    action,
    harm,
    before: `describe('a clock', () => {
  const timer = setInterval(() => {}, 5);

  it('ticks', () => {
    String(timer);
  });
});
`,
    after: `describe('a clock', () => {
  const timer = setInterval(() => {}, 5);

  after(() => {
    clearInterval(timer);
  });

  it('ticks', () => {
    String(timer);
  });
});
`,
  },
  {
    name: 'a type that names null',
    action,
    harm,
    before: `describe('a clock', () => {
  let timer: NodeJS.Timeout | null = null;

  before(() => {
    timer = setInterval(() => {}, 5);
  });

  it('ticks', () => {
    String(timer);
  });
});
`,
    after: `describe('a clock', () => {
  let timer: NodeJS.Timeout | null = null;

  before(() => {
    timer = setInterval(() => {}, 5);
  });

  after(() => {
    if (timer) clearInterval(timer);
  });

  it('ticks', () => {
    String(timer);
  });
});
`,
    onlyLanguages: ['typescript'],
  },
  {
    name: 'a test outside any suite: a finally block',
    action,
    harm,
    before: `it('ticks', () => {
  const timer = setInterval(() => {}, 5);
  String(timer);
});
`,
    after: `it('ticks', () => {
  const timer = setInterval(() => {}, 5);
  try {
    String(timer);
  } finally {
    clearInterval(timer);
  }
});
`,
  },
];
