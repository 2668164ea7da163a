/**
 * What VS Code itself says in every run without anything being wrong: notes of its page about its connection and
 * its speed, services that are switched off, and native modules that the npm build does without.
 */
const routine = [
  /^(Resolving|Resolved) connection token/,
  /^Creating a socket/,
  /^Updating additional builtin extensions cache/,
  /^ChatSessionStore:/,
  /^Ignoring fetching additional builtin extensions/,
  /^Creation of workbench contribution '[^']+' took/,
  /^Timed out waiting for authentication provider/,
  /^\[(remote-connection|reconnection-grace-time|AccountPolicyGate|Service Worker|AgentHost\b[^\]]*)\]/,
  /Could not locate the bindings file/,
  /Cannot find module '\.\/build\/Release\/watchdog'/,
  /^WebSocket close with status code/,
];

/** Whether one message (which may have many lines) is VS Code's own routine and not the output of a test. */
export function isRoutine(message: string): boolean {
  return routine.some((pattern) => pattern.test(message));
}

/**
 * Finds in the server's output that an extension host broke off. VS Code's page then reports the status 0, as if
 * the tests had ended well.
 * @param ended the processes that were ended on purpose: those of windows before.
 */
export function brokenExtensionHost(
  serverOutput: string,
  ended: ReadonlySet<number> = new Set(),
): string | undefined {
  for (const [, pid, status, signal] of serverOutput.matchAll(
    /<(\d+)> Extension Host Process exited with code: (\w+), signal: (\w+)/g,
  )) {
    if (status === '0' || ended.has(Number(pid))) continue;
    return `The extension host broke off (status ${status}, signal ${signal}), and the tests with it.`;
  }
  return undefined;
}
