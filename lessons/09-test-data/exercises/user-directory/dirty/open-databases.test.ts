import assert from 'node:assert/strict';
import { UserRepository } from '../src/users.ts';
import { openDatabase } from '../src/database.ts';

describe('a database that stays open', () => {
  it('finds nobody in an empty database', () => {
    assert.equal(new UserRepository(openDatabase(':memory:')).findById(1), undefined);
  });
});
