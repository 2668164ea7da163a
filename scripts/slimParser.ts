import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Plugin } from 'esbuild';

/**
 * Lets esbuild drop from the TypeScript compiler what the language server does not use: half of its load time,
 * which everyone waits for before the first diagnostic, and a fifth of its size.
 *
 * The compiler is published as one function that fills an object with 2,248 exports. Here its inside becomes an
 * ES module that exports only the names written as `ts.name` in src/server, so that the rest can be shaken off.
 */
export function slimParser(repository: string): Plugin {
  return {
    name: 'slim-parser',
    setup(build) {
      build.onLoad({ filter: /[\\/]typescript-parser[\\/]lib[\\/]typescript\.js$/ }, ({ path: file }) => {
        try {
          const users = globSync('src/server/**/*.ts', { cwd: repository }).map((name) =>
            path.join(repository, name),
          );
          const contents = asModule(readFileSync(file, 'utf8'), usedNames(users));
          // A name that is written there while watching must come in.
          return { contents, loader: 'js', watchFiles: users };
        } catch (error) {
          return { errors: [{ text: error instanceof Error ? error.message : String(error) }] };
        }
      });
    },
  };
}

function usedNames(files: readonly string[]): Set<string> {
  const names = new Set<string>();
  for (const file of files) {
    const source = readFileSync(file, 'utf8');
    if (!source.includes("from 'typescript-parser'")) continue;
    if (!/import (type )?ts from 'typescript-parser'/.test(source)) {
      throw new Error(`${file}: write "import ts from 'typescript-parser'"; the build looks for ts.<name>.`);
    }
    for (const [, name] of source.matchAll(/\bts\.(\w+)/g)) if (name !== undefined) names.add(name);
  }
  return names;
}

function asModule(source: string, names: ReadonlySet<string>): string {
  const head = 'var ts = {}; ((module) => {\n"use strict";\n';
  const exported = 'module.exports = __toCommonJS(typescript_exports);';
  const from = source.indexOf(head);
  // Where the names are listed once more for Node's benefit; nothing but the end of the function follows.
  const to = source.lastIndexOf('\n0 && (module.exports = {');
  if (from < 0 || to < 0 || !source.includes(exported)) {
    throw new Error(
      'typescript-parser is no longer wrapped as scripts/slimParser.ts expects. Adapt it there.',
    );
  }
  const inside = source
    .slice(from + head.length, to)
    .replace(exported, '')
    // Calls that only fill a table or an object of functions; nothing of it is needed when nobody looks there.
    .replaceAll(/^(__export|registerCodeFix|registerRefactor)\(/gm, '/* @__PURE__ */ $1(');
  // The names of types are among them too; they have no value to export.
  const values = [...names]
    .filter((name) => new RegExp(`^  ${name}: \\(\\) => ${name},?$`, 'm').test(source))
    .sort();
  return `${inside}\nexport { ${values.join(', ')} };\nexport default { ${values.join(', ')} };\n`;
}
