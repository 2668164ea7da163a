/**
 * `npm start`: opens the course in a real VS Code with the built extension installed.
 *
 *   node scripts/start.ts [--host desktop|web] [--port N] [--course DIR]
 *
 * Whatever VS Code keeps goes below .vscode-test/, so that the user's own set-up stays as it is. This VS Code is
 * there for the course alone, so it does not ask whether to trust it. Ctrl+C ends every process that was started.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, globSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import {
  installedDesktop,
  runDesktopCli,
  type InstalledDesktop,
} from '../test/support/vscodeHost/desktop.ts';
import { newestHost } from '../test/support/vscodeHost/hostVersions.ts';
import { installServer } from '../test/support/vscodeHost/install.ts';
import { endProcesses, runTag } from '../test/support/vscodeHost/processTree.ts';
import {
  cleanEnvironment,
  installVsix,
  startServer,
  type HostFolders,
  type HostServer,
} from '../test/support/vscodeHost/server.ts';
import { asLeader } from '../src/course/running/processTree.ts';
import { hostTarget } from './toolchain.ts';

interface StartOptions {
  host?: 'desktop' | 'web';
  port: number;
  course: string;
}

type Ending = () => Promise<void>;

const repository = path.join(import.meta.dirname, '..');
const kept = path.join(repository, '.vscode-test/start');
const folders: HostFolders = {
  userData: path.join(kept, 'user-data'),
  serverData: path.join(kept, 'server-data'),
  extensions: path.join(kept, 'extensions'),
};

/** What ends the processes that run now; empty before the first one and after the last. */
const endings = new Set<Ending>();
let asked = false;

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    if (asked) return;
    asked = true;
    console.log('\nEnding VS Code ...');
    Promise.allSettled([...endings].map((end) => end())).then(
      () => process.exit(0),
      () => process.exit(1),
    );
  });
}

const command = new Command('start')
  .description('Opens the course in VS Code with the built extension installed.')
  .addOption(
    new Option(
      '--host <kind>',
      'the desktop, or VS Code in the browser; default: the desktop if it is installed',
    ).choices(['desktop', 'web']),
  )
  .option('--port <number>', 'port of the web host; 0 takes a free one', readPort, 0)
  .option(
    '--course <dir>',
    'the course folder, created when it does not exist',
    path.join(repository, 'integration-testing-course'),
  )
  .action((options: StartOptions) => start(options));

try {
  await command.parseAsync();
} catch (error) {
  await Promise.allSettled([...endings].map((end) => end()));
  // A signal ends the steps, too; that is no fault.
  if (!asked) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}

async function start(options: StartOptions): Promise<void> {
  const desktop = options.host === 'web' ? undefined : await usableDesktop(options.host === 'desktop');
  // npm changes into the repository; the caller's own folder is what a relative path means.
  const course = path.resolve(process.env['INIT_CWD'] ?? process.cwd(), options.course);
  const vsix = await builtVsix();
  await createCourse(course);
  await writeFirstSettings();
  await (desktop === undefined ? startWeb(course, vsix, options.port) : startDesktop(desktop, course, vsix));
}

/** @throws Error when the desktop is `wanted` and cannot be used. */
async function usableDesktop(wanted: boolean): Promise<InstalledDesktop | undefined> {
  const found = await installedDesktop(process.env);
  let obstacle: string | undefined;
  if (found === undefined) {
    obstacle = 'No "code" of a VS Code desktop is on the path';
  } else if (process.platform === 'linux' && !process.env['DISPLAY'] && !process.env['WAYLAND_DISPLAY']) {
    obstacle = 'There is no screen for the desktop';
  } else if (!isSupported(found.version)) {
    obstacle = `The installed VS Code is ${found.version}; the extension needs 1.103 or newer`;
  }
  if (obstacle === undefined) return found;
  if (wanted) throw new Error(`${obstacle}. Nothing was started. Use "--host web" instead.`);
  console.log(`${obstacle}: using VS Code in the browser.`);
  return undefined;
}

function isSupported(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > 1 || (major === 1 && minor >= 103);
}

/** The VSIX for this machine, built when there is none or a source is newer. */
async function builtVsix(): Promise<string> {
  const manifest: unknown = JSON.parse(readFileSync(path.join(repository, 'package.json'), 'utf8'));
  const version =
    typeof manifest === 'object' && manifest !== null && 'version' in manifest
      ? String(manifest.version)
      : '';
  const vsix = path.join(repository, 'out/vsix', `integration-testing-lab-${hostTarget()}-${version}.vsix`);
  if (!existsSync(vsix) || newestSource() > statSync(vsix).mtimeMs) {
    console.log('Building the extension ...');
    await runStep(['scripts/package.ts'], 'The extension could not be built, so nothing was started.');
    if (!existsSync(vsix)) throw new Error(`scripts/package.ts made no ${path.relative(repository, vsix)}.`);
  }
  return vsix;
}

/** When the youngest file that the VSIX is made of was changed, in milliseconds since 1970. */
function newestSource(): number {
  const patterns = ['package.json', 'esbuild.mjs', '{src,lessons,media}/**/*'];
  const files = globSync(patterns, { cwd: repository });
  return Math.max(...files.map((file) => statSync(path.join(repository, file)).mtimeMs));
}

