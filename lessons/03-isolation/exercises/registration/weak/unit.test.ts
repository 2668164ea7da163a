import assert from 'node:assert/strict';
import Database from 'better-sqlite3';
import type { Db } from '../src/database.ts';
import { Registration } from '../src/registration.ts';
import { DuplicateUserError, UserRepository, type NewUser } from '../src/users.ts';

const ada = { username: 'ada', email: 'ada@example.com' };
const mailUrl = 'http://mail.test/messages';

interface SentMail {
  url: string;
  body: unknown;
}

/** Stands in for fetch: notes what it is asked to send, and answers what it was told to. */
async function stubFetch(status: number, work: (sent: SentMail[]) => Promise<void>): Promise<void> {
  const sent: SentMail[] = [];
  const original = globalThis.fetch;
  globalThis.fetch = async (url, init) => {
    sent.push({ url: String(url), body: JSON.parse(String(init?.body)) });
    return new Response(null, { status });
  };
  try {
    await work(sent);
  } finally {
    globalThis.fetch = original;
  }
}

/** Answers as a repository does, without any SQL. */
function stubbedUsers(create?: (user: NewUser) => never): UserRepository {
  const stub = {
    create: create ?? ((user: NewUser) => ({ id: 7, role: 'user', ...user })),
    delete: () => true,
  };
  // The registration uses this much of a repository and no more.
  return stub as unknown as UserRepository;
}

describe('Registration with doubles', () => {
  it('asks for a welcome mail', async () => {
    await stubFetch(202, async (sent) => {
      await new Registration({ users: stubbedUsers(), mailUrl }).signUp(ada);
      assert.deepEqual(
        sent.map(({ url }) => url),
        [mailUrl],
      );
      assert.partialDeepStrictEqual(sent[0]?.body, { to: ada.email, template: 'welcome' });
    });
  });

  it('passes a refused username on and sends no mail', async () => {
    const users = stubbedUsers(() => {
      throw new DuplicateUserError('taken');
    });
    await stubFetch(202, async (sent) => {
      await assert.rejects(new Registration({ users, mailUrl }).signUp(ada), DuplicateUserError);
      assert.deepEqual(sent, []);
    });
  });

  it('returns the user although the mail is refused', async () => {
    await stubFetch(503, async () => {
      const user = await new Registration({ users: stubbedUsers(), mailUrl }).signUp(ada);
      assert.equal(user.id, 7);
    });
  });
});

describe('UserRepository on a stub', () => {
  /** A database that never runs any SQL: every statement answers what the test told it to. */
  function stubbedDb(run: () => { changes: number; lastInsertRowid: number }): Db {
    const statement = { run, get: () => undefined };
    // The repository uses this much of a connection and no more.
    return { prepare: () => statement } as unknown as Db;
  }

  it('turns a unique violation into DuplicateUserError', () => {
    const users = new UserRepository(
      stubbedDb(() => {
        throw new Database.SqliteError('constraint failed', 'SQLITE_CONSTRAINT_UNIQUE');
      }),
    );
    assert.throws(() => users.create(ada), DuplicateUserError);
  });

  it('says whether a row was deleted', () => {
    const users = new UserRepository(stubbedDb(() => ({ changes: 1, lastInsertRowid: 0 })));
    assert.equal(users.delete(7), true);
  });
});
