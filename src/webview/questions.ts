import { answerAnnouncement } from './announcements.ts';
import { savedAnswers, savePart } from './savedPage.ts';
import type { VsCodeApi } from './vscodeApi.ts';

/**
 * Makes the answers of the page's questions work: one that is pressed is explained at once, another one may be pressed
 * afterwards, and the same one again takes it back. What is chosen lasts as long as the page is open.
 *
 * @param rendering tells this rendering of the page from earlier ones
 * @param say tells a screen reader
 */
export function answerQuestions(api: VsCodeApi, rendering: string, say: (text: string) => void): void {
  const chosen = [...savedAnswers(api.getState(), rendering)];
  for (const [question, group] of document.querySelectorAll('.question').entries()) {
    const answers = [...group.querySelectorAll<HTMLButtonElement>('.answer')];
    const show = (): void => {
      for (const [index, answer] of answers.entries()) {
        const isChosen = chosen[question] === index;
        answer.setAttribute('aria-pressed', String(isChosen));
        answer.nextElementSibling?.toggleAttribute('hidden', !isChosen);
        answer.disabled = false;
      }
    };
    for (const [index, answer] of answers.entries()) {
      answer.addEventListener('click', () => {
        chosen[question] = chosen[question] === index ? null : index;
        show();
        savePart(api, { answers: { rendering, chosen } });
        say(
          chosen[question] === null ? '' : answerAnnouncement(answer.nextElementSibling?.textContent ?? ''),
        );
      });
    }
    show();
  }
}
