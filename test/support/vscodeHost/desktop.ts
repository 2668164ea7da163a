import { access, realpath } from 'node:fs/promises';
import path from 'node:path';
import { downloadAndUnzipVSCode, resolveCliArgsFromVSCodeExecutablePath } from '@vscode/test-electron';
import { runProgram } from './childProgram.ts';
import { onPath, type Log } from './install.ts';

/** A VS Code desktop that is installed on this machine. */
export interface InstalledDesktop {
  /** The `code` program. */
  readonly code: string;
  /** The program that @vscode/test-electron starts: `code` itself does not tell how the tests ended. */
  readonly executable: string | undefined;
  /** For example `1.139.1`. */
  readonly version: string;
}

/**
 * Finds the VS Code desktop on the path. In the terminal of a VS Code server, `code` is another program, which
 * talks to the window it belongs to; that one does not count.
 */
export async function installedDesktop(env: NodeJS.ProcessEnv): Promise<InstalledDesktop | undefined> {
  if (env['VSCODE_IPC_HOOK_CLI'] !== undefined) return undefined;
  const code = await onPath(process.platform === 'win32' ? 'code.cmd' : 'code', env);
  if (code === undefined) return undefined;
  const real = await realpath(code);
  for (const executable of executablesFor(real, process.platform)) {
    if (!(await exists(executable))) continue;
    return { code, executable, version: await desktopVersion(executable) };
  }
  const shell = process.platform === 'win32';
  const { stdout } = await runProgram(code, ['--version'], { timeoutMs: 30_000, shell }).catch(() => ({
    stdout: '',
  }));
  const [version] = stdout.split('\n');
  return version === undefined || version === ''
    ? undefined
    : { code, executable: undefined, version: version.trim() };
}

/** Where the desktop's own program lies, seen from the `code` program that belongs to it. */
export function executablesFor(code: string, platform: NodeJS.Platform): string[] {
  const paths = platform === 'win32' ? path.win32 : path.posix;
  const bin = paths.dirname(code);
  if (platform === 'darwin')
    return ['Code', 'Electron'].map((name) => paths.join(bin, '../../../MacOS', name));
  return [paths.join(bin, platform === 'win32' ? '../Code.exe' : '../code')];
}

/**
 * Runs the desktop's command line program, for example to install an extension.
 * @returns what it printed. @throws Error with its output when it fails.
 */
export async function runDesktopCli(executable: string, args: readonly string[]): Promise<string> {
  const [cli, ...own] = resolveCliArgsFromVSCodeExecutablePath(executable, { reuseMachineInstall: true });
  if (cli === undefined) throw new Error(`No command line program belongs to ${executable}.`);
  // Windows starts .cmd files by a shell only, which is given no text of ours but quoted paths.
  const shell = process.platform === 'win32';
  const quote = (arg: string): string => (shell ? `"${arg}"` : arg);
  const { stdout } = await runProgram(quote(cli), [...own, ...args].map(quote), {
    timeoutMs: 120_000,
    shell,
  });
  return stdout;
}

async function desktopVersion(executable: string): Promise<string> {
  const output = await runDesktopCli(executable, ['--version']).catch(() => '');
  return output.split('\n')[0]?.trim() || 'unknown';
}

/**
 * The program to test with: the installed one when it is of this version, else a download, else the installed
 * one of another version, which is said.
 * @throws Error when there is none, with what to do.
 */
export async function desktopForTests(version: string, log: Log): Promise<string> {
  const installed = await installedDesktop(process.env);
  if (installed?.executable !== undefined && installed.version === version) return installed.executable;
  try {
    return await downloadAndUnzipVSCode(version);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    if (installed?.executable === undefined) {
      throw new Error(
        `VS Code ${version} could not be downloaded (${reason}), and no "code" is on the path. Nothing was run. ` +
          'Connect to the network, install VS Code, or use the web host, which needs the npm registry only.',
        { cause: error },
      );
    }
    log(`VS Code ${version} could not be downloaded (${reason}); using the installed ${installed.version}.`);
    return installed.executable;
  }
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}
