import fs, { existsSync } from 'node:fs';
import { resolve } from 'node:path';

/**
 * The files that were named on the command line, as they were named. The shells of Windows hand patterns such as
 * `tests/*.test.ts` on as they are, so what is no file's name is filled in here; what fits nothing stays.
 */
export function namedFiles(cwd: string, names: readonly string[]): string[] {
  return names.flatMap((name) => {
    if (!/[*?[{]/.test(name) || existsSync(resolve(cwd, name))) return [name];
    // Not imported by its name: on a Node without it, this program is to start and say so.
    const found = fs.globSync?.(name, { cwd }).sort() ?? [];
    return found.length > 0 ? found : [name];
  });
}
