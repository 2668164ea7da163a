/** What package-lock.json must hold so that `npm ci` takes it on every platform and `npm install` leaves it alone. */

/** Of an entry, what is looked at. `dependencies` and the like map a package's name to a range of versions. */
interface LockedPackage {
  version?: string;
  integrity?: string;
  resolved?: string;
  libc?: string[];
  link?: boolean;
  inBundle?: boolean;
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
  peerDependenciesMeta?: Record<string, { optional?: boolean }>;
}

export interface LockFile {
  lockfileVersion: number;
  /** By the folder of each package, with `/`; the project itself is ''. */
  packages: Record<string, LockedPackage>;
}

/**
 * npm sometimes leaves out what other platforms need when packages are changed in a folder where they are installed.
 * `npm ci` of npm 11 and later refuses such a file, and `npm install` rewrites it.
 *
 * @param lock parsed, of version 3
 * @returns one sentence per fault; none when it is complete
 */
export function faultsOfLockFile({ lockfileVersion, packages }: LockFile): string[] {
  if (lockfileVersion !== 3) return [`The lock file has version ${lockfileVersion}; npm 9 to 12 write 3.`];
  return Object.entries(packages).flatMap(([place, entry]) => [
    ...(place === '' ? [] : incompleteEntry(place, entry)),
    ...neededBy(entry)
      .filter((name) => placeSeenFrom(place, name, packages) === undefined)
      .map((name) => `${place === '' ? 'The project' : place} needs ${name}, which has no entry.`),
  ]);
}

function incompleteEntry(place: string, entry: LockedPackage): string[] {
  if (entry.link === true || entry.inBundle === true) return [];
  const faults: string[] = [];
  if (entry.version === undefined) faults.push(`${place} has no version.`);
  if (entry.integrity === undefined) faults.push(`${place} has no integrity.`);
  // The registry of the machine that wrote it. The project's .npmrc keeps them out.
  if (entry.resolved !== undefined) faults.push(`${place} has an address (resolved).`);
  if (entry.libc !== undefined) {
    // npm 11 and later write it for what is new, and do not miss it where it is not.
    faults.push(
      `${place} has a libc, which npm 10 takes out; npx npm@10 install --package-lock-only does so now.`,
    );
  }
  return faults;
}

function neededBy(entry: LockedPackage): string[] {
  const peers = Object.keys(entry.peerDependencies ?? {}).filter(
    (name) => entry.peerDependenciesMeta?.[name]?.optional !== true,
  );
  return [entry.dependencies, entry.devDependencies, entry.optionalDependencies]
    .flatMap((names) => Object.keys(names ?? {}))
    .concat(peers);
}

/** Where Node finds the package: in the nearest `node_modules` upwards. */
function placeSeenFrom(
  place: string,
  name: string,
  packages: Readonly<Record<string, LockedPackage>>,
): string | undefined {
  for (let from = place; ; from = from.replace(/\/?node_modules\/(@[^/]+\/)?[^/]+$/, '')) {
    const candidate = `${from}${from === '' ? '' : '/'}node_modules/${name}`;
    if (Object.hasOwn(packages, candidate)) return candidate;
    if (from === '') return undefined;
  }
}
