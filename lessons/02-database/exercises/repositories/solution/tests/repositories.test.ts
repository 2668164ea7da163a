import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase, type Db } from '../src/database.ts';
import { OrderRepository, UnknownUserError } from '../src/orders.ts';
import { DuplicateUserError, UserHasOrdersError, UserRepository } from '../src/users.ts';

const ada = { username: 'ada', email: 'ada@example.com' };
const grace = { username: 'grace', email: 'grace@example.com' };

describe('repositories', () => {
  let db: Db;
  let users: UserRepository;
  let orders: OrderRepository;

  beforeEach(() => {
    db = openDatabase(':memory:');
    users = new UserRepository(db);
    orders = new OrderRepository(db);
  });

  afterEach(() => {
    db.close();
  });

  it('reads back every field of a user', () => {
    const { id } = users.create({ ...ada, role: 'admin' });

    assert.deepEqual(users.findById(id), { id, ...ada, role: 'admin' });
  });

  it('makes nobody an admin who was not meant to be one', () => {
    const { id } = users.create(ada);

    assert.equal(users.findById(id)?.role, 'user');
  });

  it('refuses a second user of the same name', () => {
    users.create(ada);

    assert.throws(() => users.create({ ...grace, username: ada.username }), DuplicateUserError);
  });

  it('reads back an order to the cent', () => {
    const userId = users.create(ada).id;
    // 19.99 has no exact binary fraction; round amounts would survive a detour through one.
    const { id } = orders.create({ userId, totalCents: 1999 });

    assert.equal(orders.findById(id)?.totalCents, 1999);
  });

  it('stores a new order as pending', () => {
    const { id } = orders.create({ userId: users.create(ada).id, totalCents: 500 });

    assert.equal(orders.findById(id)?.status, 'pending');
  });

  it('refuses an order for a user who does not exist', () => {
    assert.throws(() => orders.create({ userId: 999, totalCents: 500 }), UnknownUserError);
  });

  it('deletes one user and no other', () => {
    const { id } = users.create(ada);
    const decoyId = users.create(grace).id;

    users.delete(id);

    assert.equal(users.findById(id), undefined);
    assert.ok(users.findById(decoyId));
  });

  it('says that there was nobody to delete', () => {
    assert.equal(users.delete(999), false);
  });

  it('keeps a user who still has orders', () => {
    const { id } = users.create(ada);
    orders.create({ userId: id, totalCents: 500 });

    assert.throws(() => users.delete(id), UserHasOrdersError);
  });

  it('lists the orders of one user only', () => {
    const userId = users.create(ada).id;
    const decoyId = users.create(grace).id;
    const first = orders.create({ userId, totalCents: 500 });
    orders.create({ userId: decoyId, totalCents: 700 });
    const second = orders.create({ userId, totalCents: 900 });

    const listed = orders.listByUser(userId).map((order) => order.id);

    // Sets, because no sequence is promised.
    assert.deepEqual(new Set(listed), new Set([first.id, second.id]));
  });
});

// `:memory:` is private to its connection, so what another connection sees needs a file.
describe('a database file', () => {
  let directory: string;
  let writer: Db;
  let reader: Db;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'repositories-'));
    const file = join(directory, 'shop.sqlite');
    writer = openDatabase(file);
    reader = openDatabase(file);
  });

  afterEach(() => {
    reader?.close();
    writer?.close();
    rmSync(directory, { recursive: true, force: true });
  });

  it('shows a stored user to a second connection', () => {
    const { id } = new UserRepository(writer).create(ada);

    assert.equal(new UserRepository(reader).findById(id)?.id, id);
  });
});
