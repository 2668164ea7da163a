import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';

/**
 * The SHA-256 sums of files in the form that `sha256sum --check` and `shasum --algorithm 256 --check` read in the
 * folder where they lie.
 *
 * @param files paths
 * @returns one line per file, sorted by name, with a line feed at the end of each
 */
export function checksums(files: readonly string[]): string {
  return files
    .map((file) => ({
      name: path.basename(file),
      sum: createHash('sha256').update(readFileSync(file)).digest('hex'),
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ name, sum }) => `${sum}  ${name}\n`)
    .join('');
}
