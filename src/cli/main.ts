import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runItlab } from './program.ts';

const bundle = fileURLToPath(import.meta.url);
const here = dirname(bundle);
const abort = new AbortController();
// The runs in flight end first, with their whole process trees; a second signal ends the program at once.
process.once('SIGINT', () => abort.abort()).once('SIGTERM', () => abort.abort());

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
  signal: abort.signal,
});
