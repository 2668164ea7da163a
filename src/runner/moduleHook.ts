import { readFileSync, realpathSync } from 'node:fs';
import { createRequire, findPackageJSON, registerHooks } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { transformSync } from 'amaro';
import { packageOf } from '../course/installation.ts';
import { isInPackage, isInside, pathFrom } from '../course/platform/paths.ts';
import { isView, refusal } from './bed/views.ts';
import { addressOf } from './roundRun.ts';
import { varied } from './variedText.ts';

/** What the hook serves now. */
export interface Serving {
  readonly root: string;
  /** Texts by absolute path. */
  readonly overlay: ReadonlyMap<string, string>;
  readonly sealed: readonly string[];
  /** Folder with the node_modules that learners' tests get, wherever the test file lies. */
  readonly toolchain: string;
  /** Names of the packages that always come from the toolchain. */
  readonly packages: readonly string[];
  /** The round's word in addresses; modules that are no package are loaded anew when it changes. */
  readonly word: string;
  /** Set while tests are graded. */
  readonly alike?: boolean;
  /** Folders whose files get another text in each round. */
  readonly varied?: readonly string[];
}

/**
 * Serves patched files from memory, strips types from TypeScript (every line and column stays where it is),
 * and takes the course's packages from the toolchain. Synchronous and in this thread, so it also holds for
 * `require` and for imports made late by a test.
 * @param serving what to serve; null before there is a job.
 * @param instrument rewrites the source of a package's file, to watch what it acquires; null leaves it.
 */
export function installModuleHook(
  serving: () => Serving | null,
  instrument: (path: string) => string | null,
): void {
  registerHooks({
    resolve(specifier, context, nextResolve) {
      const now = serving();
      if (now === null) return nextResolve(specifier, context);
      if (now.alike === true && isView(specifier)) throw refusal(specifier);
      const target = fileTarget(specifier, context.parentURL);
      if (target !== null) {
        if (now.overlay.has(target)) return { url: addressOf(target, now.word), shortCircuit: true };
        if (isSealed(target, now.sealed)) throw missing(specifier, target, context.parentURL, now.root);
        // Node's own resolution would fail for an importer that exists in memory only.
        if (/\.[cm]?tsx?$/.test(target)) {
          try {
            return { url: addressOf(realpathSync(target), now.word), shortCircuit: true };
          } catch {
            throw missing(specifier, target, context.parentURL, now.root);
          }
        }
      }
      if (now.packages.includes(packageOf(specifier))) {
        const parentURL = pathToFileURL(join(now.toolchain, 'package.json')).href;
        return nextResolve(specifier, { ...context, parentURL });
      }
      return nextResolve(specifier, context);
    },
    load(url, context, nextLoad) {
      if (!url.startsWith('file:')) return nextLoad(url, context);
      const path = fileURLToPath(url);
      const now = serving();
      const served = now?.overlay.get(path);
      if (/\.[cm]?ts$/.test(path)) {
        const source = servedSource(now, path, served ?? readFileSync(path, 'utf8'));
        const format = served === undefined ? formatOfTypeScript(path, source) : formatOf(path);
        if (format === 'commonjs' && importedCommonJsIsBroken && isImport(context.conditions)) {
          return { format: 'module', source: facadeOf(path), shortCircuit: true };
        }
        return { format, source, shortCircuit: true };
      }
      if (served !== undefined) return { format: formatOf(path), source: served, shortCircuit: true };
      if (importedCommonJsIsBroken && isImport(context.conditions) && isCommonJs(path)) {
        return { format: 'module', source: facadeOf(path), shortCircuit: true };
      }
      const instrumented = instrument(path);
      if (instrumented !== null) return { format: 'commonjs', source: instrumented, shortCircuit: true };
      return nextLoad(url, context);
    },
  });
}

/** What runs of a TypeScript file. */
function servedSource(now: Serving | null, path: string, text: string): string {
  const plain = strip(text, path);
  return now !== null && isInside(path, now.varied ?? []) ? varied(plain, now.word) : plain;
}

const variedTexts = new WeakMap<Serving, readonly VariedText[]>();

/** A file that gets another text in each round, as it runs in one. */
export interface VariedText {
  readonly path: string;
  readonly text: string;
}

/** Those of what is served now; made when the first is asked for. */
export function variedTextsOf(now: Serving): readonly VariedText[] {
  let texts = variedTexts.get(now);
  if (texts === undefined) {
    texts = [...now.overlay]
      .filter(([path]) => isInside(path, now.varied ?? []))
      .map(([path, text]) => ({ path, text: servedSource(now, path, text) }));
    variedTexts.set(now, texts);
  }
  return texts;
}

