import assert from 'node:assert/strict';
import { openDatabase, type Db } from '../src/database.ts';

function addUser(db: Db, username: string, email: string): number {
  const insert = db.prepare('INSERT INTO users (name, email) VALUES (?, ?)');
  return Number(insert.run(username, email).lastInsertRowid);
}

it('adds a user', () => {
  const run = () => ({ changes: 1, lastInsertRowid: 7 });
  const stub = { prepare: () => ({ run }) } as unknown as Db;
  assert.equal(addUser(stub, 'alice', 'alice@example.com'), 7);
});

it('adds a user to a real database', () => {
  const db = openDatabase(':memory:');
  assert.ok(addUser(db, 'alice', 'alice@example.com') > 0);
  db.close();
});
