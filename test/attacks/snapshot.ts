import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';

/** What lies below a folder: for each file or link, by its path, what it is, as one text that can be compared. */
export type Snapshot = ReadonlyMap<string, string>;

export function snapshotOf(folder: string, without: readonly string[] = []): Snapshot {
  const found = new Map<string, string>();
  const visit = (inner: string): void => {
    for (const entry of readdirSync(join(folder, inner), { withFileTypes: true })) {
      const path = inner === '' ? entry.name : `${inner}/${entry.name}`;
      if (without.includes(path)) continue;
      const full = join(folder, path);
      if (entry.isDirectory()) visit(path);
      else if (entry.isSymbolicLink()) found.set(path, `→ ${readlinkSync(full)}`);
      else {
        const mode = (lstatSync(full).mode & 0o777).toString(8);
        found.set(path, `${mode} ${readFileSync(full).toString('latin1')}`);
      }
    }
  };
  visit('');
  return found;
}
