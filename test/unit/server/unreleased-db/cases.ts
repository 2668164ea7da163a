import type { GoldenCase } from '../goldenCase.ts';

const action = 'close-database';
const harm = 'open-database';

export const cases: readonly GoldenCase[] = [
  {
    name: 'opened before each test',
    action,
    harm,
    before: `import { openDatabase } from '../src/databaseENDING';

describe('orders', () => {
  let db: ReturnType<typeof openDatabase>;

  beforeEach(() => {
    db = openDatabase(':memory:'); // one for each test
  });

  it('starts empty', () => {
    db.exec('CREATE TABLE orders (id INTEGER)');
  });
});
`,
    after: `import { openDatabase } from '../src/databaseENDING';

describe('orders', () => {
  let db: ReturnType<typeof openDatabase>;

  beforeEach(() => {
    db = openDatabase(':memory:'); // one for each test
  });

  afterEach(() => {
    db?.close();
  });

  it('starts empty', () => {
    db.exec('CREATE TABLE orders (id INTEGER)');
  });
});
`,
  },
  {
    name: 'opened once, in a file without empty lines',
    action,
    harm,
    before: `import Database from 'better-sqlite3';
describe('orders', function () {
  let db: Database.Database;
  before(function () {
    db = new Database(':memory:');
  }); // opened
  it('starts empty', function () {
    db.exec('CREATE TABLE orders (id INTEGER)');
  });
});
`,
    after: `import Database from 'better-sqlite3';
describe('orders', function () {
  let db: Database.Database;
  before(function () {
    db = new Database(':memory:');
  }); // opened
  after(function () {
    db?.close();
  });
  it('starts empty', function () {
    db.exec('CREATE TABLE orders (id INTEGER)');
  });
});
`,
  },
  {
    name: 'a constant of the suite',
    action,
    harm,
    before: `import Database from 'better-sqlite3';

describe('orders', () => {
  const db = new Database(':memory:');

  it('starts empty', () => {
    db.exec('CREATE TABLE orders (id INTEGER)');
  });
});
`,
    after: `import Database from 'better-sqlite3';

describe('orders', () => {
  const db = new Database(':memory:');

  after(() => {
    db.close();
  });

  it('starts empty', () => {
    db.exec('CREATE TABLE orders (id INTEGER)');
  });
});
`,
  },
  {
    name: 'a constant of the file, used by its only suite',
    action,
    harm,
    before: `import Database from 'better-sqlite3';

const db = new Database(':memory:');

describe('orders', () => {
  it('starts empty', () => {
    db.exec('CREATE TABLE orders (id INTEGER)');
  });
});
`,
    after: `import Database from 'better-sqlite3';

const db = new Database(':memory:');

describe('orders', () => {
  after(() => {
    db.close();
  });

  it('starts empty', () => {
    db.exec('CREATE TABLE orders (id INTEGER)');
  });
});
`,
  },
  {
    name: 'constants in two tests share one variable and one hook',
    action,
    harm,
    before: `import Database from 'better-sqlite3';

describe('orders', () => {
  // what a customer sees
  it('starts empty', () => {
    const db = new Database(':memory:'); /* mine */
    db.exec('CREATE TABLE orders (id INTEGER)');
  });

  it('has another', () => {
    const db = new Database(':memory:');
    db.exec('CREATE TABLE orders (id INTEGER)');
  });
});
`,
    after: `import Database from 'better-sqlite3';

describe('orders', () => {
  let db: Database.Database;

  afterEach(() => {
    db?.close();
  });

  // what a customer sees
  it('starts empty', () => {
    db = new Database(':memory:'); /* mine */
    db.exec('CREATE TABLE orders (id INTEGER)');
  });

  it('has another', () => {
    db = new Database(':memory:');
    db.exec('CREATE TABLE orders (id INTEGER)');
  });
});
`,
  },
  {
    name: 'a constant with a type, opened by the project',
    action,
    harm,
    before: `import { openDatabase } from '../src/databaseENDING';
import type { Db } from '../src/databaseENDING';

describe('orders', () => {
  let total = 0;

  it('starts empty', async () => {
    const db: Db = await openDatabase(':memory:');
    db.exec('CREATE TABLE orders (id INTEGER)');
    total += 1;
  });
});
`,
    after: `import { openDatabase } from '../src/databaseENDING';
import type { Db } from '../src/databaseENDING';

describe('orders', () => {
  let total = 0;
  let db: Db;

  afterEach(async () => {
    await db?.close();
  });

  it('starts empty', async () => {
    db = await openDatabase(':memory:');
    db.exec('CREATE TABLE orders (id INTEGER)');
    total += 1;
  });
});
`,
  },
  {
    name: 'joins a hook that is there',
    action,
    harm,
    before: `import Database from 'better-sqlite3';

describe('orders', () => {
  let db: Database.Database;
  let count = 0;

  beforeEach(() => {
    db = new Database(':memory:');
  });

  it('starts empty', () => {
    count += 1;
  });

  afterEach(() => {
    count = 0; // start again
  });
});
`,
    after: `import Database from 'better-sqlite3';

describe('orders', () => {
  let db: Database.Database;
  let count = 0;

  beforeEach(() => {
    db = new Database(':memory:');
  });

  it('starts empty', () => {
    count += 1;
  });

  afterEach(() => {
    count = 0; // start again
    db?.close();
  });
});
`,
  },
  {
    name: 'joins a hook that may leave early, in front',
    action,
    harm,
    before: `import Database from 'better-sqlite3';

describe('orders', () => {
  let db: Database.Database;
  let count = 0;

  beforeEach(() => {
    db = new Database(':memory:');
  });

  afterEach(() => {
    // nothing was counted
    if (count === 0) return;
    count = 0;
  });

  it('starts empty', () => {
    count += 0;
  });
});
`,
    after: `import Database from 'better-sqlite3';

describe('orders', () => {
  let db: Database.Database;
  let count = 0;

  beforeEach(() => {
    db = new Database(':memory:');
  });

  afterEach(() => {
    db?.close();

    // nothing was counted
    if (count === 0) return;
    count = 0;
  });

  it('starts empty', () => {
    count += 0;
  });
});
`,
  },
  {
    name: 'closes before the folder goes',
    action,
    harm,
    before: `import Database from 'better-sqlite3';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

describe('orders', () => {
  let folder: string;
  let db: Database.Database;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'golden-'));
    db = new Database(join(folder, 'orders.db'));
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  it('starts empty', () => {
    db.exec('CREATE TABLE orders (id INTEGER)');
  });
});
`,
    after: `import Database from 'better-sqlite3';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

describe('orders', () => {
  let folder: string;
  let db: Database.Database;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'golden-'));
    db = new Database(join(folder, 'orders.db'));
  });

  afterEach(() => {
    db?.close();
    return rmSync(folder, { recursive: true });
  });

  it('starts empty', () => {
    db.exec('CREATE TABLE orders (id INTEGER)');
  });
});
`,
  },
  {
    name: 'fills an empty hook',
    action,
    harm,
    before: `import Database from 'better-sqlite3';

describe('orders', () => {
  let db: Database.Database;

  beforeEach(() => {
    db = new Database(':memory:');
  });

  afterEach(() => {
    // to do
  });

  it('starts empty', () => {
    db.exec('CREATE TABLE orders (id INTEGER)');
  });
});
`,
    after: `import Database from 'better-sqlite3';

describe('orders', () => {
  let db: Database.Database;

  beforeEach(() => {
    db = new Database(':memory:');
  });

  afterEach(() => {
    // to do
    db?.close();
  });

  it('starts empty', () => {
    db.exec('CREATE TABLE orders (id INTEGER)');
  });
});
`,
  },
  {
    name: 'opened by an inner suite for a variable of the outer one',
    action,
    harm,
    before: `import Database from 'better-sqlite3';

describe('orders', () => {
  let db: Database.Database;

  describe('of a new customer', () => {
    beforeEach(() => {
      db = new Database(':memory:');
    });

    it('starts empty', () => {
      db.exec('CREATE TABLE orders (id INTEGER)');
    });
  });
});
`,
    after: `import Database from 'better-sqlite3';

describe('orders', () => {
  let db: Database.Database;

  describe('of a new customer', () => {
    beforeEach(() => {
      db = new Database(':memory:');
    });

    afterEach(() => {
      db?.close();
    });

    it('starts empty', () => {
      db.exec('CREATE TABLE orders (id INTEGER)');
    });
  });
});
`,
  },
  {
    name: 'opened by a function of the file that a hook is given by name',
    action,
    harm,
    before: `import Database from 'better-sqlite3';

function freshDatabase() {
  const db = new Database(':memory:');
  db.exec('CREATE TABLE orders (id INTEGER)');
  return db;
}

describe('orders', () => {
  let db: Database.Database;

  function setUp() {
    db = freshDatabase();
  }

  beforeEach(setUp);

  it('starts empty', () => {
    db.prepare('SELECT id FROM orders').all();
  });
});
`,
    after: `import Database from 'better-sqlite3';

function freshDatabase() {
  const db = new Database(':memory:');
  db.exec('CREATE TABLE orders (id INTEGER)');
  return db;
}

describe('orders', () => {
  let db: Database.Database;

  function setUp() {
    db = freshDatabase();
  }

  beforeEach(setUp);

  afterEach(() => {
    db?.close();
  });

  it('starts empty', () => {
    db.prepare('SELECT id FROM orders').all();
  });
});
`,
  },
  {
    name: 'everything on one line',
    action,
    harm,
    before: `import Database from 'better-sqlite3';
describe('orders', () => { let db: Database.Database; beforeEach(() => { db = new Database(':memory:'); }); it('runs', () => {}); });
`,
    after: `import Database from 'better-sqlite3';
describe('orders', () => { let db: Database.Database; beforeEach(() => { db = new Database(':memory:'); }); afterEach(() => { db?.close(); }); it('runs', () => {}); });
`,
  },
  {
    name: 'mocha is imported, in its other vocabulary',
    action,
    harm,
    before: `import { setup, suite, test } from 'mocha';
import Database from 'better-sqlite3';

suite('orders', () => {
  let db: Database.Database;

  setup(() => {
    db = new Database(':memory:');
  });

  test('starts empty', () => {
    db.exec('CREATE TABLE orders (id INTEGER)');
  });
});
`,
    after: `import { setup, suite, test, teardown } from 'mocha';
import Database from 'better-sqlite3';

suite('orders', () => {
  let db: Database.Database;

  setup(() => {
    db = new Database(':memory:');
  });

  teardown(() => {
    db?.close();
  });

  test('starts empty', () => {
    db.exec('CREATE TABLE orders (id INTEGER)');
  });
});
`,
  },
  {
    name: 'the suite has another variable of that name: a finally block',
    action,
    harm,
    before: `import Database from 'better-sqlite3';

describe('orders', () => {
  const db = 'orders.db';

  it('is named ' + db, () => {});

  it('starts empty', () => {
    const db = new Database(':memory:');

    // the text of a template stays as it is
    db.exec(\`CREATE TABLE orders (
id INTEGER)\`);
    // done
  });
});
`,
    after: `import Database from 'better-sqlite3';

describe('orders', () => {
  const db = 'orders.db';

  it('is named ' + db, () => {});

  it('starts empty', () => {
    const db = new Database(':memory:');
    try {

      // the text of a template stays as it is
      db.exec(\`CREATE TABLE orders (
id INTEGER)\`);
      // done
    } finally {
      db.close();
    }
  });
});
`,
  },
  {
    name: 'a test outside any suite: a finally block',
    action,
    harm,
    before: `import Database from 'better-sqlite3';

it('starts empty', () => {
  const db = new Database(':memory:');
  db.exec('CREATE TABLE orders (id INTEGER)');
});
`,
    after: `import Database from 'better-sqlite3';

it('starts empty', () => {
  const db = new Database(':memory:');
  try {
    db.exec('CREATE TABLE orders (id INTEGER)');
  } finally {
    db.close();
  }
});
`,
  },
  {
    name: 'opened as an argument',
    action,
    harm,
    before: `import { openDatabase } from '../src/databaseENDING';
import { OrderRepository } from '../src/ordersENDING';

describe('orders', () => {
  it('starts empty', () => {
    // no name for it
    const orders = new OrderRepository(openDatabase(':memory:'));
    orders.add();
  });
});
`,
    after: `import { openDatabase } from '../src/databaseENDING';
import { OrderRepository } from '../src/ordersENDING';

describe('orders', () => {
  let db: ReturnType<typeof openDatabase>;

  afterEach(() => {
    db?.close();
  });

  it('starts empty', () => {
    // no name for it
    db = openDatabase(':memory:');
    const orders = new OrderRepository(db);
    orders.add();
  });
});
`,
  },
  {
    name: 'lent to a repository that others use',
    action,
    harm,
    before: `import { openDatabase } from '../src/databaseENDING';
import { OrderRepository } from '../src/ordersENDING';

describe('orders', () => {
  let orders: OrderRepository;

  beforeEach(() => {
    const db = openDatabase(':memory:');
    orders = new OrderRepository(db);
  });

  it('starts empty', () => {
    orders.add();
  });
});
`,
    after: `import { openDatabase } from '../src/databaseENDING';
import { OrderRepository } from '../src/ordersENDING';

describe('orders', () => {
  let orders: OrderRepository;
  let db: ReturnType<typeof openDatabase>;

  beforeEach(() => {
    db = openDatabase(':memory:');
    orders = new OrderRepository(db);
  });

  afterEach(() => {
    db?.close();
  });

  it('starts empty', () => {
    orders.add();
  });
});
`,
  },
];
