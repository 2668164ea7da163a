import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { build } from 'esbuild';
import type { Perform } from './trials.ts';

const repository = join(import.meta.dirname, '../..');

/** Where the programs that are attacked lie, bundled: some thousand of them are started. */
export const programs = join(repository, 'out/attacks');

export async function buildPrograms(): Promise<void> {
  await build({
    entryPoints: ['child', 'rival'].map((name) => join(import.meta.dirname, `${name}.ts`)),
    outdir: programs,
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    external: ['amaro', 'better-sqlite3', 'typescript-parser', 'mocha'],
    // Packages in the old form of modules ask for others by `require`.
    banner: {
      js: "import { createRequire as attackRequire } from 'node:module'; const require = attackRequire(import.meta.url);",
    },
    logLevel: 'warning',
  });
}

export interface Ended {
  readonly code: number | null;
  readonly signal: string | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** @param killAfter milliseconds after its first word at which it is killed from outside. */
export function runProgram(name: string, args: readonly string[], killAfter?: number): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(programs, `${name}.js`), ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      if (stdout === '' && killAfter !== undefined) void delay(killAfter).then(() => child.kill('SIGKILL'));
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code, signal, stdout, stderr }));
  });
}

/** Attacks in a process of its own, which really dies. */
export const inItsOwnProcess: Perform = async (_world, writer, root, fault) => {
  return endingOf(await runProgram('child', [root, writer.name, JSON.stringify(fault)]));
};

/** The same, killed from outside after some time. */
export function killedAfter(milliseconds: number): Perform {
  return async (_world, writer, root) =>
    endingOf(await runProgram('child', [root, writer.name, '{"kind":"none"}'], milliseconds));
}

function endingOf({ code, signal, stderr }: Ended): Awaited<ReturnType<Perform>> {
  if (signal === 'SIGKILL') return 'killed';
  if (code === 0) return 'done';
  return { refused: stderr };
}
