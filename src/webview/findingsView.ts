import { element } from './element.ts';
import type { FindingModel, PlaceModel } from './findingsModel.ts';
import { icon } from './icons.ts';
import type { Strings } from './strings.ts';
import { fill } from './strings.ts';

/** Beyond these the list is folded: twenty leaks of one kind are one thing to mend. */
const shownAtOnce = 6;

/** The findings as a list; the later ones of a long list wait behind "Show more". */
export function findingsView(
  findings: readonly FindingModel[],
  strings: Strings,
  open: (place: PlaceModel) => void,
): readonly HTMLElement[] {
  if (findings.length === 0) return [];
  const items = findings.map((finding, index) => findingView(finding, index, open));
  const list = (part: readonly HTMLElement[]): HTMLElement =>
    element('ul', { class: 'findings', 'aria-label': strings.findings }, ...part);
  const hidden = items.length - shownAtOnce;
  if (hidden <= 1) return [list(items)];
  return [
    list(items.slice(0, shownAtOnce)),
    element(
      'details',
      { 'data-keep': 'more' },
      element('summary', { 'data-keep': 'more-summary' }, fill(strings.showMore, hidden)),
      list(items.slice(shownAtOnce)),
    ),
  ];
}

function findingView(finding: FindingModel, index: number, open: (place: PlaceModel) => void): HTMLElement {
  const { tone, text, detail, place } = finding;
  const more: (Node | string)[] = [];
  if (place !== null) {
    const link = element(
      'button',
      {
        type: 'button',
        class: 'link',
        title: place.title,
        'aria-label': place.title,
        'data-keep': `place-${index}`,
      },
      place.text,
    );
    link.addEventListener('click', () => {
      open(place);
    });
    more.push(link);
  }
  if (detail !== '') more.push(element('span', { class: 'quiet' }, detail));
  return element(
    'li',
    { class: tone },
    icon(tone),
    element(
      'div',
      {},
      element('p', { class: 'finding-text' }, text),
      more.length === 0 ? null : element('p', { class: 'finding-more' }, ...more),
    ),
  );
}
