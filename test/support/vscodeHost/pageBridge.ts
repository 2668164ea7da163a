/**
 * The protocol by which a test inside the extension host reaches the page that shows VS Code. The host's
 * program listens on the loopback address; the test posts JSON to `<address>/<request name>`.
 * With `?window=1` it reaches the second window, once `openWindow` has opened it.
 * Only the web host has it: on the desktop there is no page to reach.
 */

/** Variables of the extension host that carry the address (`http://127.0.0.1:PORT`) and the random token. */
export const pageBridgeAddress = 'ITLAB_PAGE_BRIDGE';
export const pageBridgeToken = 'ITLAB_PAGE_BRIDGE_TOKEN';

/**
 * Where to look: in VS Code's own page, or in the contents of a webview. With several webviews, the first one
 * in which the selector is found counts.
 */
export type PagePart = 'workbench' | 'webview';

/** What to look for. `selector`: any Playwright selector, CSS included. */
export interface Target {
  readonly selector: string;
  /** Default: workbench. */
  readonly part?: PagePart;
  /** How long to wait for it to be there. Default: 45,000. */
  readonly timeoutMs?: number;
}

/** Every request with what is asked and what is answered; all of it plain JSON. */
export interface PageRequests {
  /** Writes `<name>.png` into the screenshots folder and tells its absolute path. */
  screenshot: { ask: { readonly name: string }; answer: { readonly path: string } };
  click: { ask: Target; answer: null };
  /** The visible text of the first match. */
  text: { ask: Target; answer: string };
  /**
   * When the first match was painted, in milliseconds since 1970. Looks as often as it can, so that the answer is
   * exact to a few milliseconds.
   */
  painted: { ask: Target; answer: number };
  /** How many elements match now, without waiting. */
  count: { ask: Target; answer: number };
  /** Presses a key or a chord in Playwright's notation, for example `Control+Shift+P`, where the focus is. */
  press: { ask: { readonly key: string }; answer: null };
  /**
   * Chooses by keyboard the row of the open quick pick that holds the text, as soon as there is one, and waits until
   * it was taken. By keyboard, because what VS Code explains beside a list may cover its rows.
   */
  choose: { ask: { readonly text: string }; answer: null };
  /** Types text where the focus is. */
  type: { ask: { readonly text: string }; answer: null };
  /**
   * Evaluates `body`, the body of a function whose parameter `element` is the first match of the target, and
   * answers what it returns, as JSON.
   */
  evaluate: { ask: Target & { readonly body: string }; answer: unknown };
  /**
   * What axe-core finds wrong in the document that holds the target, by the rules that are named, or by all but the
   * experimental.
   */
  axe: { ask: Target & { readonly rules?: readonly string[] }; answer: readonly AxeViolation[] };
  /** Makes VS Code's page as large as this, in CSS pixels. */
  resize: { ask: { readonly width: number; readonly height: number }; answer: null };
  /** Opens the same workspace in a further window, which runs no tests, and tells its number. */
  openWindow: { ask: Record<string, never>; answer: number };
}

/** A rule of axe-core that a document breaks. */
export interface AxeViolation {
  readonly rule: string;
  readonly impact: string;
  readonly help: string;
  /** The elements, as selectors with what is wrong there. */
  readonly nodes: readonly string[];
}

export type PageRequestName = keyof PageRequests;

export type PageAnswer<Name extends PageRequestName> =
  | { readonly ok: true; readonly value: PageRequests[Name]['answer'] }
  | { readonly ok: false; readonly error: string };
