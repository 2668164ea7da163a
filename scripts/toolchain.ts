/**
 * Assembles the learners' toolchain: the packages a course folder links to, copied from the repository's own
 * node_modules with the versions that are installed there, and pruned of what is never loaded. The layout is
 * kept as npm made it (nested copies stay nested), so Node resolves there exactly as it does here.
 */
import { createHash } from 'node:crypto';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { pathFrom } from '../src/course/platform/paths.ts';

/** The names of VS Code's platform-specific packages, each with better-sqlite3's name for the same platform. */
const prebuildByTarget = {
  'linux-x64': 'linux-x64',
  'linux-arm64': 'linux-arm64',
  'alpine-x64': 'linuxmusl-x64',
  'alpine-arm64': 'linuxmusl-arm64',
  'darwin-x64': 'darwin-x64',
  'darwin-arm64': 'darwin-arm64',
  'win32-x64': 'win32-x64',
  'win32-arm64': 'win32-arm64',
} as const;

export type Target = keyof typeof prebuildByTarget;

export const targets = Object.keys(prebuildByTarget).filter(isTarget);

export function isTarget(name: string): name is Target {
  return Object.hasOwn(prebuildByTarget, name);
}

/** The name of the target's file among better-sqlite3's prebuilt binaries, without its ending. */
export function prebuildFor(target: Target): string {
  return prebuildByTarget[target];
}

/** What a learner imports or names in a terminal; everything else comes along as their dependency. */
const learnerPackages = [
  'mocha',
  'better-sqlite3',
  'nock',
  'hono',
  '@hono/node-server',
  '@types/mocha',
  '@types/better-sqlite3',
  '@types/node',
];

/**
 * Packages whose declarations the editor reads: the learner's own, and those their declarations import.
 * The declarations of the others are dead weight.
 */
const typedPackages = new Set([...learnerPackages, 'undici-types']);

/** Never needed to run a package, whatever its name. Directories end in a slash. */
const neverLoaded: readonly RegExp[] = [
  /\.map$/,
  /\.tsbuildinfo$/,
  /\.(md|markdown|flow|css|html?)$/i,
  /\.(c|cc|cpp|h|hpp|gyp|gypi|mk|sh)$/,
  /(^|\/)(Makefile|\.[^/]+|eslint\.config\.[a-z]+)$/,
];

/**
 * More of the same, by package, each with the reason why mocha or a course on Node never loads it.
 * scripts/checkToolchain.ts loads what is left, so a rule that takes too much fails there.
 */
