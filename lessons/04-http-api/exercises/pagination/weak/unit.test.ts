import assert from 'node:assert/strict';
import { decodeCursor, encodeCursor, InvalidCursorError } from '../src/cursor.ts';
import type { Db } from '../src/database.ts';
import { UserRepository } from '../src/users.ts';

describe('cursors', () => {
  it('are read back as they were written', () => {
    const position = { createdAt: 1_772_357_400_000, id: 42 };
    assert.deepEqual(decodeCursor(encodeCursor(position)), position);
  });

  it('are refused when they cannot be read', () => {
    for (const text of ['', 'page two', Buffer.from('{}').toString('base64url')]) {
      assert.throws(() => decodeCursor(text), InvalidCursorError);
    }
  });
});

describe('UserRepository on a stub', () => {
  const row = { id: 7, username: 'ada', email: 'a@b.c', role: 'user', createdAt: 1000 };

  /** A database that never runs any SQL: it answers what it was told to, and notes what it got. */
  function stubbedDb(bound: unknown[]): Db {
    const all = (values: unknown): unknown[] => {
      bound.push(values);
      return [row];
    };
    // The repository uses this much of a connection and no more.
    return { prepare: () => ({ all }) } as unknown as Db;
  }

  it('asks for a page and returns its rows', () => {
    const bound: unknown[] = [];
    const users = new UserRepository(stubbedDb(bound));
    assert.deepEqual(users.newestFirst(3, { createdAt: 1000, id: 8 }), [row]);
    assert.deepEqual(bound, [{ createdAt: 1000, id: 8, count: 3 }]);
  });
});
