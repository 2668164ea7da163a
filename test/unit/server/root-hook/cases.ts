import type { GoldenCase } from '../goldenCase.ts';

const action = 'wrap-root-hooks';

/** Another test file of the project, which needs what it puts into the stock when it is loaded. */
const letters = `import assert from 'node:assert/strict';
import { stock } from './stockENDING';

stock.push('paper');

export const letters = describe('letters', () => {
  it('find their paper', () => {
    assert.deepEqual(stock, ['paper']);
  });
});
`;

export const cases: readonly GoldenCase[] = [
  {
    name: 'into the only suite, in the order in which they run',
    action,
    // Its hooks run for the tests of all other files.
    alone: true,
    harm: 'failing-test',
    onlyLanguages: ['typescript', 'esm'],
    files: { 'src/stockENDING': 'export const stock: string[] = [];\n', 'src/lettersENDING': letters },
    before: `import assert from 'node:assert/strict';
import { letters } from '../src/lettersENDING';
import { stock } from '../src/stockENDING';

afterEach(() => {
  stock.length = 0;
});

beforeEach(() => {
  stock.length = 0;
  stock.push('pen');
});

describe('orders', () => {
  const count = 1;

  beforeEach(() => {
    stock.push('ink');
  });

  it('take from the stock', () => {
    assert.equal(stock.length, count + 1);
    assert.ok(letters);
  });
});
`,
    after: `import assert from 'node:assert/strict';
import { letters } from '../src/lettersENDING';
import { stock } from '../src/stockENDING';

describe('orders', () => {
  const count = 1;

  beforeEach(() => {
    stock.length = 0;
    stock.push('pen');
  });

  beforeEach(() => {
    stock.push('ink');
  });

  afterEach(() => {
    stock.length = 0;
  });

  it('take from the stock', () => {
    assert.equal(stock.length, count + 1);
    assert.ok(letters);
  });
});
`,
  },
  {
    name: 'around several suites, with their comments and templates',
    action,
    alone: true,
    harm: 'failing-test',
    onlyLanguages: ['typescript', 'esm'],
    files: { 'src/stockENDING': 'export const stock: string[] = [];\n', 'src/lettersENDING': letters },
    before: `import assert from 'node:assert/strict';
import { letters } from '../src/lettersENDING';
import { stock } from '../src/stockENDING';

const note = 'pen';

// Start again.
beforeEach(() => {
  stock.length = 0;
});

describe('orders', () => {
  it('take from the stock', () => {
    stock.push(note);
    assert.equal(stock.length, 1);
    assert.ok(letters);
  });
});

/** Put back. */
function back() {
  stock.push(\`a
pen\`);
}

it('are given back', () => {
  back();
  assert.deepEqual(stock, ['a\\npen']);
}); // all
`,
    after: `import assert from 'node:assert/strict';
import { letters } from '../src/lettersENDING';
import { stock } from '../src/stockENDING';

const note = 'pen';

describe('golden', () => {
  // Start again.
  beforeEach(() => {
    stock.length = 0;
  });

  describe('orders', () => {
    it('take from the stock', () => {
      stock.push(note);
      assert.equal(stock.length, 1);
      assert.ok(letters);
    });
  });

  /** Put back. */
  function back() {
    stock.push(\`a
pen\`);
  }

  it('are given back', () => {
    back();
    assert.deepEqual(stock, ['a\\npen']);
  }); // all
});
`,
  },
  {
    name: 'around tests alone, mocha imported in its other vocabulary',
    action,
    alone: true,
    // Within one file the hook does what it should.
    before: `import { setup, test } from 'mocha';
import assert from 'node:assert/strict';

let count = 0;

setup(function () {
  count = 1;
});

test('counts', function () {
  count += 1;
  assert.equal(count, 2);
});
`,
    after: `import { setup, test, suite } from 'mocha';
import assert from 'node:assert/strict';

let count = 0;

suite('golden', function () {
  setup(function () {
    count = 1;
  });

  test('counts', function () {
    count += 1;
    assert.equal(count, 2);
  });
});
`,
  },
];
