import { sendOutput } from './channel.ts';

/** Captured before learner code can replace them. */
const bufferFrom = Buffer.from.bind(Buffer);
const nextTick = process.nextTick.bind(process);

/** Most a single run may print, in UTF-16 units, before the rest is dropped with a notice. */
const outputLimit = 1_000_000;

/**
 * Sends what learner code prints as events that name the running test. What goes straight to the
 * descriptors (a grandchild's output) is still seen by the process that started the run, unattributed.
 * @returns what begins a round: what was printed before does not count for its limit.
 */
export function captureOutput(currentKey: () => string | null): () => void {
  let sent = 0;
  const capture = (stream: 'stdout' | 'stderr'): typeof process.stdout.write => {
    const decoder = new TextDecoder();
    return (
      chunk: Uint8Array | string,
      encoding?: BufferEncoding | ((error?: Error | null) => void),
      callback?: (error?: Error | null) => void,
    ): boolean => {
      const text =
        typeof chunk === 'string'
          ? typeof encoding === 'string' && encoding !== 'utf8' && encoding !== 'utf-8'
            ? bufferFrom(chunk, encoding).toString('utf8')
            : chunk
          : decoder.decode(chunk, { stream: true });
      if (sent < outputLimit) {
        const room = outputLimit - sent;
        sendOutput({ type: 'output', stream, text: text.slice(0, room), key: currentKey() });
        sent += text.length;
        if (sent >= outputLimit) {
          sendOutput({
            type: 'output',
            stream: 'stderr',
            text: `\n… more than ${outputLimit} characters were printed; the rest of this run's output is not shown.\n`,
            key: currentKey(),
          });
        }
      }
      const done = typeof encoding === 'function' ? encoding : callback;
      if (done) nextTick(done);
      return true;
    };
  };
  process.stdout.write = capture('stdout');
  process.stderr.write = capture('stderr');
  return () => (sent = 0);
}
