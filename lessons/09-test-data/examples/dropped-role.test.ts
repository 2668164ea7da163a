import assert from 'node:assert/strict';
import { openDatabase, type Db } from '../src/database.ts';
import { UserDirectory } from '../src/user-directory.ts';
import { UserRepository, type NewUser } from '../src/users.ts';

const testUsers: readonly NewUser[] = [
  { username: 'alice', email: 'alice@example.com', role: 'admin' },
  { username: 'bob', email: 'bob@example.com', role: 'user' },
  { username: 'charlie', email: 'charlie@example.com', role: 'user' },
];

let db: Db;
let directory: UserDirectory;

beforeEach(() => {
  db = openDatabase(':memory:');
  directory = new UserDirectory(db);
  const users = new UserRepository(db);
  for (const { username, email } of testUsers) users.create({ username, email });
});

afterEach(() => {
  db.close();
});

it('is populated', () => {
  assert.equal(directory.count(), 3);
});

it('has one admin', () => {
  const admins = directory.search({ role: 'admin' }).map((user) => user.username);
  assert.deepEqual(admins, ['alice']);
});
