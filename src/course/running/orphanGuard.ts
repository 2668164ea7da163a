import { spawn, type ChildProcess } from 'node:child_process';
import { runVariable, type ProcessTree } from './processTree.ts';

/**
 * Kills runners whose starter was killed itself. A runner that waits notices that its pipe closes; one in an
 * endless loop notices nothing, so one small shell for all of them reads from a pipe that only this process
 * holds, and acts when it closes. A thread in the runner would do it too, for 15 MB and 30 ms each.
 *
 * On Windows there is none: the system ends children that are not detached together with their parent.
 */
const script = `
trees=' '
while read -r verb tree; do
  rest=' '
  for one in $trees; do [ "$one" = "$tree" ] || rest="$rest$one "; done
  trees=$rest
  [ "$verb" = add ] && trees="$trees$tree "
done
for one in $trees; do
  kill -s KILL -- "-\${one%%:*}"
  for file in $(grep -ls "${runVariable}=\${one#*:}" /proc/[0-9]*/environ); do
    pid=\${file#/proc/}
    kill -s KILL "\${pid%/environ}"
  done
done
`;

const guarded = new Set<string>();
let guard: ChildProcess | null = null;

/** Has a tree killed if this process ends without saying `release`. */
export function guardTree(tree: ProcessTree): void {
  if (process.platform === 'win32') return;
  guarded.add(nameOf(tree));
  if (guard === null) start();
  else tell('add', nameOf(tree));
}

/** The tree is gone: its numbers may come to mean other processes. */
export function release(tree: ProcessTree): void {
  if (guarded.delete(nameOf(tree))) tell('del', nameOf(tree));
}

function nameOf({ pid, tag }: ProcessTree): string {
  return `${pid}:${tag}`;
}

function start(): void {
  const child = spawn('/bin/sh', ['-c', script], {
    // A session of its own: what ends this process (Ctrl+C in a terminal, say) must not end it too.
    detached: true,
    cwd: '/',
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  guard = child;
  const gone = (): void => {
    if (guard === child) guard = null;
  };
  child.on('error', gone);
  child.on('exit', gone);
  child.stdin.on('error', gone);
  child.unref();
  // The pipe is a socket, which alone would keep this process alive; its type does not say so.
  if ('unref' in child.stdin && typeof child.stdin.unref === 'function') child.stdin.unref();
  for (const name of guarded) tell('add', name);
}

function tell(verb: 'add' | 'del', name: string): void {
  guard?.stdin?.write(`${verb} ${name}\n`);
}
