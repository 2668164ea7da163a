import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { workspace, type Uri } from 'vscode';
import { courseMarker } from '../course/courseMarker.ts';
import { readRegularText } from '../course/regularFile.ts';

/** Has the folder a configuration of mocha, or a package with mocha among its own dependencies? */
export function namesMocha(folder: string): boolean {
  try {
    if (readdirSync(folder).some((name) => name.startsWith('.mocharc.'))) return true;
    const manifest: unknown = JSON.parse(readRegularText(join(folder, 'package.json')));
    return ['dependencies', 'devDependencies'].some((key) => {
      const named: unknown =
        typeof manifest === 'object' && manifest !== null ? Reflect.get(manifest, key) : null;
      return typeof named === 'object' && named !== null && 'mocha' in named;
    });
  } catch {
    // No package, or somebody is editing it just now.
    return false;
  }
}

/**
 * Does mocha run the tests at this place, or are they a course's? Looked for from the file's folder up to the
 * workspace folder, by a few names each, so that a package of a monorepo is found wherever it lies.
 */
export function isWithMocha(file: Uri): boolean {
  const root = workspace.getWorkspaceFolder(file)?.uri.fsPath;
  for (let at = dirname(file.fsPath); ; at = dirname(at)) {
    if (
      namesMocha(at) ||
      [courseMarker, 'node_modules/mocha/package.json', 'test/mocha.opts'].some((name) =>
        existsSync(join(at, name)),
      )
    )
      return true;
    if (at === root || dirname(at) === at) return false;
  }
}
