import { readFileSync, realpathSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { join, relative, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { transformSync } from 'amaro';
import type { OverlayFile } from '../protocol/runEvents.ts';
import { isInside } from './stack.ts';

export interface ModuleHookOptions {
  readonly root: string;
  readonly overlay: readonly OverlayFile[];
  readonly sealed: readonly string[];
  /** Folder with the node_modules that learners' tests get, wherever the test file lies. */
  readonly toolchain: string;
  /** Names of the packages that always come from the toolchain. */
  readonly packages: readonly string[];
  /** Rewrites the source of a package's file, to watch what it acquires; null leaves it as it is. */
  readonly instrument: (path: string) => string | null;
}

/**
 * Serves patched files from memory, strips types from TypeScript (every line and column stays where it is),
 * and takes the course's packages from the toolchain. Synchronous and in this thread, so it also holds for
 * `require` and for imports made late by a test.
 */
export function installModuleHook(options: ModuleHookOptions): void {
  const overlay = new Map(options.overlay.map((file) => [file.path, file.text]));
  const toolchainParent = pathToFileURL(join(options.toolchain, 'package.json')).href;
  const fromToolchain = new Set(options.packages);

  registerHooks({
    resolve(specifier, context, nextResolve) {
      const target = fileTarget(specifier, context.parentURL);
      if (target !== null) {
        if (overlay.has(target)) {
          return { url: pathToFileURL(target).href, shortCircuit: true };
        }
        if (isInside(target, options.sealed)) {
          throw missing(specifier, target, context.parentURL, options.root);
        }
        // Node's own resolution would fail for an importer that exists in memory only.
        if (/\.[cm]?tsx?$/.test(target)) {
          try {
            return { url: pathToFileURL(realpathSync(target)).href, shortCircuit: true };
          } catch {
            throw missing(specifier, target, context.parentURL, options.root);
          }
        }
      }
      if (fromToolchain.has(packageOf(specifier))) {
        return nextResolve(specifier, { ...context, parentURL: toolchainParent });
      }
      return nextResolve(specifier, context);
    },
    load(url, context, nextLoad) {
      if (!url.startsWith('file:')) return nextLoad(url, context);
      const path = fileURLToPath(url);
      const served = overlay.get(path);
      if (/\.[cm]?ts$/.test(path)) {
        return {
          format: path.endsWith('.cts') ? 'commonjs' : 'module',
          source: strip(served ?? readFileSync(path, 'utf8'), path),
          shortCircuit: true,
        };
      }
      if (served !== undefined) {
        return { format: formatOf(path), source: served, shortCircuit: true };
      }
      const instrumented = options.instrument(path);
      if (instrumented !== null) {
        return { format: 'commonjs', source: instrumented, shortCircuit: true };
      }
      return nextLoad(url, context);
    },
  });
}

function fileTarget(specifier: string, parentURL: string | undefined): string | null {
  if (specifier.startsWith('file:')) return fileURLToPath(specifier);
  if (!/^\.{0,2}\//.test(specifier) || !parentURL?.startsWith('file:')) return null;
  return fileURLToPath(new URL(specifier, parentURL));
}

function packageOf(specifier: string): string {
  const parts = specifier.split('/');
  return specifier.startsWith('@') ? parts.slice(0, 2).join('/') : (parts[0] ?? '');
}

function formatOf(path: string): string {
  if (path.endsWith('.json')) return 'json';
  return path.endsWith('.cjs') ? 'commonjs' : 'module';
}

function missing(specifier: string, target: string, parentURL: string | undefined, root: string): Error {
  const importer = parentURL?.startsWith('file:') ? fileURLToPath(parentURL) : '';
  const error = new Error(
    `${shown(importer, root)} imports '${specifier}', but there is no file ${shown(target, root)}. ` +
      'Check the path and its ending: imports here end in .ts.',
  );
  return Object.assign(error, {
    code: 'ERR_MODULE_NOT_FOUND',
    itlabLocation:
      importer === '' ? null : { file: importer, line: importLine(importer, specifier), column: 1 },
  });
}

/** 1-based line of the import in its file; 1 when the file cannot be read (it may exist in memory only). */
function importLine(importer: string, specifier: string): number {
  try {
    const lines = readFileSync(importer, 'utf8').split('\n');
    return Math.max(1, lines.findIndex((line) => line.includes(specifier)) + 1);
  } catch {
    return 1;
  }
}

function shown(path: string, root: string): string {
  const inner = relative(root, path);
  return inner === '' || inner.startsWith('..') ? path : inner.split(sep).join('/');
}

function strip(source: string, path: string): string {
  try {
    return transformSync(source, { mode: 'strip-only', filename: path }).code;
  } catch (thrown) {
    throw syntaxError(thrown, path);
  }
}

/** amaro throws a plain object; this makes it an error that knows its place. */
function syntaxError(thrown: unknown, path: string): Error {
  const details: Record<string, unknown> = typeof thrown === 'object' && thrown !== null ? { ...thrown } : {};
  const text = typeof details['message'] === 'string' ? details['message'] : String(thrown);
  const line = typeof details['startLine'] === 'number' ? details['startLine'] : 1;
  const column = typeof details['startColumn'] === 'number' ? details['startColumn'] + 1 : 1;
  const unsupported = details['code'] === 'UnsupportedSyntax';
  const remedy = unsupported
    ? 'The course runs TypeScript by removing its types, so syntax that makes code (enums, namespaces, parameter properties) is not available here.'
    : 'Mend the syntax and run again.';
  const error = new SyntaxError(`${text} (line ${line}, column ${column}). ${remedy}`);
  return Object.assign(error, {
    code: unsupported ? 'ITLAB_UNSUPPORTED_SYNTAX' : 'ITLAB_SYNTAX',
    itlabLocation: { file: path, line, column },
  });
}
