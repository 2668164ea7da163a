import { spawn } from 'node:child_process';
import path from 'node:path';

/** A set-up step that failed. The message says what happened, what was kept and what to do. */
export class HostInstallError extends Error {
  override readonly name = 'HostInstallError';
}

/** Under `npm run` the npm in use names itself; a yarn or pnpm there would not know our options. */
export function npmCommand(env: NodeJS.ProcessEnv, execPath: string): { file: string; args: string[] } {
  const running = env['npm_execpath'];
  if (running !== undefined && /^np[mx]-cli\.[cm]?js$/.test(path.basename(running))) {
    return { file: execPath, args: [path.join(path.dirname(running), 'npm-cli.js')] };
  }
  return { file: 'npm', args: [] };
}

/**
 * Runs `npm install` in `folder`, which must hold its own package.json. Install scripts never run: those of
 * code-server insist on one Node version and compile modules that tests do not use.
 * @throws HostInstallError when npm is missing or ends with an error.
 */
export async function npmInstall(folder: string, args: readonly string[]): Promise<void> {
  const npm = npmCommand(process.env, process.execPath);
  const options = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const child = spawn(npm.file, [...npm.args, ...options, ...args], {
    cwd: folder,
    env: environmentForNestedNpm(process.env),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  // An interrupted set-up must not leave npm working on in the background.
  const endChild = (): void => void child.kill('SIGKILL');
  process.once('exit', endChild);
  let output = '';
  const keep = (chunk: Buffer): void => {
    output = (output + chunk.toString()).slice(-8000);
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  try {
    const code = await new Promise<number | string>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code, signal) => resolve(code ?? signal ?? 'unknown'));
    });
    if (code !== 0) throw new HostInstallError(describeNpmFailure(code, args, output));
  } catch (error) {
    if (error instanceof HostInstallError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new HostInstallError(
      `npm could not be started (${reason}). Nothing was installed. ` +
        'Install Node with npm, or start this through "npm run".',
      { cause: error },
    );
  } finally {
    process.off('exit', endChild);
  }
}

/** Says what to do for the failures that npm names by a code; see "npm help errors". */
export function describeNpmFailure(code: number | string, args: readonly string[], output: string): string {
  const lines = output
    .split('\n')
    .map((line) => line.trimEnd())
    // Not the log's name, stack frames and the fields of npm's own error object.
    .filter((line) => !/^(npm error)?(\s*$| A complete log of this run|\s{2,}|\s*\})/.test(line));
  let remedy = 'Try again; if it fails again, run the same npm command by hand.';
  if (/\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ERR_SOCKET_TIMEOUT|network)\b/.test(output)) {
    remedy =
      'The npm registry could not be reached: check the connection, "npm ping" and "npm config get registry".';
  } else if (/\bE(401|403)\b/.test(output)) {
    remedy = 'The npm registry refused access: check "npm config get registry" and your login there.';
  } else if (/\bE(404|TARGET)\b|ETARGET|notarget/.test(output)) {
    remedy =
      'The registry does not hold this version: check that "npm config get registry" is a full npm registry.';
  } else if (/\bENOSPC\b/.test(output)) {
    remedy = 'The disk is full: free about 2 GB and try again.';
  } else if (/\b(EACCES|EPERM|EROFS)\b/.test(output)) {
    remedy = 'A folder is not writable: check the rights of .vscode-test/ and of the npm cache.';
  }
  const what = args.filter((arg) => !arg.startsWith('-')).join(' ');
  return [
    `npm install ${what === '' ? '(dependencies)' : what} failed with ${code}.`,
    ...lines.slice(-8).map((line) => `  ${line}`),
    `Parts that were already installed are kept. ${remedy}`,
  ].join('\n');
}

/** `npm run` hands its own project settings down; they would point the nested npm at the outer project. */
export function environmentForNestedNpm(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const dropped =
    /^npm_(package_|lifecycle_|config_(global|local_prefix|prefix|workspace|workspaces|omit|include)$)/i;
  return Object.fromEntries(
    Object.entries(env).filter(([key]) => !dropped.test(key) && key !== 'NODE_OPTIONS'),
  );
}
