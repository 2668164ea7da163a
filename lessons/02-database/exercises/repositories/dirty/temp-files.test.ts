import assert from 'node:assert/strict';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase, type Db } from '../src/database.ts';
import { UserRepository } from '../src/users.ts';

describe('a database file that nobody removes', () => {
  let writer: Db;
  let reader: Db;

  beforeEach(() => {
    const file = join(mkdtempSync(join(tmpdir(), 'repositories-')), 'shop.sqlite');
    writer = openDatabase(file);
    reader = openDatabase(file);
  });

  afterEach(() => {
    reader.close();
    writer.close();
  });

  it('shows a stored user to a second connection', () => {
    const { id } = new UserRepository(writer).create({ username: 'ada', email: 'ada@example.com' });
    assert.equal(new UserRepository(reader).findById(id)?.id, id);
  });
});
