import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { Setting } from './setting.ts';

export interface ColdRun {
  /** Milliseconds from the start of the process to its exit. */
  readonly ms: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface ColdOptions {
  /** The verdicts are what is asked for, not the time. */
  readonly mayFail?: boolean;
  /** Whether TypeScript is stripped by the hook; else by Node itself. */
  readonly hook?: boolean;
  readonly env?: Readonly<Record<string, string>>;
}

/**
 * Runs bare mocha in a process of its own, in a folder of the scratch course.
 * @param args further arguments for mocha; test files among them are relative to the folder.
 * @throws Error when mocha does not pass, unless it may fail: what fails early would make a flattering comparison.
 */
export function coldRun(
  setting: Setting,
  folder: string,
  args: readonly string[],
  { mayFail = false, hook = true, env: added = {} }: ColdOptions = {},
): Promise<ColdRun> {
  const mocha = join(setting.installation.toolchain, 'node_modules/mocha/bin/mocha.js');
  const env: NodeJS.ProcessEnv = { ...process.env, ...setting.runtime.env, ...added };
  delete env['NODE_OPTIONS'];
  const started = performance.now();
  const child = spawn(
    setting.runtime.execPath,
    [...(hook ? ['--require', setting.coldHook] : []), mocha, ...args],
    {
      cwd: folder,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
  return new Promise((resolve, reject) => {
    let ms = 0;
    child.on('error', reject);
    child.on('exit', () => (ms = performance.now() - started));
    child.on('close', (code) => {
      const text = Buffer.concat(stdout).toString('utf8');
      const errors = Buffer.concat(stderr).toString('utf8');
      if (code === 0 || mayFail) resolve({ ms, stdout: text, stderr: errors });
      else {
        const said = `${text.slice(-2000)}\n${errors.slice(-2000)}`;
        reject(new Error(`Bare mocha ended with ${code} in ${folder}:\n${said}`));
      }
    });
  });
}

/** A cold run of the whole suite of a folder. */
export async function coldSuite(setting: Setting, folder: string): Promise<number> {
  return (await coldRun(setting, folder, ['--recursive', '--extension', 'ts', 'tests'])).ms;
}
