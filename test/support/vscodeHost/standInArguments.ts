import path from 'node:path';
import { parseArgs } from 'node:util';
import { hostVersions, isHostVersion, newestHost, type HostVersion } from './hostVersions.ts';
import type { PageSize } from './browser.ts';

/** What the stand-in was asked to do. All paths are absolute. */
export interface StandInRequest {
  readonly version: HostVersion;
  readonly extensionDevelopmentPath: string;
  readonly extensionTestsPath: string;
  readonly userData: string;
  readonly extensions: string;
  readonly workspace: string | undefined;
  readonly workspaceTrust: boolean;
  /** VSIX files to install before the tests start. */
  readonly vsix: readonly string[];
  /** A JSON file with user settings. */
  readonly settings: string | undefined;
  readonly screenshots: string;
  readonly size: PageSize;
  readonly timeoutMs: number;
  /** Arguments for the desktop that mean nothing here. */
  readonly ignored: readonly string[];
}

/** Wrong use of the stand-in; nothing was started. */
export class StandInUsageError extends Error {
  override readonly name = 'StandInUsageError';
}

/** What @vscode/test-electron always passes and the web host needs no telling. */
const meantForDesktop = new Set([
  'no-sandbox',
  'disable-gpu-sandbox',
  'disable-updates',
  'skip-welcome',
  'skip-release-notes',
  'no-cached-data',
]);

const text = { type: 'string' } as const;
const options = {
  extensionDevelopmentPath: text,
  extensionTestsPath: text,
  'user-data-dir': text,
  'extensions-dir': text,
  'disable-workspace-trust': { type: 'boolean' },
  // Ours, beside the desktop's own:
  'host-version': text,
  'host-vsix': { type: 'string', multiple: true },
  'host-settings': text,
  'host-screenshots': text,
  'host-size': text,
  'host-timeout': text,
  // test-electron always switches trust off; this switches it on again.
  'host-workspace-trust': { type: 'boolean' },
} as const;

/**
 * Reads the arguments that @vscode/test-electron passes to an executable, and our own `--host-...` ones:
 * `--host-version`, `--host-vsix` (repeatable), `--host-settings` (JSON file), `--host-screenshots` (folder),
 * `--host-size` (1280x800), `--host-timeout` (seconds), `--host-workspace-trust`.
 * @throws StandInUsageError
 */
export function readStandInArguments(args: readonly string[], folder: string): StandInRequest {
  const { values, positionals, tokens } = parseArgs({
    args: [...args],
    options,
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const one = (name: keyof typeof values): string | undefined => {
    const value = values[name];
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const needed = (name: keyof typeof values): string => {
    const value = one(name);
    if (value === undefined) throw new StandInUsageError(`--${name} is missing.`);
    return path.resolve(folder, value);
  };
  const version = one('host-version') ?? newestHost;
  if (!isHostVersion(version)) {
    throw new StandInUsageError(`--host-version is one of ${hostVersions().join(', ')}, not "${version}".`);
  }
  if (positionals.length > 1) {
    throw new StandInUsageError(
      `One workspace can be opened, not ${positionals.length}: ${positionals.join(', ')}.`,
    );
  }
  const size = /^(\d+)x(\d+)$/.exec(one('host-size') ?? '1280x800');
  if (size === null) throw new StandInUsageError('--host-size is WIDTHxHEIGHT, for example 1280x800.');
  const seconds = Number(one('host-timeout') ?? '300');
  if (!(seconds > 0)) throw new StandInUsageError('--host-timeout is a number of seconds above 0.');
  const extensionTestsPath = needed('extensionTestsPath');
  if (!/\.[cm]?js$/.test(extensionTestsPath)) {
    throw new StandInUsageError('--extensionTestsPath must name a file that ends in .js, .cjs or .mjs.');
  }
  const [workspace] = positionals;
  const settings = one('host-settings');
  return {
    version,
    extensionDevelopmentPath: needed('extensionDevelopmentPath'),
    extensionTestsPath,
    userData: needed('user-data-dir'),
    extensions: needed('extensions-dir'),
    workspace: workspace === undefined ? undefined : path.resolve(folder, workspace),
    workspaceTrust: values['host-workspace-trust'] === true || values['disable-workspace-trust'] !== true,
    vsix: (values['host-vsix'] ?? []).flatMap((file) =>
      typeof file === 'string' ? [path.resolve(folder, file)] : [],
    ),
    settings: settings === undefined ? undefined : path.resolve(folder, settings),
    screenshots: path.resolve(folder, one('host-screenshots') ?? 'out/screenshots'),
    size: { width: Number(size[1]), height: Number(size[2]) },
    timeoutMs: seconds * 1000,
    ignored: tokens.flatMap((token) =>
      token.kind === 'option' && !Object.hasOwn(options, token.name) && !meantForDesktop.has(token.name)
        ? [token.rawName]
        : [],
    ),
  };
}
