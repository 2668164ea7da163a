import { writeFileSync } from 'node:fs';
import type Mocha from 'mocha';
import { version, workspace } from 'vscode';
import { pageFrom } from './vscodeHost/pageBridgeClient.ts';
import { testResultsVariable, type TestResults } from './vscodeHost/testResults.ts';

/**
 * Makes the `run` that VS Code calls in a test bundle: defines the suites with mocha's globals, runs them, and
 * writes the counts to the file that the host named.
 */
export function scenario(define: () => void): () => Promise<void> {
  return async () => {
    const { default: MochaClass } = await import('mocha');
    const mocha = new MochaClass({ ui: 'bdd', timeout: 180_000, color: false, reporter: 'spec', bail: true });
    mocha.suite.emit('pre-require', globalThis, 'scenario', mocha);
    // VS Code reads a .code-workspace while extensions start already, and tells its folders when it has.
    await until('the folders of the workspace', () =>
      workspace.workspaceFile === undefined || (workspace.workspaceFolders ?? []).length > 0
        ? true
        : undefined,
    );
    define();
    const failures: { title: string; message: string }[] = [];
    const pictures: Promise<unknown>[] = [];
    const times: { title: string; ms: number }[] = [];
    const time = (runnable: Mocha.Runnable): void => {
      times.push({ title: runnable.fullTitle(), ms: runnable.duration ?? 0 });
    };
    const stats = await new Promise<Mocha.Stats | undefined>((resolve) => {
      const runner = mocha.run(() => resolve(runner.stats));
      runner.on('test end', time);
      runner.on('hook end', time);
      runner.on('fail', (test, error: unknown) => {
        const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
        failures.push({ title: test.fullTitle(), message });
        console.error(`✘ ${test.fullTitle()}\n${message}`);
        // At once: when this process has ended, nothing of the extension is to be seen any more.
        const picture = pageFrom(process.env)?.ask('screenshot', { name: 'failed-test' });
        if (picture) pictures.push(picture.catch(() => undefined));
      });
    });
    await Promise.all(pictures);
    const results: TestResults = {
      passed: stats?.passes ?? 0,
      failed: Math.max(stats?.failures ?? 0, failures.length),
      vscodeVersion: version,
      failures,
      times,
    };
    const file = process.env[testResultsVariable];
    if (file !== undefined) writeFileSync(file, JSON.stringify(results));
    if (results.failed > 0) throw new Error(`${results.failed} failed`);
  };
}

/** Waits until `look` finds something, and returns it. */
export async function until<T>(
  what: string,
  look: () => T | undefined | Promise<T | undefined>,
  timeoutMs = 60_000,
): Promise<T> {
  const end = Date.now() + timeoutMs;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > end) throw new Error(`Waited ${timeoutMs} ms in vain for ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
