import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { dirname, join, resolve, sep } from 'node:path';
import { CourseError, messageOf } from './courseError.ts';
import { toolchainPackages, toolchainTypes, type Installation } from './installation.ts';
import { sentence } from './sentence.ts';

const linked = [...toolchainPackages, ...toolchainTypes];

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
  const target = join(installation.toolchain, 'node_modules');
  for (const name of linked) {
    if (!existsSync(join(target, name))) {
      throw new CourseError(
        'toolchain-missing',
        sentence`The package ${name} is missing from ${target}.`,
        'Install the extension again (in a checkout: npm run build).',
      );
    }
  }
  const modules = join(courseFolder, 'node_modules');
  if (holdsForeign(modules)) return { type: 'left-alone' };
  let mended = 0;
  try {
    for (const name of linked) {
      const link = join(modules, name);
      const wanted = join(target, name);
      if (pointsTo(link, wanted)) continue;
      rmSync(link, { force: true });
      mkdirSync(dirname(link), { recursive: true });
      symlinkSync(wanted, link, 'junction');
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
  return { type: 'linked', mended };
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
  if (lstatSync(modules).isSymbolicLink()) return true;
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
  if (!lstatSync(path).isSymbolicLink()) return false;
  const target = readlinkSync(path).split(sep).join('/').replace(/\/$/, '');
  return linked.some((known) => known === name) && target.endsWith(`/node_modules/${name}`);
}

function pointsTo(link: string, wanted: string): boolean {
  try {
    return lstatSync(link).isSymbolicLink() && resolve(dirname(link), readlinkSync(link)) === resolve(wanted);
  } catch {
    return false;
  }
}
