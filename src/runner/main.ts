import type { RunJob } from '../protocol/runEvents.ts';
import { send } from './channel.ts';
import { describeFailure } from './failure.ts';
import { watchOpenDatabases } from './hygiene/openDatabases.ts';
import { MochaRun } from './mochaRun.ts';
import { installModuleHook } from './moduleHook.ts';
import { captureOutput } from './outputCapture.ts';

/**
 * The one-shot child process: takes one job over IPC, runs it, and ends. Everything it tells leaves through
 * `send`; the words are in protocol/runEvents.ts.
 */

/** Captured before learner code can replace it. */
const end: (code: number) => never = process.exit.bind(process);

process.once('message', (job: RunJob) => {
  // The channel must not keep a finished run alive; if the other side goes away, so does the run.
  process.channel?.unref();
  process.on('disconnect', () => end(1));
  void perform(job);
});

async function perform(job: RunJob): Promise<void> {
  const run = new MochaRun(job, send);
  const watches = [watchOpenDatabases({ current: () => run.currentTitle(), here: () => run.here() })];
  installModuleHook({
    root: job.root,
    overlay: job.overlay,
    sealed: job.sealed,
    toolchain: job.toolchain,
    packages: job.packages,
    instrument: (path) => {
      for (const watch of watches) {
        const source = watch.instrument(path);
        if (source !== null) return source;
      }
      return null;
    },
  });
  reportExits(run);
  captureOutput(() => run.currentKey());
  try {
    await run.run();
    // Let promises that the last hook left behind settle, so that what they close counts as closed.
    await new Promise((resolve) => setImmediate(resolve));
    for (const watch of watches) {
      for (const finding of watch.findings()) send({ type: 'finding', finding });
    }
    send({ type: 'finished' });
    end(0);
  } catch (thrown) {
    send({ type: 'uncaught', failure: describeFailure(thrown, job) });
    end(1);
  }
}

/** Says so when the code under test ends the process itself, before it does. */
function reportExits(run: MochaRun): void {
  process.exit = (code): never => {
    const status = Number(code ?? process.exitCode ?? 0);
    send({ type: 'exitCalled', code: Number.isNaN(status) ? 1 : status, at: run.here() });
    return end(status);
  };
}
