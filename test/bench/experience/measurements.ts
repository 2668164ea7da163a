import { writeFileSync } from 'node:fs';

/** How a window of VS Code tells the benchmark outside what it has measured. */

/** Variable of the extension host: the file that the measurements go to. */
const measurementsFile = 'ITLAB_MEASUREMENTS';

/** The variables a window needs to write into `file`. */
export function measurementsInto(file: string): Readonly<Record<string, string>> {
  return { [measurementsFile]: file };
}

/** @throws Error outside of a benchmark. */
export function writeMeasurements(values: unknown): void {
  const file = process.env[measurementsFile];
  if (file === undefined) throw new Error('Nobody asked for measurements.');
  writeFileSync(file, JSON.stringify(values));
}