async function createCourse(course: string): Promise<void> {
  if (existsSync(course)) {
    if (!statSync(course).isDirectory()) {
      throw new Error(`${course} is not a folder. Name another one with --course; it was left as it is.`);
    }
    if (readdirSync(course).length > 0) return;
  }
  if (!existsSync(path.join(repository, 'dist/cli.js'))) {
    await runStep(['esbuild.mjs'], 'The command line program could not be built, so no course was created.');
  }
  await runStep(['dist/cli.js', 'start', course], `The course could not be created in ${course}.`);
}

/** Leaves room for the lesson page. Written once: from then on, the settings are the user's. */
async function writeFirstSettings(): Promise<void> {
  const file = path.join(folders.userData, 'User/settings.json');
  if (existsSync(file)) return;
  const settings = {
    'workbench.secondarySideBar.defaultVisibility': 'hidden',
    'chat.disableAIFeatures': true,
    // The lesson page opens by itself; nothing else should stand before it.
    'workbench.startupEditor': 'none',
    'git.openRepositoryInParentFolders': 'never',
  };
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, `${JSON.stringify(settings, null, 2)}\n`);
}

/** Runs one of the repository's own programs to its end, in a group of its own so that it can be ended whole. */
async function runStep(args: readonly string[], failure: string): Promise<void> {
  const child = spawn(process.execPath, [...args], { cwd: repository, stdio: 'inherit', ...inOwnGroup() });
  const done = endWithUs(child, '');
  const status = await endOf(child);
  done();
  if (status !== 0) throw new Error(`${failure} See above (${status}).`);
}

async function startWeb(course: string, vsix: string, port: number): Promise<void> {
  await mustBeFree(port);
  const install = await installServer(newestHost, console.log);
  await installVsix(install, folders, vsix);
  const token = randomBytes(24).toString('hex');
  // Not an argument: every user of the machine can read those.
  const tokenFile = path.join(kept, `token-${process.pid}`);
  await mkdir(kept, { recursive: true });
  await writeFile(tokenFile, token, { mode: 0o600 });
  let server: HostServer;
  try {
    const access = { kind: 'person', tokenFile } as const;
    server = await startServer({ install, folders, port, access, workspaceTrust: false, env: {} });
  } finally {
    // The server has read it once it is ready.
    await rm(tokenFile, { force: true });
  }
  endings.add(server.stop);
  const address = new URL(`http://127.0.0.1:${server.port}/`);
  address.searchParams.set('tkn', token);
  address.searchParams.set('folder', course);
  console.log(`\nVS Code ${newestHost} shows the course ${course}.`);
  console.log(`Open this address in a browser on this machine; the token in it keeps others out:\n`);
  console.log(`  ${address.href}\n`);
  console.log('Press Ctrl+C to end it.');
  const end = await server.ended;
  if (!asked) throw new Error(`${end} Its output:\n${server.printedSince(0)}`);
  // The handler of the signal waits for the rest and ends this process.
  await new Promise(() => undefined);
}

async function mustBeFree(port: number): Promise<void> {
  const probe = createServer();
  await new Promise<void>((resolve, reject) => {
    probe.once('error', (error) =>
      reject(new Error(`Port ${port} cannot be used (${error.message}). Choose another one with --port.`)),
    );
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve()));
  });
}

async function startDesktop(desktop: InstalledDesktop, course: string, vsix: string): Promise<void> {
  const own = [`--user-data-dir=${folders.userData}`, `--extensions-dir=${folders.extensions}`];
  await mkdir(folders.extensions, { recursive: true });
  await runDesktopCli(desktop.executable ?? desktop.code, [...own, `--install-extension=${vsix}`, '--force']);
  const tag = randomBytes(12).toString('hex');
  const env = { ...cleanEnvironment(process.env), [runTag]: tag };
  const open = ['--new-window', '--disable-workspace-trust', ...own, course];
  // The desktop's own program stays until its windows are closed; "code" does so with --wait.
  const child =
    desktop.executable === undefined
      ? spawn(desktop.code, ['--wait', ...open], { env, ...inOwnGroup() })
      : spawn(desktop.executable, open, { env, ...inOwnGroup() });
  const done = endWithUs(child, tag);
  console.log(`\nVS Code ${desktop.version} shows the course ${course}.`);
  console.log('Close its window, or press Ctrl+C here, to end it.');
  const status = await endOf(child);
  done();
  if (status !== 0) throw new Error(`VS Code ended with ${status}.`);
}

/** Without the rest of `asLeader`: a desktop whose window is hidden would help nobody. */
function inOwnGroup(): { detached: boolean } {
  return { detached: asLeader().detached };
}

/** Registers a process to be ended with us. The returned function takes it off again. */
function endWithUs(child: ChildProcess, tag: string): () => void {
  const { pid } = child;
  if (pid === undefined) return () => undefined;
  const end: Ending = () => endProcesses({ pid, tag, commandLine: folders.userData });
  endings.add(end);
  return () => endings.delete(end);
}

/** How the process ended. Waits for ever once we were asked to end: the handler of the signal does the rest. */
async function endOf(child: ChildProcess): Promise<number | string> {
  const status = await new Promise<number | string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => resolve(code ?? signal ?? 'no status'));
  });
  return asked ? new Promise<never>(() => undefined) : status;
}

function readPort(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new InvalidArgumentError('It is a whole number from 0 to 65535.');
}
