import { spawn, spawnSync } from 'node:child_process';
import { closeSync, existsSync, ftruncateSync, openSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** Makes a pipe, at which whoever opens it as a file waits. */
export function makePipe(path: string): void {
  const { status, stderr } = spawnSync('mkfifo', [path], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`mkfifo: ${stderr}`);
}

/** Makes a socket to which nobody listens any more. */
export async function makeSocket(path: string): Promise<void> {
  // By its name in its folder: the path of a socket may have some hundred characters only.
  const program = `require('node:net').createServer().listen('./' + ${JSON.stringify(basename(path))}, () => process.kill(process.pid, 'SIGKILL'))`;
  spawn(process.execPath, ['-e', program], { cwd: dirname(path), stdio: 'ignore' });
  for (let tries = 0; tries < 400 && !existsSync(path); tries += 1) await delay(25);
  if (!existsSync(path)) throw new Error(`There is no socket ${path}.`);
}

/** Makes a file of so many zero bytes, which takes no room on the disk. */
export function makeHuge(path: string, bytes: number): void {
  const descriptor = openSync(path, 'w');
  ftruncateSync(descriptor, bytes);
  closeSync(descriptor);
}

/** For root everything can be read, so it is somebody else who tries: the options of a process that cannot. */
export const asNobody: { readonly uid?: number; readonly gid?: number } =
  process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};
