/**
 * The page was led to a card: it stays at the top, also when the page gets another width, as when a file is opened
 * beside it, until the reader goes on from there.
 *
 * @returns a function to be called with the exercise of the card.
 */
export function cardKeeper(): (exercise: string) => void {
  let kept: Element | null = null;
  for (const event of ['wheel', 'keydown', 'pointerdown'] as const) {
    window.addEventListener(event, () => (kept = null), { passive: true });
  }
  window.addEventListener('resize', () => kept?.scrollIntoView({ behavior: 'instant' }));
  return (exercise) => {
    kept = document.querySelector(`section.exercise[data-exercise="${CSS.escape(exercise)}"]`);
  };
}
