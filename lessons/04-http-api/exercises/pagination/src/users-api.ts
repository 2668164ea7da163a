import { Hono } from 'hono';
import type { Clock } from './clock.ts';
import { decodeCursor, encodeCursor, InvalidCursorError } from './cursor.ts';
import type { Db } from './database.ts';
import { textField } from './fields.ts';
import type { Handler } from './serve.ts';
import { DuplicateUserError, UserRepository, type User } from './users.ts';

const usualLimit = 20;
const largestLimit = 100;

/**
 * The users of one database over HTTP, as JSON.
 *
 * `POST /users` with `username` and `email` answers 201 and the user, who has been created at the
 * time of the clock; 400 when one of the two is missing; 409 when the username is taken.
 *
 * `GET /users?limit=<limit>&cursor=<cursor>` answers 200 with one page of all users:
 * `{ users, next }`, where there may be more fields.
 * - The newest user comes first. Users of the same moment come in any sequence, always the same.
 * - `users` holds `limit` of them, fewer only on the last page. `limit` is a whole number from 1 to
 *   100; 20 when left out.
 * - `next` is the `cursor` of the page behind this one, and null when nobody is left. Clients know
 *   nothing about it but that. The first page is the one without a cursor.
 * - Whoever follows `next` to the end gets everybody who was there at the beginning exactly once,
 *   also when other users are added on the way. Those who are added may be left out.
 * - 400 when the limit is none, or the cursor cannot be read.
 *
 * A user is `{ id, username, email, role, createdAt }`; there may be more fields. An answer with a
 * status of 400 or above is `{ error }`, a sentence for people.
 */
export function createUsersApi({ db, clock }: { db: Db; clock: Clock }): Handler {
  const users = new UserRepository(db);
  const app = new Hono();

  app.post('/users', async (c) => {
    const body: unknown = await c.req.json().catch(() => undefined);
    const username = textField(body, 'username');
    const email = textField(body, 'email');
    if (username === undefined || email === undefined) {
      return c.json({ error: 'A user needs a username and an email.' }, 400);
    }
    return c.json(shown(users.create({ username, email }, clock.now())), 201);
  });

  app.get('/users', (c) => {
    const limit = Number(c.req.query('limit') ?? usualLimit);
    if (!Number.isInteger(limit) || limit < 1 || limit > largestLimit) {
      return c.json({ error: `The limit is a whole number from 1 to ${largestLimit}.` }, 400);
    }
    const cursor = c.req.query('cursor');
    const position = cursor === undefined ? undefined : decodeCursor(cursor);
    // One more than asked for, to see whether anybody is left.
    const found = users.newestFirst(limit + 1, position);
    const page = found.slice(0, limit);
    const last = found.length > limit ? page.at(-1) : undefined;
    return c.json({ users: page.map(shown), next: last ? encodeCursor(last) : null });
  });

  app.notFound((c) => c.json({ error: 'There is nothing at this address.' }, 404));

  app.onError((error, c) => {
    if (error instanceof InvalidCursorError) {
      return c.json({ error: 'This cursor cannot be read.' }, 400);
    }
    if (error instanceof DuplicateUserError) {
      return c.json({ error: 'This username is taken.' }, 409);
    }
    console.error(error);
    return c.json({ error: 'Something went wrong on our side.' }, 500);
  });

  return async (request) => app.fetch(request);
}

/** What a client gets to see, field by field, so that a new column does not get out by itself. */
function shown({ id, username, email, role, createdAt }: User): object {
  return { id, username, email, role, createdAt: new Date(createdAt).toISOString() };
}
