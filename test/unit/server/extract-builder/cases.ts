import type { GoldenCase } from '../goldenCase.ts';

const action = 'extract-builder';

/** The tests do the same before and after: there is no harm to show. */
export const cases: readonly GoldenCase[] = [
  {
    name: 'of an object on one line',
    action,
    before: `import assert from 'node:assert/strict';

// Orders, as customers see them.
describe('orders', () => {
  it('have a total', () => {
    const order = { id: 7, ▮customer: 'Ada', total: 990 };
    assert.equal(order.total, 990);
  });
});
`,
    after: `import assert from 'node:assert/strict';

const buildOrder = (overrides = {}) => ({ id: 7, customer: 'Ada', total: 990, ...overrides });

// Orders, as customers see them.
describe('orders', () => {
  it('have a total', () => {
    const order = buildOrder();
    assert.equal(order.total, 990);
  });
});
`,
  },
  {
    name: 'with a value that only the test knows, and comments',
    action,
    onlyLanguages: ['esm', 'commonjs'],
    before: `import assert from 'node:assert/strict';

describe('orders', () => {
  const orders = [];

  it('have a total', () => {
    const total = 10 * 99;
    orders.push({ total: 0 });
    orders.push({
      // As the shop counts.
      id: orders.length,
      customer: ▮'Ada', // a friend
      items: [
        { name: 'tea', price: 90 },
      ],
      total,
    });
    assert.equal(orders[1].total, 990);
    assert.equal(orders[1].id, 1);
  });
});
`,
    after: `import assert from 'node:assert/strict';

const buildOrder = (overrides = {}) => ({
  // As the shop counts.
  customer: 'Ada', // a friend
  items: [
    { name: 'tea', price: 90 },
  ],
  ...overrides,
});

describe('orders', () => {
  const orders = [];

  it('have a total', () => {
    const total = 10 * 99;
    orders.push({ total: 0 });
    orders.push(buildOrder({ id: orders.length, total }));
    assert.equal(orders[1].total, 990);
    assert.equal(orders[1].id, 1);
  });
});
`,
  },
  {
    name: 'of a typed object',
    action,
    onlyLanguages: ['typescript'],
    before: `import assert from 'node:assert/strict';

interface Order {
  readonly id: number;
  readonly state: 'new' | 'paid';
  readonly total: number;
}

describe('orders', () => {
  it('are new', () => {
    const newOrder: Order = {
      id: 7,
      ▮state: 'new',
      total: 990 // in cents
    };
    assert.equal(newOrder.state, 'new');
  });
});
`,
    after: `import assert from 'node:assert/strict';

interface Order {
  readonly id: number;
  readonly state: 'new' | 'paid';
  readonly total: number;
}

const buildOrder = (overrides: Partial<Order> = {}): Order => ({
  id: 7,
  state: 'new',
  total: 990, // in cents
  ...overrides
});

describe('orders', () => {
  it('are new', () => {
    const newOrder: Order = buildOrder();
    assert.equal(newOrder.state, 'new');
  });
});
`,
  },
  {
    name: 'of a typed object with a value that only the test knows',
    action,
    onlyLanguages: ['typescript'],
    before: `import assert from 'node:assert/strict';

interface Order {
  readonly id: number;
  readonly state: 'new' | 'paid';
  readonly total: number;
}

describe('orders', () => {
  it('are new', () => {
    const total = 990;
    const order: Order = { id: 7, ▮state: 'new', total };
    assert.equal(order.total, 990);
  });
});
`,
    after: `import assert from 'node:assert/strict';

interface Order {
  readonly id: number;
  readonly state: 'new' | 'paid';
  readonly total: number;
}

const buildOrder = (overrides: Pick<Order, 'total'> & Partial<Order>): Order => ({ id: 7, state: 'new', ...overrides });

describe('orders', () => {
  it('are new', () => {
    const total = 990;
    const order: Order = buildOrder({ total });
    assert.equal(order.total, 990);
  });
});
`,
  },
  {
    name: 'of an object without a type, with a value that only the test knows',
    action,
    onlyLanguages: ['typescript'],
    before: `import assert from 'node:assert/strict';

const addOrder = (order: { id: number; state: string; total: number }) => order.total;

describe('orders', () => {
  it('are new', async () => {
    assert.equal(addOrder({ id: 7, ▮state: 'new', total: await Promise.resolve(5) }), 5);
  });
});
`,
    after: `import assert from 'node:assert/strict';

const addOrder = (order: { id: number; state: string; total: number }) => order.total;

const buildOrder = <T extends object>(overrides: T) => ({ id: 7, state: 'new', ...overrides });

describe('orders', () => {
  it('are new', async () => {
    assert.equal(addOrder(buildOrder({ total: await Promise.resolve(5) })), 5);
  });
});
`,
  },
];
