import { writeSync } from 'node:fs';
import { eventDescriptor, type RunEvent } from '../protocol/runEvents.ts';

/** Captured before any learner code runs: a test may stub whatever it likes afterwards. */
const stringify = JSON.stringify;
const write = writeSync;
const wait = Atomics.wait;
const bufferFrom = Buffer.from.bind(Buffer);
const sleepCell = new Int32Array(new SharedArrayBuffer(4));

/**
 * Sends one event to the process that asked for the run: a JSON line, written synchronously to a pipe of its
 * own, so that it is out before a `process.exit`, a crash or an endless loop on the next line.
 */
export function send(event: RunEvent): void {
  const bytes = bufferFrom(stringify(event) + '\n', 'utf8');
  let offset = 0;
  while (offset < bytes.length) {
    try {
      offset += write(eventDescriptor, bytes, offset);
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      // A full pipe: the reader is slower than we are. Everything else means that nobody reads any more.
      if (code !== 'EAGAIN') return;
      wait(sleepCell, 0, 0, 1);
    }
  }
}
