import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';

const saltBytes = 16;
const keyBytes = 32;

/**
 * A salted hash to be stored in place of a password. What it looks like may change.
 *
 * @param n the cost, a power of two: 2 ** 17 in production, as little as 2 ** 12 in tests
 */
export async function hashPassword(password: string, n: number): Promise<string> {
  const salt = randomBytes(saltBytes);
  const key = await derive(password, salt, n);
  return [n, salt.toString('base64'), key.toString('base64')].join('$');
}

/** Whether `hash` was made of this password, at whatever cost. */
export async function verifyPassword(password: string, hash: string): Promise<boolean> {
  const [n, salt, key] = hash.split('$');
  if (n === undefined || salt === undefined || key === undefined) return false;
  const expected = Buffer.from(key, 'base64');
  const derived = await derive(password, Buffer.from(salt, 'base64'), Number(n));
  return derived.length === expected.length && timingSafeEqual(derived, expected);
}

function derive(password: string, salt: Buffer, n: number): Promise<Buffer> {
  // scrypt needs 128 * N * r bytes; its default limit is too low for production.
  const options = { N: n, r: 8, p: 1, maxmem: 256 * n * 8 };
  return new Promise((resolve, reject) => {
    scrypt(password, salt, keyBytes, options, (error, key) => {
      if (error) reject(error);
      else resolve(key);
    });
  });
}
