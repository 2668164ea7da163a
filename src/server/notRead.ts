import { Script } from 'node:vm';

/** Why some test files are not looked at, and how that is told. */

/** What is reported in the place of findings has this rule's id. It cannot be switched off: silence would say clean. */
export const notReadRule = 'not-read';

/**
 * Longest text that is parsed, in UTF-16 units: more than the longest test files that people write. One of this length
 * takes about a second and 250 MB.
 */
export const mostCharacters = 700_000;
/** No file of more bytes than these has a text of that length. */
export const mostBytes = 3 * mostCharacters;

/** Longest time for one look at a file, in milliseconds, should a rule get lost in what nobody has thought of. */
const longestMs = 5_000;
/** Shorter texts are not timed: whatever is in them takes less than that. */
const timedFrom = 50_000;

/** Why a text is not parsed, as the end of a sentence; null when it is. */
export function whyTooLong(text: string): string | null {
  return text.length <= mostCharacters
    ? null
    : `it has ${text.length.toLocaleString('en')} characters, and more than ${mostCharacters.toLocaleString('en')} are not read`;
}

/**
 * Looks at a text's tree within bounds. Trees are walked by functions that call themselves, so code that is nested by
 * the thousand is more than the machine's stack holds; and what takes too long is given up.
 * @param otherwise is given the reason, as the end of a sentence.
 * @param limitMs how long it may take; short texts are not timed.
 */
export function withinBounds<T>(
  text: string,
  work: () => T,
  otherwise: (why: string) => T,
  limitMs: number = longestMs,
): T {
  try {
    return text.length < timedFrom ? work() : timed(work, limitMs);
  } catch (error) {
    if (isTooDeep(error)) return otherwise('its code is nested too deeply');
    if (!isTooLate(error)) throw error;
    return otherwise(`it takes longer than ${limitMs / 1000} seconds`);
  }
}

/** What people are told about a file that is not looked at. */
export function notReadMessage(why: string): string {
  return `This file is not looked at: ${why}. Nothing is said about what is in it.`;
}

/** The same for a text that is too much: what to do about it. */
export function tooMuchMessage(why: string): string {
  return `${notReadMessage(why)} Its tests can run; move data out of it, or split it.`;
}

const slot = Symbol.for('itlab.work');
const script = new Script(`globalThis[Symbol.for('itlab.work')]()`);

/** Node can end what runs without a pause, but only what a script has begun. */
function timed<T>(work: () => T, limitMs: number): T {
  Reflect.set(globalThis, slot, work);
  try {
    // It gives back what the work does.
    return script.runInThisContext({ timeout: limitMs }) as T;
  } finally {
    Reflect.deleteProperty(globalThis, slot);
  }
}

function isTooDeep(error: unknown): boolean {
  return error instanceof RangeError && /call stack/i.test(error.message);
}

function isTooLate(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT';
}
