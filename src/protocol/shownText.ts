/**
 * Text of others, such as titles, messages, paths and what files hold, as it is written where people read it. One
 * function for each place: nothing in the text may steer that place, or pass for words of ours.
 */

/** Controls (C0, DEL, C1), line and paragraph separators, and what turns the direction of reading. */
const steering = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu;
const steeringButLines = /\r\n|[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu;
const steeringButColours =
  // oxlint-disable-next-line no-control-regex -- colours begin with it
  /\r\n|\u001b\[[\d;:]*m|[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu;
const lineEnd = /\r\n|\n/g;

/** In front of lines that belong to the line above. Nothing of ours begins like this. */
const mark = '  │ ';

/** For a terminal, a log and everything else that shows plain text, where it is to stay on one line. */
export function oneLine(text: string): string {
  return text.replace(steering, visible);
}

/** The same, with its line ends and tabs. */
export function plainText(text: string): string {
  return text.replace(steeringButLines, (found) => (/^(?:\r?\n|\t)$/.test(found) ? found : visible(found)));
}

/**
 * The same, for a text that stands among lines of ours: those after its first are marked, so that none of them can
 * pass for a verdict.
 */
export function markedLines(text: string): string {
  return plainText(text.trimEnd()).replace(lineEnd, `\n${mark}`);
}

/**
 * For a terminal, what a program has printed: colours stay. The cursor does not move, so a line that the program meant
 * to write over stays too.
 */
export function programOutput(text: string): string {
  return text.replace(steeringButColours, (found) => {
    if (found === '\r') return '\n';
    return found.length > 1 || found === '\n' || found === '\t' ? found : visible(found);
  });
}

/** For a notification, in which VS Code makes links and commands of `[text](address)`, and for its progress, which may
 * stand in the status bar. */
export function forNotification(text: string): string {
  return withoutIcons(plainText(text).replace(lineEnd, ' ')).replaceAll('](', '] (');
}

/** For a label of a tree, a list, the status bar or a test, where VS Code draws `$(name)` as an icon. */
export function forLabel(text: string): string {
  return withoutIcons(oneLine(text));
}

/** For VS Code's Markdown: nothing is markup, a link or an address. Line ends begin a paragraph. */
export function forMarkdown(text: string): string {
  return plainText(text)
    .trim()
    .replace(/[!-/:-@[-`{-~]/g, '\\$&')
    .replace(/\s*\n\s*/g, '\n\n');
}

/** For XML 1.0, whose own escapes are not this function's: it has no way to write most controls. */
export function forXml(text: string): string {
  return plainText(text).replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, visible);
}

/** A value as JSON that a terminal can show; whoever parses it gets the very same value. */
export function forJson(value: unknown): string {
  return JSON.stringify(value, null, 2).replace(steering, (found) =>
    found === '\n' ? found : `\\u${hex(found, 4)}`,
  );
}

/** An invisible character in between keeps it from being an icon, also where it would not have been one. */
function withoutIcons(text: string): string {
  return text.replaceAll('$(', '$\u2060(');
}

const known: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** As a string literal would write it. */
function visible(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return known[character] ?? (code < 0x100 ? `\\x${hex(character, 2)}` : `\\u${hex(character, 4)}`);
}

function hex(character: string, digits: number): string {
  return (character.codePointAt(0) ?? 0).toString(16).padStart(digits, '0');
}
