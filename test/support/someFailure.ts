import type { Failure } from '../../src/protocol/runEvents.ts';

/** A failure of a test, as a runner tells it. */
export const someFailure: Failure = {
  name: 'Error',
  message: 'm',
  code: null,
  expected: null,
  actual: null,
  assertion: false,
  timedOut: false,
  at: { file: '/a', line: 1, column: 1 },
  stack: '',
};