const neverLoadedIn: Readonly<Record<string, readonly RegExp[]>> = {
  // The browser build and its entry point.
  mocha: [/^mocha\.(js|mjs)$/, /^browser-entry\.js$/],
  // SQLite's sources. Prebuilt binaries of other platforms go by `isForeignPrebuild`.
  'better-sqlite3': [/^deps\//, /^src\//],
  // Headers for compiling an addon. Only the package's index could ever be required.
  'node-addon-api': [/^tools\//],
  // Other run times. A helper's declarations import some of the adapters' declarations, so those stay.
  // And JSX with what is made of it, and what writes a site's pages: no system under test renders pages.
  hono: [
    /^dist\/(cjs\/)?adapter\//,
    /^dist\/(cjs\/|types\/)?(jsx|middleware\/jsx-renderer|helper\/(css|ssg))\//,
  ],
  // nock requires the CommonJS build for Node.
  '@mswjs/interceptors': [/^src\//, /^lib\/browser\//, /\.mjs$/],
  // Declarations for compilers older than those VS Code 1.103 or a new course folder bring.
  '@types/node': [/^ts5\.\d+\//],
  // mocha requires or imports one of the two or three builds.
  'js-yaml': [/^dist\/browser\//, /^bin\//, /\.mjs$/],
  diff: [/^dist\//, /^libcjs\/.*\.js$/],
  workerpool: [/^dist\//, /^types\//],
  minimatch: [/^dist\/esm\/.*\.js$/],
  'brace-expansion': [/^dist\/esm\/.*\.js$/],
  'balanced-match': [/^dist\/esm\/.*\.js$/],
  // Its index.min.js holds the next three packages; their licences still ship.
  glob: [/^dist\/.*(?<!index\.min)\.js$/],
  'path-scurry': [/^dist\/.*\.js$/],
  'lru-cache': [/^dist\/.*\.js$/],
  minipass: [/^dist\/.*\.js$/],
  // Only the command line of js-yaml parses arguments.
  argparse: [/\.js$/],
  'json-stringify-safe': [/^test\//],
  propagate: [/^tests\//],
  picocolors: [/browser/],
  'supports-color': [/^browser\.js$/],
};

const declaration = /\.d\.[cm]?ts$/;
const typescriptSource = /\.[cm]?ts$/;
const licenceFile = /^(licen[cs]e|copying|notice)/i;

export interface ShippedPackage {
  name: string;
  version: string;
  license: string;
}

export interface Toolchain {
  /** The packages a course folder links to, as written to packages.json. */
  packages: ShippedPackage[];
  /** Size of what was copied, in bytes. Absent when an equal toolchain was there already. */
  bytes?: number;
}

interface InstalledPackage extends ShippedPackage {
  /** Absolute path of the package's directory in the repository. */
  directory: string;
  dependencies: string[];
}

/** The target that fits the machine and C library this runs on. Throws for platforms without a prebuilt SQLite. */
export function hostTarget(): Target {
  // Node reports the version of glibc it runs on; there is none on musl (Alpine).
  const musl = process.platform === 'linux' && !runsOnGlibc();
  const name = `${musl ? 'alpine' : process.platform}-${process.arch}`;
  if (isTarget(name)) return name;
  throw new Error(`No prebuilt SQLite for ${name}. Name one of these with --target: ${targets.join(', ')}.`);
}

function runsOnGlibc(): boolean {
  const report: unknown = process.report.getReport();
  return JSON.stringify(report).includes('"glibcVersionRuntime"');
}

/**
 * Writes `<outDir>/node_modules` and `<outDir>/packages.json`.
 *
 * @param repository absolute path of the repository, whose node_modules is the source
 * @param stampFile where to remember what was assembled, outside what ships; an equal toolchain is left alone,
 *   because a running editor may hold its binary open
 */
export function assembleToolchain(options: {
  repository: string;
  outDir: string;
  target: Target;
  stampFile: string;
}): Toolchain {
  const { repository, outDir, target, stampFile } = options;
  const closure = productionClosure(repository);
  const packages = learnerPackages.map((name) =>
    shipped(closureEntry(closure, path.join(repository, 'node_modules', name))),
  );
  const stamp = fingerprint(closure, target);
  const packagesFile = path.join(outDir, 'packages.json');
  if (existsSync(packagesFile) && existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) {
    return { packages };
  }

  // Assembled beside its place and moved there whole: a build that is cut short leaves no half toolchain.
  const staging = `${outDir}.partial`;
  rmSync(stampFile, { force: true });
  rmSync(staging, { recursive: true, force: true });
  let bytes = 0;
  for (const installed of closure.values()) {
    bytes += copyPackage(
      installed,
      path.join(staging, path.relative(repository, installed.directory)),
      target,
    );
  }
  const binaries = listFiles(staging).filter((file) => file.endsWith('.node'));
  if (binaries.length !== 1) {
    throw new Error(
      `The toolchain for ${target} holds ${binaries.length} native binaries instead of 1: ${binaries.join(', ')}`,
    );
  }
  writeFileSync(path.join(staging, 'packages.json'), `${JSON.stringify(packages, null, 2)}\n`);
  rmSync(outDir, { recursive: true, force: true });
  renameSync(staging, outDir);
  mkdirSync(path.dirname(stampFile), { recursive: true });
  writeFileSync(stampFile, stamp);
  return { packages, bytes };
}

/** Every package the learners' packages need at run time, by directory, found as Node finds them. */
function productionClosure(repository: string): Map<string, InstalledPackage> {
  const closure = new Map<string, InstalledPackage>();
  const waiting = learnerPackages.map((name) => ({ name, from: repository }));
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const directory = findPackage(next.name, next.from, repository);
    if (closure.has(directory)) continue;
    const installed = readInstalled(directory);
    closure.set(directory, installed);
    waiting.push(...installed.dependencies.map((name) => ({ name, from: directory })));
  }
  return closure;
}

function closureEntry(closure: ReadonlyMap<string, InstalledPackage>, directory: string): InstalledPackage {
  const entry = closure.get(directory);
  if (entry === undefined) throw new Error(`${directory} is not installed. Run npm install.`);
  return entry;
}

function findPackage(name: string, from: string, repository: string): string {
  for (let directory = from; ; directory = path.dirname(directory)) {
    const candidate = path.join(directory, 'node_modules', name);
    if (existsSync(path.join(candidate, 'package.json'))) return candidate;
    // A package found above the repository would not be the version that package-lock.json pins.
    if (directory === repository) {
      throw new Error(`${name}, needed by ${from}, is not installed. Run npm install.`);
    }
  }
}

function readInstalled(directory: string): InstalledPackage {
  const manifest: unknown = JSON.parse(readFileSync(path.join(directory, 'package.json'), 'utf8'));
  if (
    !isRecord(manifest) ||
    typeof manifest['name'] !== 'string' ||
    typeof manifest['version'] !== 'string'
  ) {
    throw new Error(`${directory}/package.json has no name or no version.`);
  }
  const license = manifest['license'];
  if (typeof license !== 'string') {
    throw new Error(`${manifest['name']} does not say under which licence it may be shipped.`);
  }
  const dependencies = isRecord(manifest['dependencies']) ? Object.keys(manifest['dependencies']) : [];
  return { name: manifest['name'], version: manifest['version'], license, directory, dependencies };
}

function shipped({ name, version, license }: InstalledPackage): ShippedPackage {
  return { name, version, license };
}

function fingerprint(closure: ReadonlyMap<string, InstalledPackage>, target: Target): string {
  const hash = createHash('sha256');
  hash.update(target);
  // The pruning rules are part of what is assembled.
  hash.update(readFileSync(import.meta.filename));
  for (const { directory, version } of closure.values()) hash.update(`\n${directory} ${version}`);
  return hash.digest('hex');
}

/** Copies what of a package is ever loaded, and returns its size in bytes. */
function copyPackage(installed: InstalledPackage, destination: string, target: Target): number {
  let bytes = 0;
  for (const file of listFiles(installed.directory)) {
    // Nested packages are entries of the closure in their own right.
    if (file.startsWith('node_modules/') || !isLoaded(installed.name, file, target)) continue;
    const from = path.join(installed.directory, file);
    const to = path.join(destination, file);
    mkdirSync(path.dirname(to), { recursive: true });
    cpSync(from, to, { dereference: true });
    const { size, mode } = statSync(from);
    // npm keeps odd modes from the archive; a file nobody else may read breaks a shared installation.
    chmodSync(to, mode | 0o644);
    bytes += size;
  }
  return bytes;
}

function isLoaded(packageName: string, file: string, target: Target): boolean {
  const base = path.posix.basename(file);
  if (base === 'package.json' || licenceFile.test(base)) return true;
  if (declaration.test(file)) {
    if (!typedPackages.has(packageName)) return false;
  } else if (typescriptSource.test(file)) {
    return false;
  }
  if (isForeignPrebuild(packageName, file, target)) return false;
  const rules = [...neverLoaded, ...(neverLoadedIn[packageName] ?? [])];
  return !rules.some((rule) => rule.test(file));
}

function isForeignPrebuild(packageName: string, file: string, target: Target): boolean {
  if (packageName !== 'better-sqlite3') return false;
  // build/ is there when someone compiled it: for this machine only, and it would win over the prebuilt one.
  if (file.startsWith('build/')) return true;
  return file.startsWith('prebuilds/') && file !== `prebuilds/${prebuildFor(target)}.node`;
}

/** Paths relative to the directory, with forward slashes, sorted. */
export function listFiles(directory: string): string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => pathFrom(directory, path.join(entry.parentPath, entry.name)))
    .sort();
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
