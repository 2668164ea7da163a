import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ProjectFacts } from './analysis/testFile.ts';

/** Looks at the folders around a file, when something asks. Documents that are no files have no facts. */
export function projectFactsOf(uri: string): ProjectFacts {
  if (!uri.startsWith('file:')) return {};
  const folder = dirname(fileURLToPath(uri));
  return {
    get packageType() {
      return packageType(folder);
    },
    resolves: (packageName) =>
      upwards(folder).some((at) => existsSync(join(at, 'node_modules', packageName))),
  };
}

function upwards(folder: string): readonly string[] {
  const folders = [folder];
  for (let at = folder; dirname(at) !== at; at = dirname(at)) folders.push(dirname(at));
  return folders;
}

function packageType(folder: string): 'module' | 'commonjs' {
  for (const at of upwards(folder)) {
    const path = join(at, 'package.json');
    if (!existsSync(path)) continue;
    try {
      const manifest: unknown = JSON.parse(readFileSync(path, 'utf8'));
      const isModule =
        typeof manifest === 'object' && manifest !== null && 'type' in manifest && manifest.type === 'module';
      return isModule ? 'module' : 'commonjs';
    } catch {
      // Somebody is editing it just now; Node would not read it either.
      return 'commonjs';
    }
  }
  return 'commonjs';
}
