import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  symlinkSync,
  unlinkSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { CourseError, messageOf } from './courseError.ts';
import { toolchainPackages, toolchainTypes, type Installation } from './installation.ts';
import { isSamePath, withSlashes } from './platform/paths.ts';
import { sentence } from './sentence.ts';
import { linkOnTheWay } from './writing/links.ts';

/** What is linked into a course folder. */
export const linkedPackages: readonly string[] = [...toolchainPackages, ...toolchainTypes];

/** What was done to a course folder's node_modules. */
export type LinkOutcome =
  /** Every package is linked; `mended` counts links that were made or pointed elsewhere. */
  | { readonly type: 'linked'; readonly mended: number }
  /** It holds something we did not put there (an `npm install`, say), so it was not touched. */
  | { readonly type: 'left-alone' };

/**
 * Makes the toolchain's packages importable below a course folder: a real node_modules folder with one link
 * per package. Never a link for node_modules itself or for a scope folder, because `npm ci` empties whatever
 * those point at.
 * @throws CourseError `toolchain-missing` when a package to link to is not there, `cannot-write`.
 */
export function linkToolchain(courseFolder: string, installation: Installation): LinkOutcome {
  requireToolchain(installation);
  if (holdsForeign(join(courseFolder, 'node_modules'))) return { type: 'left-alone' };
  return { type: 'linked', mended: link(linkedPackages, courseFolder, installation) };
}

function requireToolchain({ toolchain }: Installation): void {
  const target = join(toolchain, 'node_modules');
  for (const name of linkedPackages) {
    if (existsSync(join(target, name))) continue;
    throw new CourseError(
      'toolchain-missing',
      sentence`The package ${name} is missing from ${target}.`,
      'Install the extension again (in a checkout: npm run build). Your files are not affected.',
    );
  }
}

/** Links packages, and returns how many links were not as they should be. */
function link(names: readonly string[], courseFolder: string, installation: Installation): number {
  const modules = join(courseFolder, 'node_modules');
  let mended = 0;
  try {
    for (const name of names) {
      const path = join(modules, name);
      const wanted = join(installation.toolchain, 'node_modules', name);
      if (pointsTo(path, wanted)) continue;
      const elsewhere = linkOnTheWay(courseFolder, `node_modules/${name}`);
      if (elsewhere !== null) throw new Error(`${join(courseFolder, elsewhere)} is a link to another folder`);
      // The link alone, on every platform: never what it points to.
      if (isLink(path)) unlinkSync(path);
      mkdirSync(dirname(path), { recursive: true });
      symlinkSync(wanted, path, 'junction');
      mended += 1;
    }
  } catch (error) {
    throw new CourseError(
      'cannot-write',
      sentence`The packages could not be linked into ${modules}: ${messageOf(error)}.`,
      'Choose a folder you may write to. No file of yours was changed.',
      { cause: error },
    );
  }
  return mended;
}

/** How a package lies in a course folder's node_modules. */
export type PackageLink = { readonly name: string } & (
  | { readonly state: 'linked' | 'missing' | 'points-elsewhere' | 'same-version' }
  /** Not a link of ours, and another version than the extension's. */
  | { readonly state: 'other-version'; readonly version: string; readonly wanted: string }
  /** Behind a link in place of its scope's folder, so that nobody knows where one would write. */
  | { readonly state: 'elsewhere'; readonly scope: string }
);

/** Looks at each package; `elsewhere` when node_modules itself is a link. Changes nothing. */
export function lookAtLinks(courseFolder: string, installation: Installation): PackageLink[] | 'elsewhere' {
  const modules = join(courseFolder, 'node_modules');
  if (isLink(modules)) return 'elsewhere';
  return linkedPackages.map((name): PackageLink => {
    const path = join(modules, name);
    const scope = linkOnTheWay(courseFolder, `node_modules/${name}`);
    if (scope !== null) return { name, state: 'elsewhere', scope };
    if (pointsTo(path, join(installation.toolchain, 'node_modules', name))) {
      return { name, state: existsSync(path) ? 'linked' : 'points-elsewhere' };
    }
    if (isOurs(path, name)) return { name, state: 'points-elsewhere' };
    if (!existsSync(path)) return { name, state: 'missing' };
    const version = versionIn(path);
    const wanted = toolchainVersion(installation, name);
    return version === wanted
      ? { name, state: 'same-version' }
      : { name, state: 'other-version', version, wanted };
  });
}

/**
 * Makes the links that are missing or point elsewhere. Packages that somebody has installed stay, beside them.
 * @returns how many were made.
 * @throws CourseError `toolchain-missing`, `cannot-write`.
 */
export function mendLinks(courseFolder: string, installation: Installation): number {
  const looked = lookAtLinks(courseFolder, installation);
  if (looked === 'elsewhere') return 0;
  requireToolchain(installation);
  const broken = looked.filter(({ state }) => state === 'missing' || state === 'points-elsewhere');
  return link(
    broken.map(({ name }) => name),
    courseFolder,
    installation,
  );
}

/** The version of a package of the toolchain, for the course's package.json. */
export function toolchainVersion(installation: Installation, name: string): string {
  const file = join(installation.toolchain, 'node_modules', name, 'package.json');
  try {
    const json: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (typeof json === 'object' && json !== null && 'version' in json && typeof json.version === 'string') {
      return json.version;
    }
  } catch (error) {
    throw new CourseError(
      'toolchain-missing',
      sentence`${file} cannot be read: ${messageOf(error)}.`,
      'Install the extension again.',
      {
        cause: error,
      },
    );
  }
  throw new CourseError(
    'toolchain-missing',
    sentence`${file} names no version.`,
    'Install the extension again.',
  );
}

/** Whether there is anything in node_modules but links of ours, dangling or not. */
function holdsForeign(modules: string): boolean {
  if (!existsSync(modules)) return false;
  if (isLink(modules)) return true;
  return readdirSync(modules, { withFileTypes: true }).some((entry) => {
    const path = join(modules, entry.name);
    if (entry.isDirectory() && entry.name.startsWith('@')) {
      return readdirSync(path).some((inner) => !isOurs(join(path, inner), `${entry.name}/${inner}`));
    }
    return !isOurs(path, entry.name);
  });
}

/** A link to a package of some toolchain of ours, of this version of the extension or another. */
function isOurs(path: string, name: string): boolean {
  if (!isLink(path)) return false;
  const target = withSlashes(readlinkSync(path)).replace(/\/$/, '');
  return linkedPackages.some((known) => known === name) && target.endsWith(`/node_modules/${name}`);
}

function pointsTo(link: string, wanted: string): boolean {
  try {
    return isLink(link) && isSamePath(resolve(dirname(link), readlinkSync(link)), wanted);
  } catch {
    return false;
  }
}

/** Whether there is a link, dangling or not. */
function isLink(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true;
}

/** The version that a package says it has; `unknown` where it says none. */
function versionIn(folder: string): string {
  try {
    const json: unknown = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const version: unknown = typeof json === 'object' && json !== null ? Reflect.get(json, 'version') : null;
    return typeof version === 'string' ? version : 'unknown';
  } catch {
    return 'unknown';
  }
}
