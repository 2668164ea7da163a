/** Fields of package.json that only the repository needs; install scripts of ours must never run elsewhere. */
const repositoryOnly = ['scripts', 'devDependencies', 'allowScripts', 'overrides', 'itlab'];

/** Pages of GitHub only: of another place, it would not be known how its pages are called. */
const address = /^https:\/\/github\.com\/[A-Za-z\d][A-Za-z\d-]*\/(?!\.+$)[\w.-]+(?<!\.git)$/;

/**
 * Where the repository lies: `itlab.repository` in package.json, the one place that says it.
 *
 * @param manifest package.json, parsed
 * @returns for example `https://github.com/owner/name`; undefined as long as it is not known
 * @throws Error when it is not such an address
 */
export function repositoryAddress(manifest: Readonly<Record<string, unknown>>): string | undefined {
  const own = manifest['itlab'];
  const value = typeof own === 'object' && own !== null && 'repository' in own ? own.repository : undefined;
  if (value === undefined || value === '') return undefined;
  if (typeof value === 'string' && address.test(value)) return value;
  throw new Error(
    `itlab.repository in package.json is ${JSON.stringify(value)}. It must be empty, or an address like ` +
      'https://github.com/OWNER/NAME without anything behind it.',
  );
}

/**
 * The package.json of a package. When the address of the repository is known, it has the three fields that lead
 * there; VS Code shows them, and vsce makes addresses of the README's pictures and links from the first.
 *
 * @param manifest package.json of the repository, parsed
 * @throws Error when it names an address that is none
 */
export function packagedManifest(manifest: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const address = repositoryAddress(manifest);
  return {
    ...Object.fromEntries(Object.entries(manifest).filter(([field]) => !repositoryOnly.includes(field))),
    ...(address === undefined
      ? {}
      : {
          repository: { type: 'git', url: `${address}.git` },
          bugs: { url: `${address}/issues` },
          homepage: `${address}#readme`,
        }),
  };
}
