import type { ExerciseState, FromLessonPage, PageState } from '../protocol/lessonPage.ts';
import { announcement } from './announcements.ts';
import { cardModel } from './cardModel.ts';
import { cardView } from './cardView.ts';
import { codeBlocks } from './codeBlocks.ts';
import { find } from './element.ts';
import { openFilesByLink } from './fileLinks.ts';
import { hintAnnouncement } from './hintsModel.ts';
import { showLessonProgress } from './lessonProgress.ts';
import { decodeToLessonPage } from './messages.ts';
import { nextAnnouncement, nextModel } from './nextModel.ts';
import { nextView } from './nextView.ts';
import { cardKeeper } from './keepCardInPlace.ts';
import { answerQuestions } from './questions.ts';
import { makeScrollableRegionsReachable } from './scrollableRegions.ts';
import { rememberScroll } from './scrollMemory.ts';
import { decodeStrings } from './strings.ts';
import './vscodeApi.ts';

/** The lesson page's script: takes over the page the extension rendered and keeps its cards up to date. */
function start(): void {
  const api = acquireVsCodeApi();
  const send = (message: FromLessonPage): void => {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- VS Code's own function takes none
    api.postMessage(message);
  };
  const texts = find(document, '#strings', HTMLScriptElement);
  const strings = decodeStrings(texts.textContent);
  const announcer = find(document, '#announcer', HTMLElement);
  // The nonce is drawn anew with every rendering. Explanations make the page longer, so they come before the scrolling.
  answerQuestions(api, texts.nonce, (text) => (announcer.textContent = text));
  const restoreScroll = rememberScroll(api, document.body.dataset['lesson'] ?? '');
  const keepInPlace = cardKeeper();
  const watchRegions = makeScrollableRegionsReachable(strings.code);
  const cards = [...document.querySelectorAll<HTMLElement>('section.exercise')].map((section) => ({
    ...cardView(section, strings, send, watchRegions),
    showNext: nextView(section, send),
  }));

  const code = codeBlocks(strings, send, watchRegions);
  openFilesByLink(send);
  document.addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest('a[data-lesson]') : null;
    const lesson = link?.getAttribute('data-lesson');
    if (lesson === undefined || lesson === null) return;
    // VS Code would hand the address to the system, which knows no lessons.
    event.preventDefault();
    event.stopPropagation();
    send({ type: 'openLesson', lesson });
  });

  let shown: PageState | null = null;
  window.addEventListener('message', (event: MessageEvent<unknown>) => {
    const message = decodeToLessonPage(event.data);
    if (message === null) return;
    if (message.type === 'examples' || message.type === 'codeDone') {
      const said = message.type === 'examples' ? code.show(message.examples) : code.done(message);
      if (said !== '') announcer.textContent = said;
      return;
    }
    if (message.type === 'goTo') {
      cards.find((card) => card.exercise.id === message.exercise)?.goTo(message.hint, message.focus);
      if (message.hint === null) keepInPlace(message.exercise);
      return;
    }
    const before = shown;
    shown = message;
    code.trust(message.trusted);
    const sentences: string[] = [];
    if (before !== null && before.trusted !== message.trusted) {
      sentences.push(message.trusted ? strings.announceTrusted : strings.announceUntrusted);
    }
    for (const card of cards) {
      const state = stateOf(message, card.exercise.id);
      const next = nextModel(card.exercise, state, message.next[card.exercise.id], strings);
      const nextAppeared = card.showNext(next);
      card.show(cardModel(card.exercise, state, message.trusted, message.hints, strings));
      if (state !== null && before !== null) {
        const said = announcement(card.exercise, stateOf(before, card.exercise.id), state, strings);
        sentences.push(said);
        if (said !== '' && nextAppeared && next !== null) sentences.push(nextAnnouncement(next, strings));
      }
    }
    if (before !== null) sentences.push(hintAnnouncement(before.hints, message.hints, strings));
    for (const button of document.querySelectorAll('[data-command=gradeOnSave]')) {
      button.setAttribute('aria-pressed', String(message.gradesOnSave));
    }
    showLessonProgress(message.exercises, strings);
    const sentence = sentences.filter((text) => text !== '').join(' ');
    if (sentence !== '') announcer.textContent = sentence;
    if (before === null) restoreScroll();
  });
  send({ type: 'ready' });
}

function stateOf(message: PageState, exercise: string): ExerciseState | null {
  return message.exercises.find((state) => state.id === exercise) ?? null;
}

start();
