import { execFile } from 'node:child_process';
import { CourseError, messageOf } from './courseError.ts';
import { isSamePath } from './platform/paths.ts';
import { needsShell } from './platform/programs.ts';
import { sentence } from './sentence.ts';

/** A checked program that can run tests. */
export interface Runtime {
  readonly execPath: string;
  /** Variables it needs to behave as Node (on the desktop the editor's own executable does). */
  readonly env: Readonly<Record<string, string>>;
  readonly version: string;
}

/** better-sqlite3 crashes below Node 22, and the module hook came with 22.15. */
export const leastNode = [22, 15] as const;

/** Whether a version such as `22.17.0` is enough. */
export function isEnough(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > leastNode[0] || (major === leastNode[0] && minor >= leastNode[1]);
}

/** @throws CourseError `runtime-too-old` when the version does not do. */
export function checkVersion(version: string, execPath: string): void {
  if (isEnough(version)) return;
  throw new CourseError(
    'runtime-too-old',
    sentence`${execPath} is Node ${version}, but tests need Node ${leastNode.join('.')} or newer: the SQLite driver crashes the process on older ones.`,
    'Update Node, or choose a newer one with the setting itlab.nodePath (on the command line: the variable ITLAB_NODE).',
  );
}

/**
 * The runtime behind a path, after asking it for its version. Without a path it is the running process's own
 * executable, which is the editor's Node in the extension.
 * @throws CourseError `runtime-too-old` or `runtime-missing`.
 */
export async function findRuntime(nodePath?: string): Promise<Runtime> {
  const execPath = nodePath ?? process.execPath;
  const env = { ELECTRON_RUN_AS_NODE: '1' };
  if (isSamePath(execPath, process.execPath)) {
    checkVersion(process.versions.node, execPath);
    return { execPath, env, version: process.versions.node };
  }
  if (needsShell(execPath)) {
    throw new CourseError(
      'runtime-missing',
      sentence`${execPath} is a script that starts Node, and tests are started by no shell.`,
      'Name node.exe itself in the setting itlab.nodePath (on the command line: in the variable ITLAB_NODE), or empty it.',
    );
  }
  const version = await askVersion(execPath, env);
  checkVersion(version, execPath);
  return { execPath, env, version };
}

function askVersion(execPath: string, env: Record<string, string>): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(
      execPath,
      ['-p', 'process.versions.node'],
      { env: { ...process.env, ...env }, timeout: 10_000 },
      (error, stdout) => {
        const version = stdout.trim();
        if (!error && /^\d+\.\d+\.\d+/.test(version)) {
          resolve(version);
          return;
        }
        reject(
          new CourseError(
            'runtime-missing',
            sentence`${execPath} could not be started as Node: ${error ? messageOf(error) : `it answered '${version}'`}.`,
            'Correct the setting itlab.nodePath (on the command line: the variable ITLAB_NODE), or empty it.',
            { cause: error },
          ),
        );
      },
    );
  });
}
