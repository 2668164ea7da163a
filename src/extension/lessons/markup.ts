/** HTML that is safe to put into the page as it is. */
export class Markup {
  readonly html: string;
  constructor(html: string) {
    this.html = html;
  }
}

/** A template in which every value that is not markup already is escaped. Attributes must use double quotes. */
export function html(
  literals: TemplateStringsArray,
  ...values: readonly (string | number | Markup | readonly Markup[])[]
): Markup {
  let result = literals[0] ?? '';
  for (const [index, value] of values.entries()) {
    if (value instanceof Markup) result += value.html;
    else if (typeof value === 'string' || typeof value === 'number') result += escapeHtml(String(value));
    else result += value.map((part) => part.html).join('');
    result += literals[index + 1] ?? '';
  }
  return new Markup(result);
}

export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

/** Plain text in which a `span` between backticks is code. */
export function inlineCode(text: string): Markup {
  const parts = text.split(/`([^`]+)`/);
  return new Markup(
    parts
      .map((part, index) => (index % 2 === 1 ? `<code>${escapeHtml(part)}</code>` : escapeHtml(part)))
      .join(''),
  );
}

/** Inside a script element only `<` can end it or open a comment; JSON may write it as an escape. */
export function jsonForScript(value: unknown): Markup {
  return new Markup(JSON.stringify(value).replaceAll('<', '\\u003c'));
}

/**
 * The text of a style element.
 * @throws Error for one that would end its element.
 */
export function styleText(css: string): Markup {
  if (/<\/style/i.test(css)) throw new Error('The styles of the page hold the end of their element.');
  return new Markup(css);
}
