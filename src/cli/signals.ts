/** Milliseconds that a command has to end what it has begun: less than the two seconds that people are promised. */
const farewellMs = 1_500;

/**
 * Hears SIGINT and SIGTERM from now on. The first one fires the signal, so that runs in flight end with their whole
 * process trees; what takes too long to end is left behind, with `status`. A second one ends the program at once.
 */
export function abortOnSignals(status: number): AbortSignal {
  const abort = new AbortController();
  const end = (): void => {
    process.off('SIGINT', end).off('SIGTERM', end);
    abort.abort();
    setTimeout(() => process.exit(status), farewellMs).unref();
  };
  process.on('SIGINT', end).on('SIGTERM', end);
  return abort.signal;
}
