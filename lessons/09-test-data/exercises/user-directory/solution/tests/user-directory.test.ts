import assert from 'node:assert/strict';
import { openDatabase, type Db } from '../src/database.ts';
import { UserDirectory, type Query } from '../src/user-directory.ts';
import { UserRepository } from '../src/users.ts';
import { aUser } from './support/a-user.ts';

describe('UserDirectory', () => {
  let db: Db;
  let users: UserRepository;
  let directory: UserDirectory;

  beforeEach(() => {
    db = openDatabase(':memory:');
    users = new UserRepository(db);
    directory = new UserDirectory(db);
  });

  afterEach(() => {
    db.close();
  });

  /** Sorted, because no sequence is promised. */
  function namesFound(query: Query): string[] {
    return directory
      .search(query)
      .map(({ username }) => username)
      .sort();
  }

  it('finds a text in names and emails', () => {
    users.create(aUser({ username: 'anna-lee', email: 'lee@example.com' }));
    users.create(aUser({ username: 'bob', email: 'bob@annapurna.example' }));
    users.create(aUser({ username: 'decoy' }));

    assert.deepEqual(namesFound({ text: 'anna' }), ['anna-lee', 'bob']);
  });

  it('takes capital and small letters for the same', () => {
    users.create(aUser({ username: 'lee', email: 'anna@example.com' }));
    users.create(aUser({ username: 'decoy' }));

    assert.deepEqual(namesFound({ text: 'ANNA' }), ['lee']);
  });

  it('finds everybody when nothing is asked', () => {
    users.create(aUser({ username: 'ann', role: 'admin' }));
    users.create(aUser({ username: 'bob' }));

    assert.deepEqual(namesFound({}), ['ann', 'bob']);
  });

  it('takes a percent sign and an underscore as they stand', () => {
    users.create(aUser({ username: 'percent', email: '100%@example.com' }));
    users.create(aUser({ username: 'underscore', email: 'a_b@example.com' }));
    users.create(aUser({ username: 'decoy', email: 'axb@example.com' }));

    assert.deepEqual(namesFound({ text: '%' }), ['percent']);
    assert.deepEqual(namesFound({ text: 'a_b' }), ['underscore']);
  });

  it('finds only users of the role', () => {
    users.create(aUser({ username: 'anna-admin', role: 'admin' }));
    users.create(aUser({ username: 'anna-user', role: 'user' }));
    users.create(aUser({ username: 'bob-admin', role: 'admin' }));

    assert.deepEqual(namesFound({ role: 'admin' }), ['anna-admin', 'bob-admin']);
    assert.deepEqual(namesFound({ text: 'anna', role: 'admin' }), ['anna-admin']);
  });

  it('deletes one user and leaves the others', () => {
    const survivor = users.create(aUser());
    const gone = users.create(aUser());

    directory.delete(gone.id);

    assert.equal(users.findById(gone.id), undefined);
    assert.deepEqual(users.findById(survivor.id), survivor);
  });

  it('says whether there was a user to delete', () => {
    const { id } = users.create(aUser());

    assert.equal(directory.delete(id), true);
    assert.equal(directory.delete(id), false);
  });

  it('counts the users that are there now', () => {
    users.create(aUser());
    assert.equal(directory.count(), 1);

    users.create(aUser());

    assert.equal(directory.count(), 2);
  });
});
