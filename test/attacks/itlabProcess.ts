/**
 * `itlab` from its sources in a process of its own, as `src/cli/main.ts` starts it; how much memory it took is the
 * last line on its standard error.
 *
 *   node test/attacks/itlabProcess.ts '{"installation": {…}, "cwd": "/…", "args": ["grade", "--all"]}'
 */
import { writeSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { exitStatus } from '../../src/cli/environment.ts';
import { runItlab } from '../../src/cli/program.ts';
import { abortOnSignals } from '../../src/cli/signals.ts';
import type { Installation } from '../../src/course/installation.ts';

export interface ItlabStart {
  readonly installation: Installation;
  readonly cwd: string;
  readonly args: readonly string[];
}

// Whoever starts this program makes it of that shape.
const { installation, cwd, args } = JSON.parse(process.argv[2] ?? '') as ItlabStart;
let signal: AbortSignal | null = null;
// In KB, as getrusage(2) has it.
process.on('exit', () => writeSync(2, `peak ${process.resourceUsage().maxRSS}\n`));
process.exitCode = await runItlab(args, {
  installation,
  compilerFrom: fileURLToPath(import.meta.url),
  cwd,
  variables: {},
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  get signal() {
    return (signal ??= abortOnSignals(exitStatus.unusable));
  },
});
