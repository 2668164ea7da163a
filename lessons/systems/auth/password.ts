import { randomBytes, scrypt, timingSafeEqual, type ScryptOptions } from 'node:crypto';

const blockSize = 8;
const keyLength = 32;

/** Bytes of salt that a hash needs. */
export const saltLength = 16;

/**
 * Turns a password into what may be stored: cost, salt and key in one text, so that it can be
 * checked by whoever reads it, also in years, and also when the cost of new hashes has changed.
 *
 * @param cost N of scrypt, a power of two: memory and time grow with it
 */
export async function hashPassword(password: string, salt: Buffer, cost: number): Promise<string> {
  return format(cost, salt, await deriveKey(password, salt, cost));
}

/**
 * @param stored what `hashPassword` returned
 * @returns whether it was made from this password; false as well for a text in another format
 */
export async function verifyPassword(password: string, stored: string): Promise<boolean> {
  const [, cost, salt, key] = /^scrypt:(\d+):([^:]+):([^:]+)$/.exec(stored) ?? [];
  if (cost === undefined || salt === undefined || key === undefined) return false;
  const expected = Buffer.from(key, 'base64url');
  const actual = await deriveKey(password, Buffer.from(salt, 'base64url'), Number(cost));
  return expected.length === actual.length && timingSafeEqual(expected, actual);
}

/** A hash that no password has, and that takes as long to verify as any other of this cost. */
export function unmatchedHash(cost: number): string {
  return format(cost, randomBytes(saltLength), randomBytes(keyLength));
}

function format(cost: number, salt: Buffer, key: Buffer): string {
  return `scrypt:${cost}:${salt.toString('base64url')}:${key.toString('base64url')}`;
}

function deriveKey(password: string, salt: Buffer, cost: number): Promise<Buffer> {
  // scrypt needs 128 * N * r bytes and a little more; Node's own limit is too low for a good N.
  const options: ScryptOptions = { N: cost, r: blockSize, maxmem: 256 * cost * blockSize };
  return new Promise((resolve, reject) => {
    scrypt(password.normalize('NFKC'), salt, keyLength, options, (error, key) => {
      if (error) reject(error);
      else resolve(key);
    });
  });
}
