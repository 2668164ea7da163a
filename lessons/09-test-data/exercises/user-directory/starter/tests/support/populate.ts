import type { UserRepository } from '../../src/users.ts';

/** The users of the lesson this course grew from. */
export function populate(users: UserRepository): void {
  users.create({ username: 'alice', email: 'alice@example.com', role: 'admin' });
  users.create({ username: 'bob', email: 'bob@example.com' });
  users.create({ username: 'charlie', email: 'charlie@example.com' });
}
