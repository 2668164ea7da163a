import type { SyntaxNode } from '../analysis/syntax.ts';
import type { TestFile } from '../analysis/testFile.ts';
import { importDefault } from './importInsertion.ts';
import type { ImportedDefault } from './importInsertion.ts';

/** How `node:assert` is called at a place, with its import when the file has none; undefined where it cannot be. */
export function importNodeAssert(file: TestFile, at: SyntaxNode): ImportedDefault | undefined {
  const { bindings } = file;
  for (const binding of bindings.all) {
    const origin = bindings.origin(binding.declaration);
    if (origin === undefined || !/^assert(\/strict)?$/.test(origin.module)) continue;
    const isWhole = origin.path.length === 0 || (origin.path.length === 1 && origin.path[0] === 'strict');
    if (isWhole && bindings.lookup(binding.name, at) === binding) return { local: binding.name, changes: [] };
  }
  const isTaken =
    bindings.lookup('assert', at) !== undefined ||
    // A global of a setup file: the import would change what every other use means.
    bindings.references.some((name) => name.name === 'assert' && bindings.resolve(name) === undefined);
  return isTaken ? undefined : importDefault(file, 'node:assert/strict', 'assert');
}
