import { TestMessage, type Location, type TestItem, type TestRun } from 'vscode';
import type { Failure } from '../../protocol/runEvents.ts';
import { plainText, programOutput } from '../../protocol/shownText.ts';

/**
 * What the Testing view is told in words of others: messages, which it shows as they are, and the output, which is a
 * terminal that knows colours and moves its cursor as it is told.
 */

/** A failure or a finding. */
export function testMessage(text: string): TestMessage {
  return new TestMessage(plainText(text));
}

/** A failed assertion, whose two values are shown beside each other as they are. */
export function failureMessage({ message, expected, actual }: Failure): TestMessage {
  if (expected === null || actual === null) return testMessage(message);
  return TestMessage.diff(plainText(message), expected, actual);
}

/** Prints what tests have printed. */
export function printOutput(run: TestRun, text: string, item?: TestItem): void {
  run.appendOutput(withReturns(programOutput(text)), undefined, item);
}

/**
 * Prints lines of ours.
 * @param shown what `shownText.ts` has made of text of others.
 */
export function printLines(run: TestRun, shown: string, place?: Location, item?: TestItem): void {
  // Tests may have left the terminal in another colour, or in one that cannot be seen.
  run.appendOutput(withReturns(`\u001b[0m${shown}\n`), place, item);
}

/** A terminal needs both characters to start a line. */
function withReturns(text: string): string {
  return text.replace(/\r?\n/g, '\r\n');
}
