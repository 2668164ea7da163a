/** What the reader looks at, and where it is: pixels below the top of what can be seen. */
interface Anchor {
  readonly element: Element;
  readonly top: number;
}

/**
 * Keeps what the reader looks at where it is when the page gets another width, as when a file is opened beside it and
 * every line breaks elsewhere. That is what was clicked or has the keyboard, as long as it can be seen, and after
 * scrolling what stands at the top. A card that the page was led to stays at the top until the reader goes on from there.
 *
 * @returns a function to be called with the exercise of such a card.
 */
export function cardKeeper(): (exercise: string) => void {
  let kept: Element | null = null;
  let anchor: Anchor | null = null;
  for (const event of ['wheel', 'keydown', 'pointerdown'] as const) {
    window.addEventListener(event, () => (kept = null), { passive: true });
  }
  const note = (element: Element | null): void => {
    const place = element?.getBoundingClientRect();
    if (!element || !place || place.bottom <= 0 || place.top >= window.innerHeight) return;
    anchor = { element, top: place.top };
  };
  window.addEventListener('pointerdown', ({ target }) => note(target instanceof Element ? target : null), {
    passive: true,
  });
  window.addEventListener('focusin', ({ target }) => note(target instanceof Element ? target : null));
  window.addEventListener(
    'scroll',
    () => {
      // What was clicked goes with the page as long as it can be seen.
      if (anchor?.element.isConnected === true && isInSight(anchor.element)) note(anchor.element);
      else note(atTop());
    },
    { passive: true },
  );
  // The steps of a resize come before those of the scrolling that it makes, so the anchor is still the one before.
  window.addEventListener('resize', () => {
    if (kept !== null) {
      kept.scrollIntoView({ behavior: 'instant' });
      return;
    }
    if (anchor?.element.isConnected !== true) return;
    const { element, top } = anchor;
    window.scrollBy({ top: element.getBoundingClientRect().top - top, behavior: 'instant' });
  });
  return (exercise) => {
    kept = document.querySelector(`section.exercise[data-exercise="${CSS.escape(exercise)}"]`);
  };
}

function isInSight(element: Element): boolean {
  const { top, bottom } = element.getBoundingClientRect();
  return bottom > 0 && top < window.innerHeight;
}

/** The paragraph, heading or row at the top of what can be seen. */
function atTop(): Element | null {
  for (let y = 8; y < window.innerHeight; y += 24) {
    const found = document.elementFromPoint(window.innerWidth / 2, y);
    const block = found?.closest('p, li, pre, tr, figure, h1, h2, h3, h4, section.exercise > *');
    if (block) return block;
  }
  return null;
}
