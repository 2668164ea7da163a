import type { FromLessonPage } from '../protocol/lessonPage.ts';

/** Links of the page to files of an exercise are opened by the extension. */
export function openFilesByLink(send: (message: FromLessonPage) => void): void {
  document.addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest<HTMLElement>('a[data-place]') : null;
    const { place, of: exercise } = link?.dataset ?? {};
    if (place === undefined || exercise === undefined) return;
    // VS Code would hand the address to the system, which knows no exercises.
    event.preventDefault();
    event.stopPropagation();
    send({ type: 'openPlace', exercise, place });
  });
}
