import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ProjectFacts } from './analysis/testFile.ts';
import type { EslintRules } from './eslintRules.ts';

/**
 * Looks at the folders around a file, when something asks. Documents that are no files have no facts.
 * @param eslint where the project's own configuration may be run.
 */
export function projectFactsOf(uri: string, eslint?: EslintRules): ProjectFacts {
  if (!uri.startsWith('file:')) return {};
  const path = fileURLToPath(uri);
  const folder = dirname(path);
  return {
    get eslintRules() {
      return eslint?.for(path) ?? new Set<string>();
    },
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
