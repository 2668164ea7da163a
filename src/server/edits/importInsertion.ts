import type { TestFile } from '../analysis/testFile.ts';
import type { SyntaxNode } from '../analysis/syntax.ts';
import { end, insertStatements } from './statementInsertion.ts';
import type { TextChange } from './textChange.ts';

export interface ImportedDefault {
  /** How the module's default export is written in this file. */
  readonly local: string;
  /** What has to be inserted; nothing when the file imports it already. */
  readonly changes: readonly TextChange[];
}

/** Makes sure a file imports the default export of a package. Undefined when its usual name is taken. */
export function importDefault(file: TestFile, module: string, local: string): ImportedDefault | undefined {
  for (const binding of file.bindings.all) {
    if (binding.scope.parent !== undefined) continue;
    const origin = file.bindings.origin(binding.declaration);
    if (origin?.module === module && origin.path.length === 0) return { local: binding.name, changes: [] };
  }
  const taken = file.bindings.lookup(local, file.tree);
  if (taken !== undefined && !(taken.imported?.source === module && taken.imported.typeOnly))
    return undefined;
  // A type import of the same name is in the way as well.
  if (taken !== undefined) return undefined;
  const quoted = file.style.quote + module + file.style.quote;
  const line =
    file.style.modules === 'esm' ? `import ${local} from ${quoted}` : `const ${local} = require(${quoted})`;
  const statement = { lines: [line + end(file)], apart: false };
  return { local, changes: [insertStatements(file, file.tree, lastImport(file), [statement])] };
}

/** The last `import` or top-level `require`; a directive such as 'use strict' counts, since it has to stay first. */
export function lastImport(file: TestFile): SyntaxNode | undefined {
  let last: SyntaxNode | undefined;
  for (const statement of file.tree.body) {
    const isDirective = statement.kind === 'ExpressionStatement' && statement.expression.kind === 'String';
    if (statement.kind === 'Import' || isDirective || isRequire(file, statement)) last = statement;
  }
  return last;
}

function isRequire(file: TestFile, statement: SyntaxNode): boolean {
  if (statement.kind !== 'Variable') return false;
  return statement.declarators.some(({ initial }) => {
    if (initial === undefined) return false;
    const origin = file.bindings.origin(initial);
    return origin !== undefined && origin.module !== '' && initial.kind !== 'Identifier';
  });
}
