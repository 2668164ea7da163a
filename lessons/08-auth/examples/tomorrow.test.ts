import assert from 'node:assert/strict';
import { createHash, randomUUID } from 'node:crypto';

class Database {
  readonly users: { id: number; username: string; passwordHash: string }[] = [];
  /** User ids by token. */
  readonly sessions = new Map<string, number>();

  createUser(username: string, passwordHash: string): number {
    const id = this.users.length + 1;
    this.users.push({ id, username, passwordHash });
    return id;
  }

  getUserByUsername(username: string) {
    return this.users.find((user) => user.username === username);
  }
}

class AuthService {
  readonly #db: Database;
  /** As Python draws one for `hash` in each process. */
  readonly #seed = randomUUID();

  constructor(db: Database) {
    this.#db = db;
  }

  register(username: string, password: string): number {
    return this.#db.createUser(username, this.#hash(password));
  }

  login(username: string, password: string): string | null {
    const user = this.#db.getUserByUsername(username);
    if (user === undefined || user.passwordHash !== this.#hash(password)) return null;
    const token = `token_${user.id}`;
    this.#db.sessions.set(token, user.id);
    return token;
  }

  #hash(password: string): string {
    return createHash('sha256').update(this.#seed).update(password).digest('hex');
  }
}

class UserService {
  readonly #auth: AuthService;

  constructor(auth: AuthService) {
    this.#auth = auth;
  }

  registerAndLogin(username: string, password: string): { userId: number; token: string } {
    const userId = this.#auth.register(username, password);
    return { userId, token: this.#auth.login(username, password) ?? '' };
  }
}

let db: Database;
let auth: AuthService;
let userService: UserService;

beforeEach(() => {
  db = new Database();
  auth = new AuthService(db);
  userService = new UserService(auth);
});

it('runs the full user flow', () => {
  const { userId, token } = userService.registerAndLogin('alice', 'password123');

  assert.equal(db.getUserByUsername('alice')?.username, 'alice');
  assert.ok(token);
  assert.equal(db.sessions.get(token), userId);
});

it('lets a user in after a restart', () => {
  auth.register('alice', 'password123');
  const restarted = new AuthService(db);
  assert.notEqual(restarted.login('alice', 'password123'), null);
});

it('gives every session a token of its own', () => {
  auth.register('alice', 'password123');
  const phone = auth.login('alice', 'password123');
  const laptop = auth.login('alice', 'password123');
  assert.notEqual(laptop, phone);
});
