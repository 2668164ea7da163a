import type { Db } from './database.ts';
import { UserRepository, type NewUser, type User } from './users.ts';

/** Longest wait for the mail service, in milliseconds. */
const mailTimeoutMs = 1000;

/** Signs people up and welcomes them by mail. */
export class Registration {
  readonly #users: UserRepository;
  readonly #mailUrl: string;

  /** @param d.mailUrl where mails are posted to; empty where no mail is to be sent */
  constructor(d: { users: UserRepository; mailUrl: string }) {
    this.#users = d.users;
    this.#mailUrl = d.mailUrl;
  }

  /**
   * Stores the user, then posts a mail as JSON to the mail service: `to` is the user's email,
   * `template` is `welcome`, and there may be more fields. The mail is a courtesy: when the service
   * refuses it, the user is registered all the same.
   *
   * @throws DuplicateUserError when the username is taken
   */
  async signUp(newUser: NewUser): Promise<User> {
    const user = this.#users.create(newUser);
    try {
      await this.#welcome(user);
    } catch (error) {
      console.warn(`User ${user.id} was not welcomed: ${String(error)}`);
    }
    return user;
  }

  async #welcome({ email }: User): Promise<void> {
    if (this.#mailUrl === '') return;
    const response = await fetch(this.#mailUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ to: email, template: 'welcome' }),
      signal: AbortSignal.timeout(mailTimeoutMs),
    });
    await response.body?.cancel();
    if (!response.ok) throw new Error(`The mail service answered ${response.status}.`);
  }
}

/** The registration as the application runs it: mails go to `MAIL_URL`, when it is set. */
export function registrationFor(db: Db, env: NodeJS.ProcessEnv = process.env): Registration {
  const mailUrl = env['MAIL_URL'] ?? 'http://mail.internal/messages';
  return new Registration({ users: new UserRepository(db), mailUrl });
}