const { cache: commonJsModules } = createRequire(import.meta.filename);
const { deleteProperty } = Reflect;

/** Lets a new round evaluate CommonJS modules that are no package anew: their address says nothing of the round. */
export function forgetCommonJs(): void {
  for (const path of Object.keys(commonJsModules)) {
    if (!isInPackage(path)) deleteProperty(commonJsModules, path);
  }
}

/**
 * Node 22 cannot `import` a CommonJS package that itself requires ES modules (mocha, for one) while a load hook
 * is installed: "Cannot read properties of undefined (reading 'exports')". `require` works there.
 */
const importedCommonJsIsBroken = Number(process.versions.node.split('.')[0]) < 24;

/** Node 22 hands over a Set where the types, and Node 24, say array. */
function isImport(conditions: Iterable<string>): boolean {
  return new Set(conditions).has('import');
}

function isCommonJs(path: string): boolean {
  if (path.endsWith('.cjs')) return true;
  return path.endsWith('.js') && !isModulePackage(path);
}

function isModulePackage(path: string): boolean {
  return packageType(path) === 'module';
}

/** The kind of module that Node itself takes a file for: by its ending, its package, or else its syntax. */
function formatOfTypeScript(path: string, source: string): 'commonjs' | 'module' {
  if (path.endsWith('.cts')) return 'commonjs';
  if (path.endsWith('.mts')) return 'module';
  const type = packageType(path);
  if (type === 'module' || type === 'commonjs') return type;
  return /^\s*(?:import\b(?!\s*\()|export\b|await\b)|\bimport\.meta\b/m.test(source) ? 'module' : 'commonjs';
}

/** By folder: the files of one have one package. */
const packageTypes = new Map<string, unknown>();

/** What `type` says in the package.json a file belongs to; undefined where there is none. */
function packageType(path: string): unknown {
  const folder = dirname(path);
  if (packageTypes.has(folder)) return packageTypes.get(folder);
  const file = findPackageJSON(pathToFileURL(path));
  // Where there is no package.json on the whole way up, Node hands back the file it was asked about.
  const found = file !== undefined && basename(file) === 'package.json';
  const manifest: unknown = found ? JSON.parse(readFileSync(file, 'utf8')) : null;
  const type =
    typeof manifest === 'object' && manifest !== null && 'type' in manifest ? manifest.type : undefined;
  packageTypes.set(folder, type);
  return type;
}

/** An ES module that requires the file and exports what Node's own import of it would. */
function facadeOf(path: string): string {
  const require = createRequire(path);
  const exported: unknown = require(path);
  const names =
    (typeof exported === 'object' && exported !== null) || typeof exported === 'function'
      ? Object.keys(exported)
      : [];
  return [
    "import { createRequire } from 'node:module';",
    `const exported = createRequire(${JSON.stringify(path)})(${JSON.stringify(path)});`,
    'export default exported;',
    "export { exported as 'module.exports' };",
    ...names
      .filter((name) => name !== 'default' && name !== 'module.exports')
      .flatMap((name, index) => [
        `const export${index} = exported[${JSON.stringify(name)}];`,
        `export { export${index} as ${JSON.stringify(name)} };`,
      ]),
  ].join('\n');
}

function fileTarget(specifier: string, parentURL: string | undefined): string | null {
  if (specifier.startsWith('file:')) return fileURLToPath(specifier);
  if (!/^\.{0,2}\//.test(specifier) || !parentURL?.startsWith('file:')) return null;
  return fileURLToPath(new URL(specifier, parentURL));
}

/**
 * Many disks do not tell `../SRC/` from `../src/`, so no case of letters leads past the seal. On every platform, so
 * that none gives another verdict.
 */
function isSealed(path: string, folders: readonly string[]): boolean {
  return isInside(
    path.toLowerCase(),
    folders.map((folder) => folder.toLowerCase()),
  );
}

function formatOf(path: string): string {
  if (path.endsWith('.json')) return 'json';
  return /\.c[jt]s$/.test(path) ? 'commonjs' : 'module';
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
  return path !== root && isInside(path, [root]) ? pathFrom(root, path) : path;
}

/** Stripped sources by their text: most files are the same in every round. */
const stripped = new Map<string, string>();

function strip(source: string, path: string): string {
  const known = stripped.get(source);
  if (known !== undefined) return known;
  try {
    const { code } = transformSync(source, { mode: 'strip-only', filename: path });
    stripped.set(source, code);
    return code;
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
