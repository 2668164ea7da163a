import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { runProgram } from './childProgram.ts';
import type { ServerInstall } from './install.ts';
import { endProcesses, runTag } from './processTree.ts';

/** The folders of one VS Code, apart from those of any other. */
export interface HostFolders {
  readonly userData: string;
  readonly serverData: string;
  readonly extensions: string;
}

export interface ServerOptions {
  readonly install: ServerInstall;
  readonly folders: HostFolders;
  /** 0 takes any free port. */
  readonly port: number;
  /**
   * `test`: no token, and the page may be driven by a payload. `person`: the address needs the token that the
   * file holds (a file, since command lines are visible to every user of the machine).
   */
  readonly access: { readonly kind: 'test' } | { readonly kind: 'person'; readonly tokenFile: string };
  /** Whether VS Code asks if a folder is to be trusted. */
  readonly workspaceTrust: boolean;
  /** Variables that the extension host gets beside the usual ones. */
  readonly env: Readonly<Record<string, string>>;
}

export interface HostServer {
  readonly port: number;
  readonly pid: number;
  /** Resolves with a sentence when the server ends, whether asked to or not. */
  readonly ended: Promise<string>;
  /** How much the server has printed so far, in characters. */
  readonly printed: () => number;
  /** What it printed since then, at most the last 20,000 characters. */
  readonly printedSince: (printed: number) => string;
  /** Ends the server with every process that came from it. May be called twice. */
  readonly stop: () => Promise<void>;
}

const readyWithinMs = 120_000;

/**
 * Starts VS Code's server on the loopback address.
 * @throws Error with the server's own output when it does not come up.
 */
export async function startServer(options: ServerOptions): Promise<HostServer> {
  const tag = randomBytes(12).toString('hex');
  const watch = pathToFileURL(path.join(import.meta.dirname, 'watchParent.mjs')).href;
  await mkdir(options.folders.extensions, { recursive: true });
  const child = spawn(
    options.install.node,
    ['--import', watch, options.install.serverMain, ...serverArguments(options)],
    {
      env: { ...cleanEnvironment(process.env), ...options.env, [runTag]: tag },
      stdio: ['pipe', 'pipe', 'pipe'],
      detached: true,
    },
  );
  let output = '';
  let printed = 0;
  let stopping: Promise<void> | undefined;
  const stop = (): Promise<void> => {
    stopping ??= child.pid === undefined ? Promise.resolve() : endProcesses({ pid: child.pid, tag });
    return stopping;
  };
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(`The VS Code server could not be started: ${error.message}.`));
    child.once('exit', (code, signal) =>
      resolve(`The VS Code server ended with ${code ?? signal ?? 'no status'}.`),
    );
  });
  const ready = new Promise<number>((resolve) => {
    const read = (chunk: Buffer): void => {
      const text = chunk.toString();
      printed += text.length;
      output = (output + text).slice(-20_000);
      const port = readyPort(output);
      if (port !== undefined) resolve(port);
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
  });
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(
      () => resolve(`The VS Code server was not ready within ${readyWithinMs / 1000} s.`),
      readyWithinMs,
    );
  });
  const first = await Promise.race([ready, ended, late]);
  clearTimeout(timer);
  if (typeof first === 'string' || child.pid === undefined) {
    await stop();
    throw new Error(`${first} Its output:\n${indent(output)}`);
  }
  const printedSince = (before: number): string =>
    printed === before ? '' : output.slice(-(printed - before));
  return { port: first, pid: child.pid, ended, printed: () => printed, printedSince, stop };
}

function serverArguments(options: ServerOptions): string[] {
  const { access, folders } = options;
  return [
    '--host=127.0.0.1',
    `--port=${options.port}`,
    ...(access.kind === 'test'
      ? ['--without-connection-token', '--enable-smoke-test-driver']
      : [`--connection-token-file=${access.tokenFile}`]),
    '--accept-server-license-terms',
    '--disable-telemetry',
    '--disable-getting-started-override',
    ...(options.workspaceTrust ? [] : ['--disable-workspace-trust']),
    ...folderArguments(folders),
  ];
}

function folderArguments(folders: HostFolders): string[] {
  return [
    `--user-data-dir=${folders.userData}`,
    `--server-data-dir=${folders.serverData}`,
    `--extensions-dir=${folders.extensions}`,
  ];
}

/** Finds the port in the line by which the server says that it is ready. */
export function readyPort(output: string): number | undefined {
  const port = /^Web UI available at http:\/\/[^:\s]+:(\d+)/m.exec(output)?.[1];
  return port === undefined ? undefined : Number(port);
}

/**
 * Installs a VSIX into the extensions folder, replacing the same version.
 * @throws Error with the server's output when it is not accepted.
 */
export async function installVsix(install: ServerInstall, folders: HostFolders, vsix: string): Promise<void> {
  await mkdir(folders.extensions, { recursive: true });
  const args = [install.serverMain, ...folderArguments(folders), '--accept-server-license-terms', '--force'];
  let output: string;
  try {
    const { stdout, stderr } = await runProgram(install.node, [...args, `--install-extension=${vsix}`], {
      env: cleanEnvironment(process.env),
      timeoutMs: 120_000,
    });
    output = stdout + stderr;
  } catch (error) {
    const shown = error instanceof Error && 'stderr' in error ? String(error.stderr) : String(error);
    throw new Error(`VS Code did not install ${vsix}:\n${indent(shown)}`, { cause: error });
  }
  // It ends with status 0 for some failures too.
  if (!/was successfully installed/.test(output)) {
    throw new Error(`VS Code did not install ${vsix}:\n${indent(output)}`);
  }
}

/**
 * What a VS Code gets from our own environment: without the marks of an npm script or of the VS Code whose
 * terminal this may run in, which would change how it and its extensions behave.
 */
export function cleanEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const dropped = /^(npm_|VSCODE_|ELECTRON_|NODE_OPTIONS$|NODE_CHANNEL_|INIT_CWD$)/i;
  return Object.fromEntries(Object.entries(env).filter(([key]) => !dropped.test(key)));
}

function indent(text: string): string {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => `  ${line}`)
    .join('\n');
}
