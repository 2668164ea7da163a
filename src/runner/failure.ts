import { inspect } from 'node:util';
import { isInside } from '../course/platform/paths.ts';
import type { Failure } from '../protocol/runEvents.ts';
import { framesOf, ownFrame, syntaxFrame } from './stack.ts';

export interface FailureContext {
  readonly root: string;
  readonly ownCode: readonly string[];
}

/** Longest text of one side of a comparison; more than this nobody reads in a diff. */
const longestSide = 50_000;

/**
 * Describes anything that was thrown, in words and places of the learner's own code. Never throws: what was
 * thrown may have getters that do, and what it needs may be stubbed by the test that failed.
 */
export function describeFailure(thrown: unknown, context: FailureContext): Failure {
  try {
    return describe(thrown, context);
  } catch {
    return withoutDetails('What was thrown could not be read: reading it threw an error too.');
  }
}

function describe(thrown: unknown, context: FailureContext): Failure {
  if (!isErrorLike(thrown)) {
    const shown = inspect(thrown);
    return withoutDetails(`${shown} was thrown instead of an Error, so there is no stack to show.`);
  }
  const code = typeof thrown.code === 'string' ? thrown.code : null;
  const stack = typeof thrown.stack === 'string' ? thrown.stack : '';
  const assertion = code === 'ERR_ASSERTION' || thrown.name === 'AssertionError';
  // `assert.ok(false)` and its like carry a pair too, but a diff of "false" and "true" explains nothing.
  const comparison = assertion && 'expected' in thrown && 'actual' in thrown && isComparison(thrown.operator);
  return {
    name: typeof thrown.name === 'string' ? thrown.name : 'Error',
    message: messageOf(thrown),
    code,
    expected: comparison ? sideOf(thrown.expected) : null,
    actual: comparison ? sideOf(thrown.actual) : null,
    assertion,
    timedOut: code === 'ERR_MOCHA_TIMEOUT',
    at: syntaxLocation(thrown, stack) ?? ownFrame(stack, context.ownCode, context.root),
    stack: learnerStack(stack, context),
  };
}

/** A failure of which nothing is known but words. */
function withoutDetails(message: string): Failure {
  return {
    name: 'Error',
    message,
    code: null,
    expected: null,
    actual: null,
    assertion: false,
    timedOut: false,
    at: null,
    stack: '',
  };
}

interface ErrorLike {
  readonly name?: unknown;
  readonly message: unknown;
  readonly stack?: unknown;
  readonly code?: unknown;
  readonly operator?: unknown;
  readonly expected?: unknown;
  readonly actual?: unknown;
  readonly itlabLocation?: unknown;
}

function isErrorLike(value: unknown): value is ErrorLike {
  return typeof value === 'object' && value !== null && 'message' in value;
}

function messageOf(error: ErrorLike): string {
  return typeof error.message === 'string' ? error.message : inspect(error.message);
}

function isComparison(operator: unknown): boolean {
  return (
    typeof operator === 'string' &&
    operator !== 'fail' &&
    operator !== '==' &&
    !/throw|reject/i.test(operator)
  );
}

function sideOf(value: unknown): string {
  const text =
    typeof value === 'string'
      ? value
      : inspect(value, { depth: 10, sorted: true, breakLength: 60, compact: false });
  return text.length > longestSide ? `${text.slice(0, longestSide)}\n… (cut)` : text;
}

/** Where the module hook or V8 found a syntax error; the frames of such an error lie outside the learner's file. */
function syntaxLocation(error: ErrorLike, stack: string): Failure['at'] {
  const at = error.itlabLocation;
  if (typeof at !== 'object' || at === null) return error.name === 'SyntaxError' ? syntaxFrame(stack) : null;
  if (!('file' in at && 'line' in at && 'column' in at)) return null;
  const { file, line, column } = at;
  return typeof file === 'string' && typeof line === 'number' && typeof column === 'number'
    ? { file, line, column }
    : null;
}

function learnerStack(stack: string, context: FailureContext): string {
  const lines = stack.split('\n').filter((line) => {
    if (!/^\s*at /.test(line)) return true;
    const frame = framesOf(line)[0];
    return frame !== undefined && isInside(frame.file, [context.root, ...context.ownCode]);
  });
  return lines.join('\n');
}
