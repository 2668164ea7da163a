import assert from 'node:assert/strict';

/** A command that VS Code would run when it were a link in a message. */
export const hostileCommand = 'workbench.action.toggleZenMode';

/**
 * A text as nobody means it well, for whatever shows it: controls of C0 and C1 that clear a screen, set a window's
 * title, write the clipboard or make a link; turned directions; line ends with words like ours behind them; links,
 * commands, icons and markup.
 */
export const hostile = [
  '\u001b[2J\u001b[H\u001b[8m',
  '\u001b]0;title\u0007\u001b]52;c;eA==\u0007\u001b]8;;https://e.org\u001b\\x\u001b]8;;\u001b\\',
  '\u009b2J\u0090q\u009c\u0085\b\u007f\u0000\ufffe',
  '\u202egnorw\u202c \u2066x\u2069 \u2028\u2029',
  `[Repair now](command:${hostileCommand}) [a](https://e.org) [b](file:///etc/passwd) <https://e.org>`,
  ' https://e.org www.e.org a@e.org $(error) $(sync~spin) \\$(error) `x` **b** ![i](https://e.org/i.png) &amp; ]]>',
  ' <img src=x onerror=alert(1)></script><script>alert(1)</script> "\'',
  '\rFORGED\r\nFORGED: complete\n\n  FORGED 9 / 9\n',
].join('');

/** As it can be a part of a file's name. */
export const hostileName =
  '\u001b[2J\u009b2J\u202e[Repair now](command:workbench.action.toggleZenMode) $(error) `x`\nFORGED: complete\n  FORGED';

const steering = /(?![\n\t])[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u;

/** Nothing in a text steers a terminal, and no line in it is somebody else's that looks like ours. */
export function assertShown(text: string): void {
  const found = steering.exec(text.replaceAll('\r\n', '\n'));
  if (found) {
    const around = text.slice(Math.max(0, found.index - 60), found.index + 60);
    assert.fail(`${JSON.stringify(found[0])} in ${JSON.stringify(around)}`);
  }
  assert.doesNotMatch(text, /^[\s!✓✗✔✘⚠ℹ]*FORGED/m);
}

/** That the text was there at all. */
export function assertHolds(text: string): void {
  assert.match(text, /Repair now/);
}
