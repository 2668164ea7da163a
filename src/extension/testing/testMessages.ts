import { MarkdownString, TestMessage, type Location, type TestItem, type TestRun, type Uri } from 'vscode';
import type { Failure } from '../../protocol/runEvents.ts';
import { forMarkdown, plainText, programOutput } from '../../protocol/shownText.ts';

/**
 * What the Testing view is told in words of others: messages, which it shows as they are, and the output, which is a
 * terminal that knows colours and moves its cursor as it is told.
 */

/** A failure or a finding. */
export function testMessage(text: string): TestMessage {
  return new TestMessage(plainText(text));
}

/**
 * A finding with a link to its place: other than a location, it is not drawn into the line.
 * @param name of the place.
 */
export function messageWithLink(text: string, name: string, place: Uri): TestMessage {
  const words = new MarkdownString(`${forMarkdown(text)}\n\n`);
  // An address as VS Code writes it has no bracket that would end the link.
  return new TestMessage(words.appendMarkdown(`[${forMarkdown(name)}](${place.toString()})`));
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
