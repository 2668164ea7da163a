/**
 * Replaces the children of a part of the page and keeps what the reader did there: the focused element and
 * opened details, recognised by their `data-keep`. When the focused element is gone, `otherwise` is focused, so
 * that the keyboard does not fall back to the top of the page.
 */
export function replaceKeepingFocus(
  container: HTMLElement,
  children: readonly Node[],
  otherwise: HTMLElement,
): void {
  const focused = document.activeElement;
  const hadFocus = focused !== null && focused !== container && container.contains(focused);
  const focusedKey = hadFocus ? focused.getAttribute('data-keep') : null;
  const opened = [...container.querySelectorAll('details[data-keep][open]')].map((details) =>
    details.getAttribute('data-keep'),
  );
  container.replaceChildren(...children);
  for (const details of container.querySelectorAll<HTMLDetailsElement>('details[data-keep]')) {
    details.open = opened.includes(details.getAttribute('data-keep'));
  }
  if (!hadFocus) return;
  const same = [...container.querySelectorAll<HTMLElement>('[data-keep]')].find(
    (candidate) => candidate.getAttribute('data-keep') === focusedKey,
  );
  (same ?? otherwise).focus({ preventScroll: true });
}
