import type { Binding } from '../analysis/bindings.ts';
import { literalText } from '../analysis/syntax.ts';
import type { SyntaxNode } from '../analysis/syntax.ts';
import type { TestFile } from '../analysis/testFile.ts';
import { extendImport } from './hookInsertion.ts';
import { lastImport } from './importInsertion.ts';
import { end, insertStatements } from './statementInsertion.ts';
import type { NewStatement } from './statementInsertion.ts';
import type { TextChange } from './textChange.ts';

/** A named export that inserted code uses. */
export interface NeededName {
  /** As it is imported here, such as `node:fs`. */
  readonly module: string;
  readonly name: string;
  /** Only its type is needed: left out in JavaScript. */
  readonly type?: boolean;
}

export interface ImportedNames {
  /** How each name is written in this file, in the order asked for. */
  readonly written: readonly string[];
  readonly changes: readonly TextChange[];
}

/**
 * Makes sure that code at a place can use named exports: by the imports there are, by extending one, or by new
 * ones. With a reason where a name means something else there.
 */
export function importNames(
  file: TestFile,
  at: SyntaxNode,
  needed: readonly NeededName[],
): ImportedNames | { readonly reason: string } {
  const written: string[] = [];
  const changes: TextChange[] = [];
  const lines = new Map<
    string,
    { readonly type: boolean; readonly module: string; readonly names: string[] }
  >();
  for (const one of needed) {
    const known = knownName(file, at, one);
    if (known !== undefined) {
      written.push(known);
      continue;
    }
    if (isTaken(file, at, one.name)) {
      // A type can be named without an import; a value would need an alias that nobody asked for.
      if (one.type !== true) return { reason: `The name \`${one.name}\` is taken in this file.` };
      written.push(`import(${file.style.quote}${one.module}${file.style.quote}).${one.name}`);
      continue;
    }
    written.push(one.name);
    const extended = one.type === true ? undefined : extend(file, one);
    if (extended !== undefined) {
      changes.push(extended);
      continue;
    }
    const type = one.type === true;
    const key = `${one.module} ${type}`;
    const line = lines.get(key) ?? { type, module: one.module, names: [] };
    lines.set(key, line);
    if (!line.names.includes(one.name)) line.names.push(one.name);
  }
  const statements = [...lines.values()].map((line): NewStatement => ({
    lines: [importLine(file, line) + end(file)],
    apart: false,
  }));
  if (statements.length > 0) changes.push(insertStatements(file, file.tree, lastImport(file), statements));
  return { written, changes };
}

/** One of Node's modules as the file writes them: `fs` where it loads others so and none by `node:…`. */
export function nodeModule(file: TestFile, module: string): string {
  const required = file
    .all('Call')
    .flatMap(({ callee, args: [source] }) =>
      callee.kind === 'Identifier' && callee.name === 'require' ? (literalText(source) ?? []) : [],
    );
  const sources = [...file.all('Import').map(({ source }) => source), ...required];
  const isPlain =
    !sources.some((source) => source.startsWith('node:')) && sources.some((source) => builtin.test(source));
  return isPlain ? module : `node:${module}`;
}

const builtin =
  /^(assert|child_process|crypto|events|fs|http|https|net|os|path|stream|timers|url|util)(\/|$)/;

function plain(module: string): string {
  return module.startsWith('node:') ? module.slice('node:'.length) : module;
}

function knownName(file: TestFile, at: SyntaxNode, { module, name, type }: NeededName): string | undefined {
  const { bindings } = file;
  const isVisible = (binding: Binding): boolean =>
    binding.scope.parent === undefined && bindings.lookup(binding.name, at) === binding;
  let whole: string | undefined;
  for (const binding of bindings.all) {
    if (!isVisible(binding)) continue;
    if (type === true) {
      const { imported } = binding;
      if (imported?.source !== plain(module)) continue;
      if (imported.name === name) return binding.name;
      if (imported.name === 'default' || imported.name === '*') whole ??= `${binding.name}.${name}`;
      continue;
    }
    const origin = bindings.origin(binding.declaration);
    if (origin?.module !== plain(module)) continue;
    if (origin.path.length === 1 && origin.path[0] === name) return binding.name;
    // Only where the name itself is not imported as well.
    if (origin.path.length === 0) whole ??= `${binding.name}.${name}`;
  }
  return whole;
}

/** Types have no bindings, so what is declared as one is looked for in the text. */
function isTaken(file: TestFile, at: SyntaxNode, name: string): boolean {
  return (
    file.bindings.lookup(name, at) !== undefined ||
    file.bindings.lookup(name, file.tree) !== undefined ||
    new RegExp(String.raw`\b(?:interface|type|enum|namespace)\s+${name}\b`).test(file.text)
  );
}

function extend(file: TestFile, { module, name }: NeededName): TextChange | undefined {
  return extendImport(file, module, name) ?? extendImport(file, plain(module), name);
}

function importLine(
  file: TestFile,
  line: { readonly type: boolean; readonly module: string; readonly names: readonly string[] },
): string {
  const { quote, modules } = file.style;
  const from = quote + line.module + quote;
  const names = `{ ${line.names.join(', ')} }`;
  if (line.type) return `import type ${names} from ${from}`;
  return modules === 'esm' ? `import ${names} from ${from}` : `const ${names} = require(${from})`;
}
