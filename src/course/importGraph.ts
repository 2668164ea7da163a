import { posix } from 'node:path';
import { isTestFile, type FileTree } from './fileTree.ts';

/**
 * The test files whose result a change of `changed` may alter: those that import it, directly or by way of other
 * files, and `changed` itself if it is one. Sorted.
 * @param files texts by path relative to the exercise, with forward slashes. A file that was deleted is missing.
 */
export function affectedTests(files: FileTree, changed: string): string[] {
  const importers = new Map<string, string[]>();
  for (const [path, text] of files) {
    for (const target of importedPaths(path, text, files)) {
      importers.set(target, [...(importers.get(target) ?? []), path]);
    }
  }
  const reached = new Set([changed]);
  // A set is walked in the order of insertion, with what is added on the way.
  for (const path of reached) for (const importer of importers.get(path) ?? []) reached.add(importer);
  return [...reached].filter((path) => isTestFile(path) && files.has(path)).sort();
}

/** Paths (in the tree's layout) that a file imports, requires or names as the place of a module. */
function importedPaths(path: string, text: string, files: FileTree): string[] {
  return relativeSpecifiers(text).map((specifier) => {
    const target = posix.normalize(posix.join(posix.dirname(path), specifier));
    // Older code leaves endings out, or writes that of the compiled file.
    const candidates = [
      target,
      `${target}.ts`,
      `${target}.js`,
      target.replace(/\.js$/, '.ts'),
      `${target}/index.ts`,
    ];
    return candidates.find((candidate) => files.has(candidate)) ?? target;
  });
}

/**
 * Relative specifiers of a module. Every string that looks like one counts, wherever it stands: `import`,
 * `export … from`, `import()`, `require`, `new URL('…', import.meta.url)`, the name of a fixture's file. Too many
 * only run a test more; one too few would show an old result as new.
 */
export function relativeSpecifiers(text: string): string[] {
  const found = text.matchAll(/(['"`])(\.{1,2}\/[^'"`\n$]+)\1/g);
  return [...new Set([...found].map((match) => match[2] ?? ''))];
}
