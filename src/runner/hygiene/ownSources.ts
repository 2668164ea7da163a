import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { isInside } from '../../course/platform/paths.ts';
import type { OwnSource } from './watch.ts';

const scriptFile = /\.[cm]?[jt]s$/;

/**
 * The scripts below some folders (or the files themselves), as the overlay has them, else as they lie on the disk.
 * What cannot be read is left out.
 */
export function readOwnSources(
  ownCode: readonly string[],
  overlay: ReadonlyMap<string, string>,
): readonly OwnSource[] {
  const texts = new Map<string, string>();
  for (const path of ownCode) {
    for (const file of scriptsIn(path)) {
      try {
        texts.set(file, readFileSync(file, 'utf8'));
      } catch {
        // It went away since its folder was listed.
      }
    }
  }
  for (const [file, text] of overlay)
    if (isInside(file, ownCode) && scriptFile.test(file)) texts.set(file, text);
  return [...texts].map(([file, text]) => ({ file, text }));
}

function scriptsIn(path: string): string[] {
  try {
    if (!statSync(path).isDirectory()) return [path];
    return readdirSync(path, { recursive: true, encoding: 'utf8' })
      .filter((name) => scriptFile.test(name) && !name.includes('node_modules'))
      .map((name) => join(path, name));
  } catch {
    return [];
  }
}
