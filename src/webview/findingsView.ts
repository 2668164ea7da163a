import { element } from './element.ts';
import type { FindingModel } from './findingsModel.ts';
import { hintView, type HintActions } from './hintsView.ts';
import { icon } from './icons.ts';
import type { LinkModel, LinkTarget } from './links.ts';
import type { Strings } from './strings.ts';
import { fill } from './strings.ts';

/** Beyond these the list is folded: twenty leaks of one kind are one thing to mend. */
const shownAtOnce = 6;

/** What the links and buttons of findings do. */
export interface FindingActions extends HintActions {
  open(target: LinkTarget): void;
}

/**
 * The findings as a list; the later ones of a long list wait behind "Show more".
 * @param list what it is called, and what its fold is called among those of the card.
 */
export function findingsView(
  findings: readonly FindingModel[],
  strings: Strings,
  actions: FindingActions,
  { name, fold }: { readonly name: string; readonly fold: string } = { name: strings.findings, fold: 'more' },
): readonly HTMLElement[] {
  if (findings.length === 0) return [];
  const items = findings.map((finding) => findingView(finding, actions));
  const list = (part: readonly HTMLElement[]): HTMLElement =>
    element('ul', { class: 'findings', 'aria-label': name }, ...part);
  const hidden = items.length - shownAtOnce;
  if (hidden <= 1) return [list(items)];
  return [
    list(items.slice(0, shownAtOnce)),
    element(
      'details',
      { class: 'more-findings', 'data-keep': fold },
      element('summary', { 'data-keep': `${fold}-summary` }, fill(strings.showMore, hidden)),
      list(items.slice(shownAtOnce)),
    ),
  ];
}

function findingView(
  { id, tone, text, detail, links, hint }: FindingModel,
  actions: FindingActions,
): HTMLElement {
  const more: (Node | string)[] = links.map((link, index) => linkView(link, `${id}-link-${index}`, actions));
  if (detail !== '') more.push(element('span', { class: 'quiet' }, detail));
  return findingItem(
    tone,
    [text],
    more.length === 0 ? null : element('p', { class: 'finding-more' }, ...more),
    hint === null ? null : hintView(hint, hintName(id), actions),
  );
}

/**
 * An entry of a list of findings.
 * @param text what it says; `rest` stands below.
 */
export function findingItem(
  tone: FindingModel['tone'] | 'good',
  text: readonly (Node | string | null)[],
  ...rest: readonly (Node | null)[]
): HTMLElement {
  return element(
    'li',
    { class: tone },
    icon(tone),
    element('div', {}, element('p', { class: 'finding-text' }, ...text), ...rest),
  );
}

/** Under this name a finding's hint is found on its card. */
export function hintName(finding: string): string {
  return `hint-${finding}`;
}

/** @param name tells this link from the others of its card, for `replaceKeepingFocus` */
export function linkView(
  { text, title, target }: LinkModel,
  name: string,
  { open }: Pick<FindingActions, 'open'>,
): HTMLButtonElement {
  const link = element('button', { type: 'button', class: 'link', title, 'data-keep': name }, text);
  link.addEventListener('click', () => {
    open(target);
  });
  return link;
}
