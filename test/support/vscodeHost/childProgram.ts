import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface ProgramOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly timeoutMs: number;
  /** Windows starts .cmd files by a shell only. */
  readonly shell?: boolean;
}

/**
 * Runs a program to its end. It is killed when this process exits before, so that an interrupted set-up leaves
 * nothing running.
 * @throws Error with `stdout` and `stderr` when it fails or takes too long.
 */
export async function runProgram(
  file: string,
  args: readonly string[],
  options: ProgramOptions,
): Promise<{ stdout: string; stderr: string }> {
  const running = run(file, [...args], {
    env: options.env ?? process.env,
    timeout: options.timeoutMs,
    killSignal: 'SIGKILL',
    maxBuffer: 16 * 1024 * 1024,
    shell: options.shell ?? false,
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
  });
  const endChild = (): void => void running.child.kill('SIGKILL');
  process.once('exit', endChild);
  try {
    return await running;
  } finally {
    process.off('exit', endChild);
  }
}
