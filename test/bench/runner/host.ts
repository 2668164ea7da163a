/**
 * Stands for the editor's window in the measurement of orphans: keeps a spare, runs what it is told to, and is
 * killed while it does.
 */
import { runLearnersTests } from '../../../src/course/learnerRun.ts';
import { SparePool } from '../../../src/course/running/sparePool.ts';
import { findRuntime } from '../../../src/course/runtime.ts';
import type { Setting } from './setting.ts';

process.once('message', (message) => {
  // The only sender is the benchmark.
  run(message as Pick<Setting, 'installation' | 'exercise'> & { readonly folder: string }).catch(
    (error: unknown) => {
      console.error(error);
      process.exitCode = 1;
    },
  );
});

async function run({
  installation,
  exercise,
  folder,
}: Pick<Setting, 'installation' | 'exercise'> & { readonly folder: string }): Promise<void> {
  const { runner, toolchain } = installation;
  const pool = new SparePool({ runtime: await findRuntime(), runner, toolchain });
  pool.wanted(false);
  process.send?.('started');
  await runLearnersTests(exercise, folder, {
    installation,
    runners: pool,
    select: null,
    onEvent: () => undefined,
  });
  pool.dispose();
}
