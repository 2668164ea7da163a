import { element, inlineCode } from './element.ts';
import type { HintModel, HintStepModel } from './hintsModel.ts';

/** What a hint's buttons do. */
export interface HintActions {
  ask(key: string, step: number): void;
  /** Opens the model answer beside the learner's files. */
  compare(): void;
}

/**
 * A ladder behind a disclosure. Opening it asks for the first step, the button for each further one.
 *
 * @param name tells this disclosure from the others of its card, for `replaceKeepingFocus`
 */
export function hintView(hint: HintModel, name: string, actions: HintActions): HTMLDetailsElement {
  const next = element(
    'button',
    { type: 'button', class: 'hint-next', 'data-keep': `${name}-next` },
    hint.next,
  );
  next.addEventListener('click', () => {
    if (hint.nextStep === null) actions.compare();
    else actions.ask(hint.key, hint.nextStep);
  });
  const details = element(
    'details',
    { class: 'hint', 'data-keep': name },
    element(
      'summary',
      { 'data-keep': `${name}-summary` },
      hint.title,
      hint.progress === '' ? null : element('span', { class: 'quiet' }, hint.progress),
    ),
    hint.steps.length === 0 ? null : element('ol', { class: 'hint-steps' }, ...hint.steps.map(stepView)),
    next,
  );
  details.addEventListener('toggle', () => {
    if (details.open && hint.steps.length === 0) actions.ask(hint.key, 1);
  });
  return details;
}

function stepView({ label, text, diff }: HintStepModel): HTMLElement {
  return element(
    'li',
    {},
    element('span', { class: 'hint-label' }, label),
    ' ',
    diff
      ? element('pre', {}, element('code', {}, ...diffLines(text)))
      : element('p', { class: 'hint-text' }, ...inlineCode(text)),
  );
}

function diffLines(patch: string): (Node | string)[] {
  return patch.split('\n').flatMap((line, index) => {
    // The names of the files head a patch; they begin like lines that were added or removed.
    const kind = /^(?:---|\+\+\+|@@)/.test(line)
      ? 'hljs-meta'
      : line.startsWith('+')
        ? 'hljs-addition'
        : line.startsWith('-')
          ? 'hljs-deletion'
          : '';
    const shown = kind === '' ? line : element('span', { class: kind }, line);
    return index === 0 ? [shown] : ['\n', shown];
  });
}
