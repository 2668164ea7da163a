import { Hono } from 'hono';
import type { Clock } from './clock.ts';
import type { Db } from './database.ts';
import { textField } from './fields.ts';
import type { Handler } from './serve.ts';
import { DuplicateUserError, UserRepository, type User } from './users.ts';

/**
 * The users of one database over HTTP. It keeps nothing outside of that database.
 *
 * `POST /users` takes a JSON object with `username` and `email`, both text that is not blank.
 * - 201: the user is stored. The body is the user, `Location` is the address to get it from,
 *   absolute or relative to the request's. The server chooses the id and takes the time from its
 *   clock, and everybody starts as a `user`: what else the object holds is ignored.
 * - 400: the body is no JSON, or one of the two is missing or not as it must be. Nothing is stored.
 * - 409: the username is taken. Nothing is stored.
 *
 * `GET /users/<id>` answers 200 with the user, or 404 when there is none.
 *
 * A user is `{ id, username, email, role, createdAt }`, with `createdAt` as in
 * `2026-03-01T09:30:00.000Z`; there may be more fields. Every other answer is `{ error }` with a
 * sentence for people that says nothing about the inside. All of them are sent as JSON, which the
 * content type says.
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
    const user = users.create({ username, email }, clock.now());
    return c.json(shown(user), 201, { location: `/users/${user.id}` });
  });

  app.get('/users/:id{[0-9]+}', (c) => {
    const user = users.findById(Number(c.req.param('id')));
    if (user === undefined) return c.json({ error: 'There is no such user.' }, 404);
    return c.json(shown(user));
  });

  app.notFound((c) => c.json({ error: 'There is nothing at this address.' }, 404));

  app.onError((error, c) => {
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
