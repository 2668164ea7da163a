import { statSync } from 'node:fs';
import { join } from 'node:path';
import { readBounds } from '../../course/fileTree.ts';
import { isInside } from '../../course/platform/paths.ts';
import { readRegularText } from '../../course/regularFile.ts';
import { walkTree } from '../../course/treeWalk.ts';
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
        texts.set(file, readRegularText(file, readBounds.file));
      } catch {
        // It went away since its folder was listed, or is too large to be looked at.
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
    return walkTree(path)
      .files.filter((name) => scriptFile.test(name))
      .map((name) => join(path, name));
  } catch {
    return [];
  }
}
