import { createHash, randomBytes } from 'node:crypto';

/** A new token: 256 random bits, which nobody can guess and which never come twice. */
export function newToken(): string {
  return randomBytes(32).toString('base64url');
}

/**
 * What is stored of a token, so that a stolen database holds no key to anybody's session. A fast hash
 * is enough here: unlike a password, a token has too many possible values to try them all.
 */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}
