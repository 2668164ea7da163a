import assert from 'node:assert/strict';
import { openDatabase, type Db } from '../src/database.ts';
import type { Handler } from '../src/serve.ts';
import { createUsersApi } from '../src/users-api.ts';

const address = 'http://shop.test/users';

/** What these tests read of a page. */
interface Page {
  users: { username: string }[];
  next: string | null;
}

describe('the listing of users', () => {
  let db: Db;
  let api: Handler;
  let now: number;

  beforeEach(() => {
    db = openDatabase(':memory:');
    now = Date.parse('2026-03-01T09:30:00Z');
    api = createUsersApi({ db, clock: { now: () => now } });
  });

  afterEach(() => {
    db.close();
  });

  /** Signs people up, all at the present moment. */
  async function signUp(...usernames: string[]): Promise<void> {
    for (const username of usernames) {
      const body = JSON.stringify({ username, email: `${username}@example.com` });
      const { status } = await api(new Request(address, { method: 'POST', body }));
      assert.equal(status, 201);
    }
  }

  /** Signs people up, each a second after the one before. */
  async function signUpInTurn(...usernames: string[]): Promise<void> {
    for (const username of usernames) {
      now += 1000;
      await signUp(username);
    }
  }

  function list(query: Record<string, string>): Promise<Response> {
    return api(new Request(`${address}?${new URLSearchParams(query)}`));
  }

  async function page(limit: number, cursor: string | null = null): Promise<Page> {
    const response = await list({ limit: String(limit), ...(cursor !== null && { cursor }) });
    assert.equal(response.status, 200);
    // The contract of the API; a page that breaks it fails the assertions on its content.
    return (await response.json()) as Page;
  }

  /** All pages from the first to the last; at most ten, so that a list without an end fails. */
  async function walk(limit: number, meanwhile = async (): Promise<void> => {}): Promise<Page[]> {
    const pages = [await page(limit)];
    while (pages.length < 10) {
      const next = pages.at(-1)?.next ?? null;
      if (next === null) break;
      await meanwhile();
      pages.push(await page(limit, next));
    }
    return pages;
  }

  const namesOn = (pages: Page[]): string[][] =>
    pages.map(({ users }) => users.map(({ username }) => username));

  it('fills its pages up to the limit, the newest user first', async () => {
    await signUpInTurn('ada', 'bo', 'cy', 'di', 'eve');

    assert.deepEqual(namesOn(await walk(2)), [['eve', 'di'], ['cy', 'bo'], ['ada']]);
  });

  it('ends with a full page when the numbers are even', async () => {
    await signUpInTurn('ada', 'bo', 'cy', 'di');

    const [, second] = await walk(2);

    assert.equal(second?.next, null);
  });

  it('shows everybody of one moment exactly once', async () => {
    await signUp('ada', 'bo', 'cy', 'di', 'eve');

    const names = namesOn(await walk(2)).flat();

    assert.deepEqual(names.sort(), ['ada', 'bo', 'cy', 'di', 'eve']);
  });

  it('repeats nobody when others sign up meanwhile', async () => {
    await signUpInTurn('ada', 'bo', 'cy', 'di');
    let late = 0;

    const pages = await walk(2, () => signUpInTurn(`late-${(late += 1)}`));

    const names = namesOn(pages).flat();
    assert.deepEqual(
      names.filter((name) => !name.startsWith('late')),
      ['di', 'cy', 'bo', 'ada'],
    );
  });

  it('refuses a cursor that it cannot read', async () => {
    const { status } = await list({ cursor: 'page two' });

    assert.equal(status, 400);
  });
});
