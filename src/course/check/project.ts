import { execFile } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, dirname, join } from 'node:path';
import type { CheckProblem } from '../../protocol/checkResult.ts';
import { messageOf } from '../courseError.ts';
import { isSamePath } from '../platform/paths.ts';
import { needsShell } from '../platform/programs.ts';
import { readRegularText } from '../regularFile.ts';
import { isMissing } from '../writing/links.ts';
import { testRunnerAt } from './testFrameworks.ts';
import { findMochaCommand, type MochaCommand } from './mochaCommand.ts';

/** A project that can be checked: its folder, its own mocha, and the Node that runs both. */
export interface Project {
  /** Absolute, with links resolved: module loaders name files that way. */
  readonly folder: string;
  readonly mocha: { readonly folder: string; readonly bin: string; readonly version: string };
  readonly node: ProjectNode;
  readonly command: MochaCommand;
  /** Environment of the project's npm scripts. */
  readonly env: NodeJS.ProcessEnv;
}

export interface ProjectNode {
  readonly execPath: string;
  readonly version: string;
  /** Variables it needs to behave as Node. */
  readonly env: Readonly<Record<string, string>>;
}

/** The folder of the package that a folder belongs to, or the folder itself where there is no package.json above. */
export function projectFolderOf(from: string): string {
  for (let folder = from; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json'))) return realpathSync(folder);
    if (dirname(folder) === folder) return realpathSync(from);
  }
}

/**
 * Everything needed to start a project's tests.
 * @param folder the project, absolute.
 * @param nodePath the Node to use; that on the path when left out.
 * @param variables the environment the user works in.
 * @throws CourseError `not-readable` when its package.json is none that can be read.
 */
export async function openProject(
  folder: string,
  nodePath: string | undefined,
  variables: NodeJS.ProcessEnv,
): Promise<Project | CheckProblem> {
  assertManifest(join(folder, 'package.json'));
  const runner = testRunnerAt(folder);
  if (runner.by === 'others') return othersRun(folder, runner.names);
  const mocha = findMocha(folder);
  if (mocha === null) {
    return {
      code: 'mocha-missing',
      message:
        `No mocha is installed for ${folder}. ` +
        "If mocha runs its tests, install the project's dependencies (npm install) or add mocha to them (npm install --save-dev mocha). The tests of other frameworks are not checked.",
    };
  }
  const node = await findNode(nodePath, folder, variables);
  if ('code' in node) return node;
  const command = findMochaCommand(scriptsOf(folder));
  return { folder, mocha, node, command, env: environmentOf(folder, node, command, variables) };
}

/** Nobody shall install mocha where another framework does its work. */
function othersRun(folder: string, names: readonly string[]): CheckProblem {
  return {
    code: 'other-framework',
    message:
      `The tests of ${folder} are run by ${names.join(' and ')}. ` +
      'The check works through mocha alone, so nothing was run and nothing is wrong with the project. ' +
      'If mocha runs other tests of it, name mocha in its package.json or check the package they belong to.',
  };
}

/** Node's own search for packages opens it whatever it is, and would wait at a pipe for ever. */
function assertManifest(file: string): void {
  try {
    readRegularText(file);
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
}

function findMocha(folder: string): Project['mocha'] | null {
  let main: string;
  try {
    main = realpathSync(createRequire(join(folder, 'package.json')).resolve('mocha'));
  } catch {
    return null;
  }
  for (let at = dirname(main); dirname(at) !== at; at = dirname(at)) {
    const manifest = readJson(join(at, 'package.json'));
    if (manifest?.['name'] !== 'mocha') continue;
    const bins = manifest['bin'];
    const bin: unknown =
      typeof bins === 'object' && bins !== null && 'mocha' in bins ? bins.mocha : './bin/mocha.js';
    return { folder: at, bin: join(at, String(bin)), version: String(manifest['version']) };
  }
  return null;
}

async function findNode(
  named: string | undefined,
  cwd: string,
  variables: NodeJS.ProcessEnv,
): Promise<ProjectNode | CheckProblem> {
  try {
    return await askNode(named ?? 'node', cwd, variables);
  } catch (error) {
    const what =
      named === undefined ? 'There is no `node` on the path' : `${named} is not a Node that starts`;
    return {
      code: 'node-missing',
      message: `${what}: ${messageOf(error)} Install Node, or name one: with the variable ITLAB_NODE on the command line, with the setting itlab.nodePath in the editor.`,
    };
  }
}

/** @throws Error when it does not start or does not answer as Node. */
function askNode(command: string, cwd: string, variables: NodeJS.ProcessEnv): Promise<ProjectNode> {
  // The editor's own executable is Node only with this variable; others do not know it.
  const env = isSamePath(command, process.execPath) ? { ELECTRON_RUN_AS_NODE: '1' } : {};
  if (needsShell(command))
    return Promise.reject(new Error('it is a script, and node.exe itself is asked for.'));
  return new Promise((resolve, reject) => {
    execFile(
      command,
      ['-p', 'JSON.stringify([process.execPath, process.versions.node])'],
      { cwd, env: { ...variables, NODE_OPTIONS: '', ...env }, timeout: 10_000 },
      (error, stdout) => {
        if (error) {
          reject(error);
          return;
        }
        try {
          const [execPath, version] = JSON.parse(stdout) as [string, string];
          resolve({ execPath, version, env });
        } catch {
          reject(new Error(`it answered '${stdout.trim()}'.`));
        }
      },
    );
  });
}

function scriptsOf(folder: string): Record<string, string> {
  const scripts = readJson(join(folder, 'package.json'))?.['scripts'];
  if (typeof scripts !== 'object' || scripts === null) return {};
  return Object.fromEntries(
    Object.entries(scripts).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

/** As npm gives it to scripts, without what an editor or its debugger adds for itself. */
function environmentOf(
  folder: string,
  node: ProjectNode,
  command: MochaCommand,
  variables: NodeJS.ProcessEnv,
): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = { ...variables, ...command.env };
  for (const name of Object.keys(env)) {
    if (/^(VSCODE_|ELECTRON_RUN_AS_NODE$|NODE_V8_COVERAGE$|NODE_CHANNEL_)/.test(name)) delete env[name];
  }
  const bins: string[] = [];
  for (let at = folder; dirname(at) !== at; at = dirname(at)) bins.push(join(at, 'node_modules', '.bin'));
  const pathName = Object.keys(env).find((name) => name.toUpperCase() === 'PATH') ?? 'PATH';
  env[pathName] = [...bins, env[pathName] ?? ''].join(delimiter);
  return { ...env, ...node.env };
}

function readJson(file: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(readRegularText(file));
    return typeof value === 'object' && value !== null ? { ...value } : null;
  } catch {
    return null;
  }
}
