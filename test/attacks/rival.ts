/**
 * Adds entries to a progress file that others write at the same time, and says on standard output which were
 * acknowledged, a line each.
 *
 *   node rival.js FOLDER NAME COUNT KILL_AT
 *
 * KILL_AT: the call at which it kills itself; 0 for never.
 */
import { writeSync } from 'node:fs';
import { join } from 'node:path';
import { gained, noProgress } from '../../src/course/progress/progress.ts';
import { ProgressFile } from '../../src/course/progress/progressFile.ts';
import { attack } from './faultyFs.ts';

const [folder = '', name = '', count = '', at = ''] = process.argv.slice(2);
const file = new ProgressFile(join(folder, 'progress.json'));
if (at !== '0') attack(folder, { kind: 'kill', at: Number(at) }, () => process.kill(process.pid, 'SIGKILL'));
for (let index = 0; index < Number(count); index++) {
  // Each time with nothing but the new entry: what is there already has to come from the file.
  await file.add(gained(noProgress, `${name}-${index}`, { startedAt: '2026-01-01T08:00:00.000Z' }));
  writeSync(1, `${name}-${index}\n`);
}
