import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { pathToFileURL } from 'node:url';
import { output } from '../build.ts';

/** Installed for this benchmark only, in these versions. */
const packages = { eslint: '10.15.0', 'eslint-plugin-mocha': '12.0.2' } as const;

/** The parts of ESLint's `Linter` that are used. */
interface Linter {
  verify(text: string, config: unknown, filename: string): readonly { readonly fatal?: boolean }[];
}

/** ESLint with eslint-plugin-mocha's recommended rules. */
export interface Peer {
  /** Lints in this process, warm. @returns milliseconds. @throws Error when it cannot read the text. */
  readonly lint: (text: string, name: string) => number;
  /** Lints a file in a process of its own, from its start to its exit. @returns milliseconds. */
  readonly lintCold: (file: string) => number;
  /** A folder whose files it lints. */
  readonly folder: string;
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
  writeFileSync(
    join(folder, 'peer.js'),
    "import { Linter } from 'eslint';\nimport config from './eslint.config.js';\nexport const linter = new Linter();\nexport { config };\n",
  );
  const module: unknown = await import(pathToFileURL(join(folder, 'peer.js')).href);
  // Written above.
  const { linter, config } = module as { readonly linter: Linter; readonly config: unknown };
  return {
    folder,
    lint(text, name) {
      const start = performance.now();
      const messages = linter.verify(text, config, name);
      const took = performance.now() - start;
      if (messages.some(({ fatal }) => fatal === true)) throw new Error(`ESLint cannot read ${name}.`);
      return took;
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
