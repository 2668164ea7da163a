import type { ExampleState } from '../protocol/exampleResult.ts';
import { codeCommands, exampleCommands, type CodeDone, type FromLessonPage } from '../protocol/lessonPage.ts';
import { exampleSummary, exampleView } from './exampleView.ts';
import { find } from './element.ts';
import { fill, type Strings } from './strings.ts';

/** How long a button says that it has done its work, in milliseconds. */
const saidForMs = 2000;

export interface CodeBlocks {
  /** Whether anything may run here. */
  trust(trusted: boolean): void;
  /** Shows results; returns what a screen reader is told, empty for nothing. */
  show(states: readonly ExampleState[]): string;
  /** Shows that something was copied or inserted; returns what a screen reader is told. */
  done(message: CodeDone): string;
}

/** The buttons of the page's blocks of code, and the results of its examples. */
export function codeBlocks(
  strings: Strings,
  send: (message: FromLessonPage) => void,
  watchRegions: (within: ParentNode) => void,
): CodeBlocks {
  const known = new Map<string, ExampleState>();
  document.addEventListener('click', (event) => {
    const button = event.target instanceof Element ? event.target.closest<HTMLElement>('button') : null;
    if (button === null || button.getAttribute('aria-disabled') === 'true') return;
    const { codeCommand, exampleCommand } = button.dataset;
    const code = button.closest<HTMLElement>('[data-code]')?.dataset['code'];
    const name = button.closest<HTMLElement>('[data-example]')?.dataset['example'];
    const onCode = codeCommands.find((command) => command === codeCommand);
    const onExample = exampleCommands.find((command) => command === exampleCommand);
    if (onCode !== undefined && code !== undefined) send({ type: 'code', command: onCode, code });
    if (onExample !== undefined && name !== undefined) send({ type: 'example', command: onExample, name });
  });
  return {
    trust(trusted) {
      for (const button of document.querySelectorAll('[data-example-command="run"]')) {
        if (trusted) button.removeAttribute('aria-disabled');
        else button.setAttribute('aria-disabled', 'true');
      }
    },
    show(states) {
      const said: string[] = [];
      for (const state of states) {
        const before = known.get(state.name);
        known.set(state.name, state);
        const place = document.querySelector(`.example[data-example="${CSS.escape(state.name)}"]`);
        if (place === null) continue;
        const result = find(place, '[data-part="result"]', HTMLElement);
        result.replaceChildren(...exampleView(state, strings));
        watchRegions(result);
        const run = find(place, '[data-example-command="run"]', HTMLButtonElement);
        const cancel = find(place, '[data-example-command="cancel"]', HTMLButtonElement);
        const focused = document.activeElement === run || document.activeElement === cancel;
        run.hidden = state.running;
        cancel.hidden = !state.running;
        // The button that is pressed gives way to the other.
        if (focused) (state.running ? cancel : run).focus({ preventScroll: true });
        if (state.running && before?.running !== true) said.push(strings.announceExampleRuns);
        if (!state.running && before?.running === true) {
          said.push(fill(strings.announceExample, exampleSummary(state, strings)));
        }
      }
      return said.join(' ');
    },
    done({ code, command, file }) {
      const button = document.querySelector(
        `[data-code="${CSS.escape(code)}"] > .code-actions > [data-code-command="${command}"]`,
      );
      if (button instanceof HTMLElement && button.dataset['said'] === undefined) {
        const label = button.textContent;
        button.dataset['said'] = 'true';
        button.textContent = command === 'copy' ? strings.copied : strings.inserted;
        setTimeout(() => {
          button.textContent = label;
          delete button.dataset['said'];
        }, saidForMs);
      }
      return command === 'copy' ? strings.announceCopied : fill(strings.announceInserted, file);
    },
  };
}
