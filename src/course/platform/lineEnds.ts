/*
 * git may check texts out with the line ends of Windows and put them back, so where it is asked whether a file is
 * one of ours, they do not count. What is kept of a learner's work is kept byte for byte all the same.
 */

/** A text with `\n` at the end of each line, whichever line ends it has. */
export function withLineFeeds(text: string): string {
  return text.replaceAll('\r\n', '\n');
}

/** What an editor shows of a file: not the mark of byte order in front, nor which line ends there are. */
export function asShown(text: string): string {
  return withLineFeeds(text.replace(/^\uFEFF/, ''));
}

/** Whether two texts differ in their line ends only, if at all. */
export function isSameText(one: string | undefined, other: string | undefined): boolean {
  if (one === undefined || other === undefined) return one === other;
  return one === other || withLineFeeds(one) === withLineFeeds(other);
}

/** Whether a file's bytes are those of a text in UTF-8, but for the line ends. */
export function holdsText(bytes: Uint8Array, text: string): boolean {
  // Every byte is a character of Latin 1: what is no text stays what it is.
  return isSameText(Buffer.from(bytes).toString('latin1'), Buffer.from(text).toString('latin1'));
}
