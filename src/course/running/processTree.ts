import { spawn, type ChildProcess } from 'node:child_process';

/**
 * Ends a child and everything it started. The child must have been spawned `detached` (its own process
 * group) on POSIX; on Windows taskkill walks the tree.
 */
export function killTree(child: ChildProcess): void {
  const { pid } = child;
  if (pid === undefined) return;
  if (process.platform === 'win32') {
    spawn('taskkill', ['/pid', String(pid), '/T', '/F'], { stdio: 'ignore' }).on('error', () => child.kill());
    return;
  }
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // The group is gone already, or the child never became its leader.
    child.kill('SIGKILL');
  }
}
