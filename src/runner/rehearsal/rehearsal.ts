import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { declaredOrder, type Round, type RunJob } from '../../protocol/runEvents.ts';
import suite from './suite.txt';

/**
 * A spare rehearses: it runs a suite of its own, with everything a run does. The first time that anything is done
 * in a process it is loaded, compiled and set up; done ahead, that is half of what a small suite takes.
 */
export interface Rehearsal {
  readonly job: RunJob;
  readonly round: Round;
}

/** Nothing of it lies on a disk; packages are found from the toolchain's folder. */
export function rehearsalIn(toolchain: string): Rehearsal {
  const file = join(toolchain, 'rehearsal.test.ts');
  const overlay = [{ path: file, text: suite }];
  return {
    job: {
      root: toolchain,
      overlay,
      sealed: [],
      toolchain,
      packages: ['better-sqlite3', 'mocha'],
      ownCode: [file],
      testTimeoutMs: 2000,
      temporary: tmpdir(),
      cwd: process.cwd(),
      offline: true,
    },
    round: { files: [file], overlay: [], select: null, seed: declaredOrder },
  };
}

/**
 * Remembers what a rehearsal changes in the process.
 * @returns what makes it as it was. Importing nock replaces functions of Node's, which the suite puts back, but
 * enumerable; nock itself starts anew when a test imports it, because its main file is then evaluated again.
 */
export function rememberProcess(toolchain: string): () => void {
  const globals = Object.getOwnPropertyDescriptors(globalThis);
  return () => {
    Object.defineProperties(globalThis, globals);
    const require = createRequire(join(toolchain, 'package.json'));
    Reflect.deleteProperty(require.cache, require.resolve('nock'));
  };
}
