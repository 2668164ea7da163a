import type { FromLessonPage } from '../protocol/lessonPage.ts';
import { exerciseCommands } from '../protocol/lessonPage.ts';
import type { ActivityModel, CardModel, StageModel } from './cardModel.ts';
import { element, find, spoken } from './element.ts';
import type { ExerciseFacts } from './exerciseFacts.ts';
import { findingsView, hintName, linkView, type FindingActions } from './findingsView.ts';
import { hintView } from './hintsView.ts';
import { icon } from './icons.ts';
import { replaceKeepingFocus } from './keepFocus.ts';
import { matrixView, type MatrixActions } from './matrixView.ts';
import type { Strings } from './strings.ts';

/** One exercise's card on the page. */
export interface CardView {
  readonly exercise: ExerciseFacts;
  show(model: CardModel): void;
  /** Brings the card into view, and opens a ladder of hints; null: none. */
  goTo(hint: string | null, focus: boolean): void;
}

/**
 * Takes over the card the extension rendered.
 *
 * @param grown called with parts put into the page after it was loaded
 */
export function cardView(
  section: HTMLElement,
  strings: Strings,
  send: (message: FromLessonPage) => void,
  grown: (part: HTMLElement) => void,
): CardView {
  const exercise = readFacts(section);
  const title = find(section, '.exercise-title', HTMLElement);
  title.tabIndex = -1;
  const badges = find(section, '[data-part=badges]', HTMLElement);
  const stages = find(section, '[data-part=stages]', HTMLElement);
  const activity = find(section, '[data-part=activity]', HTMLElement);
  const results = find(section, '[data-part=results]', HTMLElement);
  const grade = find(section, '[data-command=grade]', HTMLButtonElement);
  const run = find(section, '[data-command=run]', HTMLButtonElement);

  const more = find(section, '[data-part=more]', HTMLButtonElement);
  const moreActions = find(section, '.more-actions', HTMLElement);
  more.addEventListener('click', () => {
    moreActions.hidden = !moreActions.hidden;
    more.setAttribute('aria-expanded', String(!moreActions.hidden));
  });
  section.addEventListener('click', (event) => {
    const button = event.target instanceof Element ? event.target.closest('[data-command]') : null;
    const command = exerciseCommands.find((known) => known === button?.getAttribute('data-command'));
    if (button === null || command === undefined) return;
    if (button.getAttribute('aria-disabled') === 'true') return;
    send({ type: 'exercise', command, exercise: exercise.id });
  });
  // From now on somebody listens.
  for (const button of section.querySelectorAll('button[data-command]')) button.removeAttribute('disabled');

  const actions: FindingActions & MatrixActions = {
    open(target) {
      const { id } = exercise;
      if (target.type === 'test') send({ type: 'openTest', exercise: id, title: target.title });
      else if (target.type === 'line')
        send({ type: 'openLine', exercise: id, file: target.file, line: target.line });
      else send({ type: 'runAgain', exercise: id, seed: target.seed, title: target.title });
    },
    ask(key, step) {
      send({ type: 'hint', exercise: exercise.id, key, step });
    },
    compare() {
      send({ type: 'exercise', command: 'compare', exercise: exercise.id });
    },
    goTo(finding) {
      openHint(hintName(finding));
    },
    openFault(fault) {
      send({ type: 'openFault', exercise: exercise.id, fault });
    },
    debugFault(fault, title) {
      send({ type: 'debugFault', exercise: exercise.id, fault, title });
    },
  };
  const openHint = (name: string): void => {
    const hint = results.querySelector<HTMLElement>(`details[data-keep="${name}"]`);
    if (hint === null) return;
    // The list of findings may be folded around it.
    for (
      let part = hint.closest('details');
      part !== null;
      part = part.parentElement?.closest('details') ?? null
    ) {
      part.open = true;
    }
    hint.querySelector('summary')?.focus();
  };

  const showBadges = part((model: CardModel['badges']) => {
    badges.replaceChildren(
      ...model.map(({ text, tone }) =>
        element(
          'span',
          { class: `chip state-chip ${tone}` },
          tone === 'good' || tone === 'warning' ? icon(tone) : null,
          text,
        ),
      ),
    );
  });
  const showStages = part((model: readonly StageModel[]) => {
    stages.replaceChildren(...model.map(stageView));
  });
  const showResults = part((model: ResultParts) => {
    const view = resultsView(model);
    replaceKeepingFocus(results, view, grade);
    grown(results);
  });

  let shown: CardModel | null = null;
  return {
    exercise,
    goTo(key, focus) {
      section.scrollIntoView({ behavior: 'instant' });
      if (key === null) {
        // Who comes by keyboard goes on from here.
        if (focus) title.focus({ preventScroll: true });
        return;
      }
      const finding = shown?.findings.find(({ hint }) => hint?.key === key);
      openHint(finding === undefined ? exerciseHint : hintName(finding.id));
    },
    show(model) {
      shown = model;
      section.dataset['status'] = model.status;
      section.classList.toggle('outdated', model.outdated);
      showBadges(model.badges);
      showStages(model.stages);
      showActivity(activity, model.activity, grade);
      const { outdatedNotice, trustNotice, run: lastRun, findings, matrix, hint } = model;
      showResults({ outdatedNotice, trustNotice, run: lastRun, findings, matrix, hint });
      // Disabled in words only: a button that is really disabled loses the focus of whoever just pressed it.
      for (const button of [grade, run]) {
        button.setAttribute('aria-disabled', String(!model.canStart));
        if (trustNotice === null) button.removeAttribute('aria-describedby');
        else button.setAttribute('aria-describedby', `${section.id}-trust`);
      }
    },
  };

  function resultsView(model: ResultParts): readonly Node[] {
    const parts: Node[] = [];
    if (model.trustNotice !== null) {
      const manage = element('button', { type: 'button', 'data-keep': 'manage-trust' }, strings.manageTrust);
      manage.addEventListener('click', () => {
        send({ type: 'manageTrust' });
      });
      parts.push(
        element(
          'div',
          { class: 'notice' },
          icon('warning'),
          element('p', { id: `${section.id}-trust` }, model.trustNotice),
          manage,
        ),
      );
    }
    if (model.run !== null) {
      const { title, summary, message, tone, outdated, outdatedNotice, failures, links } = model.run;
      const since =
        outdatedNotice === null ? null : element('span', { class: 'quiet' }, ` ${outdatedNotice}`);
      parts.push(
        element(
          'div',
          { class: outdated ? 'last-run old' : 'last-run' },
          element(
            'div',
            { class: 'run' },
            icon(tone),
            element('p', {}, element('span', { class: 'quiet' }, title), ' ', summary, since),
            message === null ? null : element('p', { class: 'run-message' }, message),
            ...links.map((link, index) => linkView(link, `run-link-${index}`, actions)),
          ),
          ...findingsView(failures, strings, actions, { name: strings.runFindings, fold: 'more-of-run' }),
        ),
      );
    }
    if (model.outdatedNotice !== null) {
      parts.push(
        element('div', { class: 'notice' }, icon('warning'), element('p', {}, model.outdatedNotice)),
      );
    }
    parts.push(...findingsView(model.findings, strings, actions));
    if (model.matrix !== null) parts.push(matrixView(model.matrix, actions));
    if (model.hint !== null) parts.push(hintView(model.hint, exerciseHint, actions));
    return parts;
  }
}

