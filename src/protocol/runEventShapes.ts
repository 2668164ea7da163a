import { hygieneRules, type RunEvent } from './runEvents.ts';

type Check = (value: unknown) => boolean;
type Shape = Readonly<Record<string, Check>>;

const isText: Check = (value) => typeof value === 'string';
const isFlag: Check = (value) => typeof value === 'boolean';
const isCount: Check = (value) => typeof value === 'number' && Number.isFinite(value);
const orNull =
  (check: Check): Check =>
  (value) =>
    value === null || check(value);
const listOf =
  (check: Check): Check =>
  (value) =>
    Array.isArray(value) && value.every(check);
const oneOf =
  (...values: readonly unknown[]): Check =>
  (value) =>
    values.includes(value);
const like =
  (shape: Shape): Check =>
  (value) =>
    typeof value === 'object' &&
    value !== null &&
    Object.entries(shape).every(([key, check]) =>
      check(Object.hasOwn(value, key) ? Reflect.get(value, key) : undefined),
    );

const isFrame = like({ file: isText, line: isCount, column: isCount });
const isFailure = like({
  name: isText,
  message: isText,
  code: orNull(isText),
  expected: orNull(isText),
  actual: orNull(isText),
  assertion: isFlag,
  timedOut: isFlag,
  at: orNull(isFrame),
  stack: isText,
});
const isTest = like({
  key: isText,
  file: isText,
  path: listOf(isText),
  at: orNull(isFrame),
  pending: isFlag,
});
const isFinding = like({ rule: oneOf(...hygieneRules), test: isText, message: isText, at: orNull(isFrame) });
const isCoverage = like({
  file: isText,
  source: isText,
  functions: listOf(
    like({ name: isText, ranges: listOf(like({ start: isCount, end: isCount, count: isCount })) }),
  ),
  steps: listOf(isCount),
});

/** What each event holds besides its type. */
const shapes: Readonly<Record<RunEvent['type'], Shape>> = {
  loading: { file: isText },
  loadFailed: { file: isText, failure: isFailure },
  planned: { tests: listOf(isTest), exclusive: isFlag },
  testStarted: { key: isText },
  testFinished: {
    key: isText,
    state: oneOf('passed', 'failed', 'pending'),
    durationMs: isCount,
    failure: orNull(isFailure),
  },
  hookStarted: { title: isText },
  timeLimit: { limitMs: isCount },
  hookFailed: {
    title: isText,
    root: isFlag,
    tests: listOf(isText),
    current: orNull(isText),
    failure: isFailure,
  },
  output: { stream: oneOf('stdout', 'stderr'), text: isText, key: orNull(isText) },
  exitCalled: { code: isCount, at: orNull(isFrame) },
  uncaught: { failure: isFailure },
  finding: { finding: isFinding },
  bedChanged: { message: isText },
  debuggerAwaited: { port: isCount },
  residue: { names: listOf(isText) },
  coverage: { scripts: listOf(isCoverage) },
  finished: { clean: isFlag },
  ready: { version: isText, rehearsed: isCount },
};

/**
 * Decodes a line from the event pipe; null for anything that is no event, whole. The descriptor is open to learner
 * code, so a line of its own making must not break the run, whatever it holds.
 */
export function decodeRunEvent(line: string): RunEvent | null {
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value !== 'object' || value === null || !('type' in value)) return null;
    const { type } = value;
    if (typeof type !== 'string' || !Object.hasOwn(shapes, type)) return null;
    // Its type is one of the keys, and what it holds has just been looked at.
    return like(shapes[type as RunEvent['type']])(value) ? (value as RunEvent) : null;
  } catch {
    return null;
  }
}
