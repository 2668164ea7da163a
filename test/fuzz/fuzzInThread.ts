import { Worker } from 'node:worker_threads';
import type { FuzzFailure } from './fuzz.ts';

/** A text that takes longer is taken for one that never ends, in milliseconds. */
const hangMs = 30_000;

type Message =
  | ({ readonly number: number } & Omit<FuzzFailure, 'message'>)
  | { readonly failures: readonly FuzzFailure[] };

/**
 * Fuzzes in a thread, and ends it when one text takes for ever.
 * @param onProgress called with the number of texts done.
 */
export function fuzzInThread(
  setting: { readonly count: number; readonly seed: number },
  onProgress: (done: number) => void = () => undefined,
): Promise<readonly FuzzFailure[]> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('worker.ts', import.meta.url), { workerData: setting });
    let current: Omit<FuzzFailure, 'message'> | null = null;
    const hangs = setTimeout(() => {
      void worker.terminate();
      if (current) resolve([{ ...current, message: `It has not come to an end in ${hangMs / 1000} s.` }]);
      else reject(new Error('The thread that fuzzes does not start.'));
    }, hangMs);
    worker.on('message', (message: Message) => {
      hangs.refresh();
      if ('failures' in message) {
        clearTimeout(hangs);
        resolve(message.failures);
        return;
      }
      const { number, ...text } = message;
      current = text;
      onProgress(number);
    });
    worker.on('error', (error) => {
      clearTimeout(hangs);
      reject(error);
    });
  });
}
