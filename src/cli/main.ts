import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { exitStatus } from './environment.ts';
import { runItlab } from './program.ts';
import { abortOnSignals } from './signals.ts';

const bundle = fileURLToPath(import.meta.url);
const here = dirname(bundle);
let signal: AbortSignal | null = null;

// `itlab list | head`: whoever reads has enough.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit();
  throw error;
});

process.exitCode = await runItlab(process.argv.slice(2), {
  installation: {
    lessons: join(here, '..', 'lessons'),
    runner: join(here, 'runner.cjs'),
    attach: join(here, 'attach.cjs'),
    toolchain: join(here, 'toolchain'),
  },
  compilerFrom: bundle,
  cwd: process.cwd(),
  variables: process.env,
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  // Heard from the moment on that a command asks: those that only read are ended by the system itself, at once and
  // in the middle of whatever they do.
  get signal() {
    return (signal ??= abortOnSignals(exitStatus.unusable));
  },
});
