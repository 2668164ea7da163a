import { plainText } from '../protocol/shownText.ts';

type Child = Node | string | null;

/** Builds an element from attributes and children; strings become text, never markup. */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Readonly<Record<string, string>>,
  ...children: readonly Child[]
): HTMLElementTagNameMap[Name] {
  const result = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) result.setAttribute(attribute, value);
  for (const child of children) {
    if (child !== null) result.append(typeof child === 'string' ? plainText(child) : child);
  }
  return result;
}

/** Text for screen readers only. */
export function spoken(text: string): HTMLElement {
  return element('span', { class: 'visually-hidden' }, text);
}

/** Plain text in which a `span` between backticks is code. */
export function inlineCode(text: string): Node[] {
  return text
    .split(/`([^`]+)`/)
    .map((part, index) =>
      index % 2 === 1 ? element('code', {}, part) : document.createTextNode(plainText(part)),
    );
}

/**
 * Finds a piece of the page that the extension rendered.
 *
 * @throws Error naming the selector: page and script are of different versions
 */
export function find<Type extends Element>(
  within: ParentNode,
  selector: string,
  type: abstract new () => Type,
): Type {
  const found = within.querySelector(selector);
  if (!(found instanceof type)) throw new Error(`The page has no "${selector}".`);
  return found;
}
