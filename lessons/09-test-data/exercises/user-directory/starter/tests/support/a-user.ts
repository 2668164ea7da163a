import type { NewUser } from '../../src/users.ts';

let lastNumber = 0;

/** A valid user, different from every other; `overrides` names what the test cares about. */
export function aUser(overrides: Partial<NewUser> = {}): NewUser {
  lastNumber += 1;
  const username = `user-${lastNumber}`;
  return { username, email: `${username}@example.com`, role: 'user', ...overrides };
}
