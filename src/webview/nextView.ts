import type { FromLessonPage } from '../protocol/lessonPage.ts';
import { element, find } from './element.ts';
import type { NextModel } from './nextModel.ts';

/**
 * The part of a card that says what was proven, with the button to what is next.
 *
 * @param card as the extension rendered it
 * @returns a function that shows it; to be called before the rest of the card is shown. It answers whether it has
 *   just appeared.
 */
export function nextView(
  card: HTMLElement,
  send: (message: FromLessonPage) => void,
): (model: NextModel | null) => boolean {
  const row = find(card, '[data-part=next]', HTMLElement);
  const grade = find(card, '[data-command=grade]', HTMLButtonElement);
  const activity = find(card, '[data-part=activity]', HTMLElement);
  const proven = element('p', {});
  const button = element('button', { type: 'button', class: 'primary' });
  let shown: NextModel | null = null;
  button.addEventListener('click', () => {
    const next = shown?.exercise ?? null;
    if (next === null || !goToExercise(next)) {
      send({ type: 'next', exercise: card.dataset['exercise'] ?? '' });
    }
  });
  return (model) => {
    const appeared = shown === null && model !== null;
    shown = model;
    // One button of a card is the one to press.
    grade.classList.toggle('primary', model === null);
    if (model === null) {
      if (row.contains(document.activeElement)) grade.focus({ preventScroll: true });
      row.hidden = true;
      row.replaceChildren();
      return false;
    }
    proven.textContent = model.proven;
    button.textContent = model.button;
    if (appeared) row.replaceChildren(proven, button);
    row.hidden = false;
    // Who waited at Cancel, which goes now, goes on from here. Nobody else's focus is moved.
    if (appeared && activity.contains(document.activeElement)) button.focus({ preventScroll: true });
    return appeared;
  };
}

/**
 * Leads to the section of an exercise: its text is read before its card.
 * @returns false when it is not on this page.
 */
function goToExercise(exercise: string): boolean {
  const card = document.querySelector<HTMLElement>(
    `section.exercise[data-exercise="${CSS.escape(exercise)}"]`,
  );
  if (card === null) return false;
  let part = card.previousElementSibling;
  while (part !== null && !part.matches('h1, h2, h3, h4, h5, h6, section.exercise')) {
    part = part.previousElementSibling;
  }
  const target = part instanceof HTMLHeadingElement ? part : find(card, '.exercise-title', HTMLElement);
  target.tabIndex = -1;
  target.scrollIntoView({ behavior: 'instant' });
  target.focus({ preventScroll: true });
  return true;
}
