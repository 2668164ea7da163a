import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { Worker } from 'node:worker_threads';
import { output } from '../build.ts';

/** Installed for this benchmark only, in these versions. */
const packages = { eslint: '10.15.0', 'eslint-plugin-mocha': '12.0.2' } as const;

/** Answers each text with the milliseconds it took, or with what it could not read. */
const thread = `import { parentPort } from 'node:worker_threads';
import { Linter } from 'eslint';
import config from './eslint.config.js';
const linter = new Linter();
parentPort.on('message', ({ text, name }) => {
  const start = performance.now();
  const messages = linter.verify(text, config, name);
  const took = performance.now() - start;
  const fatal = messages.find((message) => message.fatal);
  parentPort.postMessage(fatal ? fatal.message : took);
});
`;

/** ESLint with eslint-plugin-mocha's recommended rules. */
export interface Peer {
  /**
   * Lints in a thread of its own, warm, so that neither side collects the other's garbage on its own time.
   * @returns milliseconds, counted there. @throws Error when it cannot read the text.
   */
  readonly lint: (text: string, name: string) => Promise<number>;
  /** Lints a file in a process of its own, from its start to its exit. @returns milliseconds. */
  readonly lintCold: (file: string) => number;
  /** A folder whose files it lints. */
  readonly folder: string;
  readonly close: () => Promise<unknown>;
}

/** Installs it below `out/` where it is not there yet. @throws Error when npm cannot. */
export async function preparePeer(): Promise<Peer> {
  const folder = join(output, 'eslint');
  mkdirSync(folder, { recursive: true });
  const manifest = JSON.stringify({ name: 'peer', private: true, type: 'module', dependencies: packages });
  writeFileSync(join(folder, 'package.json'), manifest);
  if (!existsSync(join(folder, 'node_modules/eslint-plugin-mocha'))) {
    const npm = spawnSync('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts'], {
      cwd: folder,
      encoding: 'utf8',
    });
    if (npm.status !== 0) throw new Error(`npm could not install ESLint: ${npm.stderr}`);
  }
  writeFileSync(
    join(folder, 'eslint.config.js'),
    "import mocha from 'eslint-plugin-mocha';\nexport default [mocha.configs.recommended];\n",
  );
  writeFileSync(join(folder, 'peer.js'), thread);
  const worker = new Worker(join(folder, 'peer.js'));
  return {
    folder,
    close: () => worker.terminate(),
    async lint(text, name) {
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window.
      worker.postMessage({ text, name });
      // What a thread posts is of any type.
      const [answer] = (await once(worker, 'message')) as unknown[];
      if (typeof answer !== 'number') throw new Error(`ESLint cannot read ${name}.`);
      return answer;
    },
    lintCold(file) {
      const start = performance.now();
      const run = spawnSync(process.execPath, [join(folder, 'node_modules/eslint/bin/eslint.js'), file], {
        cwd: folder,
        encoding: 'utf8',
      });
      const took = performance.now() - start;
      // 1 means that it reports something.
      if (run.status !== 0 && run.status !== 1) throw new Error(`ESLint failed: ${run.stderr}`);
      return took;
    },
  };
}