/** Under this name the exercise's own hints are found on its card. */
const exerciseHint = 'hint';

type ResultParts = Pick<CardModel, 'outdatedNotice' | 'trustNotice' | 'run' | 'findings' | 'matrix' | 'hint'>;

/** Shows a part only when what it shows has changed: counts arrive many times a second. */
function part<Model>(show: (model: Model) => void): (model: Model) => void {
  let shown: string | undefined;
  return (model) => {
    const next = JSON.stringify(model);
    if (next === shown) return;
    shown = next;
    show(model);
  };
}

function stageView({ stage, label, value, spoken: words, tone }: StageModel): HTMLElement {
  return element(
    'li',
    { 'data-stage': stage, class: tone },
    element(
      'span',
      { class: 'value' },
      icon(tone),
      element('span', { 'aria-hidden': 'true' }, value),
      spoken(words),
    ),
    ' ',
    element('span', { class: 'label quiet' }, label),
  );
}

function showActivity(row: HTMLElement, model: ActivityModel | null, otherwise: HTMLElement): void {
  const bar = find(row, 'progress', HTMLProgressElement);
  if (model === null) {
    if (row.contains(document.activeElement)) otherwise.focus({ preventScroll: true });
    row.hidden = true;
    return;
  }
  row.hidden = false;
  find(row, '.activity-label', HTMLElement).textContent = model.label;
  if (model.total > 0) {
    bar.max = model.total;
    bar.value = Math.min(model.done, model.total);
  } else {
    bar.removeAttribute('value');
  }
}

function readFacts(section: HTMLElement): ExerciseFacts {
  const { exercise, title, kind, faults, variants } = section.dataset;
  if (exercise === undefined || title === undefined || kind === undefined) {
    throw new Error('An exercise card on the page does not say which exercise it is.');
  }
  return { id: exercise, title, kind, faults: Number(faults), variants: Number(variants) };
}
