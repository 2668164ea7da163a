import { execFileSync } from 'node:child_process';
import { closeSync, ftruncateSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { inItsOwnProcess } from './processes.ts';
import { filler, type Perform } from './trials.ts';

const page = 4096;

/** Mounts a small disk in memory; false where one may not. */
export function mountSmallDisk(folder: string): boolean {
  if (process.platform !== 'linux') return false;
  mkdirSync(folder, { recursive: true });
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=8m', 'tmpfs', folder], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

export function unmount(folder: string): void {
  execFileSync('umount', [folder]);
}

/** Does a write when no more than so many pages are free. */
export function withFreePages(pages: number): Perform {
  return async (world, writer, root, fault) => {
    const file = join(world.place, filler);
    fill(file, pages);
    try {
      return await inItsOwnProcess(world, writer, root, { ...fault, kind: 'none' });
    } finally {
      rmSync(file);
    }
  };
}

function fill(file: string, pages: number): void {
  const descriptor = openSync(file, 'w');
  let size = 0;
  try {
    const bytes = Buffer.alloc(page);
    for (;;) size += writeSync(descriptor, bytes);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error;
    ftruncateSync(descriptor, Math.max(0, size - pages * page));
  } finally {
    closeSync(descriptor);
  }
}
